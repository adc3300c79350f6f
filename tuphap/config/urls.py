"""All addresses of the system."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuphap.foundation.access.urls")),
    path("", include("tuphap.foundation.accounts.urls")),
]

handler400 = "tuphap.foundation.access.errors.bad_request"
handler403 = "tuphap.foundation.access.errors.permission_denied"
handler404 = "tuphap.foundation.access.errors.not_found"
handler500 = "tuphap.foundation.access.errors.server_error"
