from django.urls import path

from tuphap.foundation.ui import views

app_name = "ui"
urlpatterns = [path("thanh-phan/", views.components, name="components")]
