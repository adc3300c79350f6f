from django.urls import path

from tuphap.foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("quan-tri/viec-nen/", views.jobs, name="jobs"),
    path("quan-tri/viec-nen/chay-lai/", views.retry_all, name="retry_all"),
    path("quan-tri/viec-nen/<int:job_id>/chay-lai/", views.retry, name="retry"),
]
