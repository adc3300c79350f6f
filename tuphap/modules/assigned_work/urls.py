from django.urls import path

from tuphap.modules.assigned_work import views

app_name = "assigned_work"
urlpatterns = [
    path("giao-viec/", views.index, name="index"),
    path("giao-viec/moi/", views.assign_new, name="assign"),
    path("viec-duoc-giao/", views.own, name="own"),
    path("viec-duoc-giao/<int:unit_id>/<int:year>/", views.unit, name="unit"),
    path("viec-duoc-giao/<uuid:pk>/", views.line, name="line"),
    path("viec-duoc-giao/<uuid:pk>/ket-qua/", views.report_line, name="report"),
    path("viec-duoc-giao/<uuid:pk>/tep/", views.keep_file, name="keep_file"),
    path("viec-duoc-giao/<uuid:pk>/tep/go/", views.remove_file, name="remove_file"),
    path("viec-duoc-giao/<uuid:pk>/tep/<uuid:file_id>/", views.file, name="file"),
    path(
        "viec-duoc-giao/<uuid:pk>/tep/<uuid:file_id>/trang/<int:page>/",
        views.picture,
        name="picture",
    ),
    path("viec-duoc-giao/<uuid:pk>/sua/", views.change_line, name="change"),
    path("viec-duoc-giao/<uuid:pk>/rut-lai/", views.withdraw_line, name="withdraw"),
]
