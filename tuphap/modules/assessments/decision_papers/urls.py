"""Addresses of decisions: their pages, papers and signed files."""

from django.urls import path

from tuphap.modules.assessments.decision_papers.views import decisions, signed

app_name = "decision_papers"
urlpatterns = [
    path("quyet-dinh/<int:pk>/", decisions.show, name="show"),
    path("quyet-dinh/<int:pk>/giay-to/", decisions.ask, name="ask"),
    path("quyet-dinh/<int:pk>/ban-ky/", signed.upload, name="upload"),
    path("quyet-dinh/<int:pk>/ky-so/", signed.sign, name="sign"),
    path("quyet-dinh/ban-ky/<uuid:pk>/", signed.download, name="signed_file"),
    path("quyet-dinh/ban-nhap/", decisions.draft, name="draft"),
    path("quyet-dinh/ban-nhap/<uuid:pk>/", decisions.draft_page, name="draft_page"),
    path("quyet-dinh/giay-to/<int:pk>/", decisions.progress, name="progress"),
    path("quyet-dinh/giay-to/<int:pk>/tai-ve/", decisions.download, name="download"),
]
