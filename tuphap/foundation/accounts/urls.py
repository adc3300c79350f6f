"""Log-in, log-out and passwords; of allauth's addresses only those that are needed."""

from allauth.account import views
from django.urls import path, re_path

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-nhap/da-khoa/", views.account_inactive, name="account_inactive"),
    path("dang-nhap/xac-nhan/", views.reauthenticate, name="account_reauthenticate"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("mat-khau/doi/", views.password_change, name="account_change_password"),
    path("mat-khau/quen/", views.password_reset, name="account_reset_password"),
    # Where allauth sends somebody who has no password yet.
    path("mat-khau/quen/", views.password_reset, name="account_set_password"),
    path("mat-khau/quen/da-gui/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "mat-khau/dat/xong/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mat-khau/dat/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
