from django.urls import path

from tuphap.modules.assessments.trial_run import views

app_name = "trial_run"
urlpatterns = [path("chay-thu/", views.show, name="show")]
