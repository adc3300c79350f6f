"""Addresses of the second appraisal: the own dossiers, the samples, and what they say."""

from django.urls import path

from tuphap.modules.assessments.second_appraisal.views import answering, samples

app_name = "second_appraisal"
urlpatterns = [
    path("tham-tra-lai/", samples.index, name="index"),
    path("tham-tra-lai/rut-mau/", samples.draw_new, name="draw"),
    path("tham-tra-lai/<uuid:pk>/", samples.show, name="sample"),
    path("tham-tra-lai/<uuid:pk>/giao/", samples.give, name="assign"),
    path("tham-tra-lai/ho-so/<uuid:pk>/", answering.show, name="answer"),
    path("tham-tra-lai/ho-so/<uuid:pk>/gui/", answering.send_page, name="send"),
]
