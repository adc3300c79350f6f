from django.urls import path

from tuphap.modules.criteria import views

app_name = "criteria"
urlpatterns = [
    path("bo-tieu-chi/", views.rule_sets, name="list"),
    path("bo-tieu-chi/<slug:code>/", views.rule_set, name="rule_set"),
    path("bo-tieu-chi/<slug:code>/dong/<int:row_id>/xac-nhan/", views.sign_off, name="sign_off"),
]
