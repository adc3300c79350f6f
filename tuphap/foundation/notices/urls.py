from django.urls import path

from tuphap.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.notices, name="list"),
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/nhan-thu/", views.choose, name="choose"),
    path("thong-bao/<uuid:notice_id>/", views.open_notice, name="open"),
    path("thong-bao/<uuid:notice_id>/da-doc/", views.read, name="read"),
]
