"""Public pages of feedback on published results, and the pages of those who deal with it."""

from django.urls import path

from tuphap.modules.assessments.feedback import public_views, views

app_name = "feedback"
urlpatterns = [
    path("gop-y-ket-qua/tra-cuu/", public_views.look_up, name="look_up"),
    path("gop-y-ket-qua/da-nhan/<str:receipt>/", public_views.received, name="received"),
    path("gop-y-ket-qua/<int:year>/<slug:code>/", public_views.shown, name="shown"),
    path("gop-y-ket-qua/<int:year>/<slug:code>/gui/", public_views.send, name="send"),
    path("lam-viec/gop-y/", views.received, name="list"),
    path("lam-viec/gop-y/<uuid:pk>/", views.show, name="show"),
    path("lam-viec/gop-y/<uuid:pk>/<slug:address>/", views.deal_with, name="deal_with"),
]
