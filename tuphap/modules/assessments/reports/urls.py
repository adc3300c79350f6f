"""Addresses of the results of a year and of the reports about it."""

from django.urls import path

from tuphap.modules.assessments.reports.views import overview, papers, reports

app_name = "reports"
urlpatterns = [
    path("tong-quan/", overview.newest, name="newest"),
    path("tong-quan/<int:year>/", overview.show, name="overview"),
    path("bao-cao/<int:year>/", reports.index, name="index"),
    path("bao-cao/ban/<uuid:pk>/", reports.show, name="show"),
    path("bao-cao/ban/<uuid:pk>/chot/", reports.freeze, name="freeze"),
    path("bao-cao/ban/<uuid:pk>/bo/", reports.give_up, name="give_up"),
    path("bao-cao/ban/<uuid:pk>/giay-to/<slug:form>/<slug:file_format>/", papers.ask, name="ask"),
    path("bao-cao/giay-to/<int:pk>/", papers.progress, name="progress"),
    path("bao-cao/giay-to/<int:pk>/tai-ve/", papers.download, name="download"),
]
