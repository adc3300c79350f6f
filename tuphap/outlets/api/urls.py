"""One address; what stands behind it is in `endpoints`, loaded at the first request."""

from django.urls import path

from tuphap.outlets.api import views

app_name = "api"
urlpatterns = [path("api/v1/<path:rest>", views.api, name="v1")]
