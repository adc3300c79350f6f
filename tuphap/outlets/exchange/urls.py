"""Files that leave the house: open data, and tables as staff see them."""

from django.urls import path, re_path

from tuphap.outlets.exchange.views import (
    big_export,
    comparison,
    import_progress,
    import_template,
    imports,
    lists,
    open_data,
    progress,
    report,
    sheet_figures,
    trial_run,
    unit_changes,
)

app_name = "exchange"
urlpatterns = [
    path("doi-chieu/xuat/", big_export.show, name="big_export"),
    path("doi-chieu/xuat/<uuid:pk>/", big_export.progress, name="big_export_progress"),
    path("doi-chieu/xuat/<uuid:pk>/tep/", big_export.download, name="big_export_file"),
    path("doi-chieu/xuat/<uuid:pk>/bo/", big_export.drop, name="big_export_drop"),
    re_path(r"^xuat/(?P<name>[a-z-]+)\.(?P<form>xlsx|csv|json)$", lists.list_file, name="list"),
    re_path(
        r"^xuat/(?P<name>[a-z-]+)/(?P<key>[0-9a-f-]{1,36}(?:/[0-9]{4})?)\.(?P<form>xlsx|csv|json)$",
        lists.list_file,
        name="list_of",
    ),
    path("nhap-lieu/", imports.index, name="imports"),
    path("nhap-lieu/nap/", imports.upload, name="import_upload"),
    path("nhap-lieu/mau/", import_template.template, name="import_template"),
    path("nhap-lieu/<uuid:pk>/", imports.show, name="import"),
    path("nhap-lieu/<uuid:pk>/cot/", imports.columns, name="import_columns"),
    path("nhap-lieu/<uuid:pk>/tep-danh-dau.xlsx", imports.marked, name="import_marked"),
    path("nhap-lieu/<uuid:pk>/ghi/", imports.commit, name="import_commit"),
    path("nhap-lieu/<uuid:pk>/dung/", import_progress.stop, name="import_stop"),
    path("nhap-lieu/<uuid:pk>/doc-lai/", import_progress.again, name="import_again"),
    path("nhap-lieu/<uuid:pk>/hoan-tac/", imports.undo, name="import_undo"),
    path("phieu/<uuid:pk>/bang-tinh/nhap/", sheet_figures.paste, name="sheet_figures"),
    path("phieu/<uuid:pk>/bang-tinh/luu/", sheet_figures.commit, name="sheet_figures_save"),
    path("phieu/<uuid:pk>/bang-tinh/mau.xlsx", sheet_figures.template, name="sheet_template"),
    path("quan-tri/don-vi/thay-doi/nap/", unit_changes.upload, name="unit_changes"),
    re_path(
        r"^quan-tri/don-vi/thay-doi/mau\.(?P<form>csv|xlsx)$",
        unit_changes.template,
        name="unit_changes_template",
    ),
    re_path(
        r"^du-lieu-mo/ket-qua-(?P<year>[0-9]{4})\.(?P<form>csv|xlsx|json)$",
        open_data.results_file,
        name="results_file",
    ),
    re_path(
        r"^doi-chieu/(?P<year>[0-9]{4})/bang\.(?P<form>csv|xlsx)$",
        comparison.comparison_file,
        name="comparison_file",
    ),
    path("bao-cao/ban/<uuid:pk>/bang.xlsx", report.report_file, name="report_file"),
    re_path(
        r"^tien-do/(?P<year>[0-9]{4})/bang\.xlsx$", progress.progress_file, name="progress_file"
    ),
    path("chay-thu/bang.xlsx", trial_run.trial_file, name="trial_file"),
]
