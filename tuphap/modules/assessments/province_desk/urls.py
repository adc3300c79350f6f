"""Addresses of the province's desk: how far a year is, and reminding who is late."""

from django.urls import path

from tuphap.modules.assessments.province_desk.views import progress

app_name = "province_desk"
urlpatterns = [
    path("tien-do/", progress.newest, name="progress"),
    path("tien-do/<int:year>/", progress.show, name="progress_year"),
    path("tien-do/<int:year>/don-vi/", progress.units, name="progress_units"),
    path("tien-do/<int:year>/nhac/", progress.remind, name="remind"),
]
