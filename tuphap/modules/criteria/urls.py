from django.urls import path

from tuphap.modules.criteria import guidance_views, views

app_name = "criteria"
urlpatterns = [
    path("bo-tieu-chi/", views.rule_sets, name="list"),
    path("bo-tieu-chi/<slug:code>/", views.rule_set, name="rule_set"),
    path("bo-tieu-chi/<slug:code>/dong/<int:row_id>/xac-nhan/", views.sign_off, name="sign_off"),
    path("bo-tieu-chi/<slug:code>/huong-dan/<str:row>/", guidance_views.guidance, name="guidance"),
    path(
        "bo-tieu-chi/<slug:code>/huong-dan/<str:row>/ghi/",
        guidance_views.write,
        name="guidance_write",
    ),
    path(
        "bo-tieu-chi/<slug:code>/huong-dan/<str:row>/tep/",
        guidance_views.add,
        name="guidance_add",
    ),
    path("huong-dan/<int:pk>/thay/", guidance_views.replace, name="guidance_replace"),
    path("huong-dan/<int:pk>/go/", guidance_views.remove, name="guidance_remove"),
    path("huong-dan/tep/<uuid:file_id>/", guidance_views.file, name="guidance_file"),
]
