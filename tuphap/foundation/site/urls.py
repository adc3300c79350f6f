from django.urls import path

from tuphap.foundation.site import views

app_name = "site"
urlpatterns = [
    path("quan-tri/trang/", views.settings_page, name="settings"),
    path("quan-tri/trang/sua-tiep/", views.go_on, name="go_on"),
    path("quan-tri/trang/xem-truoc/", views.preview, name="preview"),
    path("quan-tri/trang/luu/", views.save, name="save"),
    path("quan-tri/trang/<int:number>/lay-lai/", views.restore, name="restore"),
    path("giao-dien/<str:name>", views.served, name="file"),
]
