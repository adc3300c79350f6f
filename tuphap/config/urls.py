"""All addresses of the system."""

from django.urls import URLPattern, URLResolver, include, path

from tuphap.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuphap.foundation.access.urls")),
    path("", include("tuphap.foundation.accounts.urls")),
    path("", include("tuphap.foundation.calendar.urls")),
    path("", include("tuphap.foundation.files.urls")),
    path("", include("tuphap.foundation.jobs.urls")),
    path("", include("tuphap.foundation.mergers.urls")),
    path("", include("tuphap.foundation.notices.urls")),
    path("", include("tuphap.foundation.seals.urls")),
    path("", include("tuphap.foundation.second_factor.urls")),
    path("", include("tuphap.foundation.site.urls")),
    path("", include("tuphap.modules.assessments.urls")),
    path("", include("tuphap.modules.assessments.agencies.urls")),
    path("", include("tuphap.modules.assessments.council.urls")),
    path("", include("tuphap.modules.assessments.decision_papers.urls")),
    path("", include("tuphap.modules.assessments.feedback.urls")),
    path("", include("tuphap.modules.assessments.province_desk.urls")),
    path("", include("tuphap.modules.assessments.reports.urls")),
    path("", include("tuphap.modules.assessments.second_appraisal.urls")),
    path("", include("tuphap.modules.assessments.remedies.urls")),
    path("", include("tuphap.modules.assessments.trial_run.urls")),
    path("", include("tuphap.modules.assigned_work.urls")),
    path("", include("tuphap.modules.criteria.library.urls")),
    path("", include("tuphap.modules.criteria.urls")),
    path("", include("tuphap.outlets.api.urls")),
    path("", include("tuphap.outlets.exchange.urls")),
    path("", include("tuphap.outlets.portal.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
]

handler400 = "tuphap.foundation.access.errors.bad_request"
handler403 = "tuphap.foundation.access.errors.permission_denied"
handler404 = "tuphap.foundation.access.errors.not_found"
handler500 = "tuphap.foundation.access.errors.server_error"
