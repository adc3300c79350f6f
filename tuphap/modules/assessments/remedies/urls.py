"""Addresses of remedy plans and of the lines that would turn most communes."""

from django.urls import path

from tuphap.modules.assessments.remedies import views

app_name = "remedies"
urlpatterns = [
    path("khac-phuc/", views.index, name="index"),
    path("khac-phuc/<int:year>/", views.communes, name="communes"),
    path("khac-phuc/<int:year>/noi-dung-then-chot/", views.turning, name="turning"),
    path("khac-phuc/<uuid:pk>/", views.plan, name="plan"),
    path("khac-phuc/<uuid:pk>/dong/<str:item>/", views.write, name="write"),
    path("khac-phuc/<uuid:pk>/rut/", views.withdraw, name="withdraw"),
    path("khac-phuc/tep/<uuid:pk>/", views.file, name="file"),
]
