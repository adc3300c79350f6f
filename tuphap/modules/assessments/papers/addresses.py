"""Addresses of papers and receipts; they stand among those of the module."""

from django.urls import path

from tuphap.modules.assessments.papers import views

addresses = [
    path("bien-nhan/<slug:number>/", views.receipt, name="receipt"),
    path(
        "bien-nhan/<slug:number>/<slug:form>/<slug:file_format>/",
        views.ask_of_copy,
        name="receipt_paper_ask",
    ),
    path("phieu/<uuid:pk>/bien-nhan/", views.newest_receipt, name="newest_receipt"),
    path("phieu/<uuid:pk>/giay-to/", views.papers, name="papers"),
    path("phieu/<uuid:pk>/giay-to/chi-dao/", views.report_text, name="report_text"),
    path("phieu/<uuid:pk>/giay-to/<int:paper_id>/", views.progress, name="paper_progress"),
    path("phieu/<uuid:pk>/giay-to/<int:paper_id>/tai-ve/", views.download, name="paper_download"),
    path("phieu/<uuid:pk>/giay-to/<slug:form>/<slug:file_format>/", views.ask, name="paper_ask"),
]
