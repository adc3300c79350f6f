"""The second factor: proving it at log-in and before weighty deeds, setting it up, ending it."""

from allauth.mfa.base import views
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import path

OWN = "tai-khoan/xac-thuc-hai-buoc/"

urlpatterns = [
    path("dang-nhap/ma-xac-thuc/", login_not_required(views.authenticate), name="mfa_authenticate"),
    path("dang-nhap/xac-nhan-ma/", views.reauthenticate, name="mfa_reauthenticate"),
    path(OWN, views.index, name="mfa_index"),
    path(f"{OWN}bat/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{OWN}tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{OWN}ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{OWN}ma-du-phong/lap-moi/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
