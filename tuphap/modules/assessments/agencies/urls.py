"""Addresses of the agencies: what the coordinator does, and what whoever answers does."""

from django.urls import path

from tuphap.modules.assessments.agencies.views import answering, managing

app_name = "agencies"
urlpatterns = [
    path("phoi-hop/", answering.index, name="index"),
    path("phoi-hop/co-quan/", managing.manage, name="manage"),
    path("phoi-hop/co-quan/nhac/", managing.remind_agencies, name="remind"),
    path("phoi-hop/co-quan/<uuid:pk>/ket-thuc/", managing.end, name="end"),
    path("phoi-hop/<uuid:agency>/<uuid:dossier>/", answering.show, name="answer"),
    path("phoi-hop/<uuid:agency>/<uuid:dossier>/tep/<uuid:file_id>/", answering.file, name="file"),
]
