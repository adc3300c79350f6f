"""Addresses of the province's desk: how far a year is, and reminding who is late."""

from django.urls import path

from tuphap.modules.assessments.province_desk.views import progress, saved, search

app_name = "province_desk"
urlpatterns = [
    path("tim-kiem/", search.show, name="search"),
    path("doi-chieu/<int:year>/cach-xem/", saved.show, name="saved_views"),
    path("doi-chieu/<int:year>/cach-xem/<int:pk>/", saved.change, name="saved_view"),
    path("tien-do/", progress.newest, name="progress"),
    path("tien-do/<int:year>/", progress.show, name="progress_year"),
    path("tien-do/<int:year>/don-vi/", progress.units, name="progress_units"),
    path("tien-do/<int:year>/nhac/", progress.remind, name="remind"),
]
