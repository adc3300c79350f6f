"""Addresses of the results of a year and of the reports about it."""

from django.urls import path

from tuphap.modules.assessments.reports.views import overview

app_name = "reports"
urlpatterns = [
    path("tong-quan/", overview.newest, name="newest"),
    path("tong-quan/<int:year>/", overview.show, name="overview"),
]
