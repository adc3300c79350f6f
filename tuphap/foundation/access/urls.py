from django.urls import path

from tuphap.foundation.access import views

app_name = "access"
urlpatterns = [
    path("quan-tri/", views.administration, name="administration"),
]
