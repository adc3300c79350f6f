from django.urls import path

from tuphap.foundation.calendar import views

app_name = "calendar"
urlpatterns = [
    path("quan-tri/ngay-nghi/", views.days, name="days"),
    path("quan-tri/ngay-nghi/xoa/", views.remove, name="remove"),
]
