"""Addresses of the yearly assessment."""

from django.urls import path

from tuphap.modules.assessments.views import (
    comparison,
    decisions,
    desk,
    desk_moves,
    evidence,
    home,
    moves,
    periods,
    presence,
    publishing,
    queue,
    sheet,
)

app_name = "assessments"
urlpatterns = [
    path("cong-bo/", publishing.index, name="publishing"),
    path("cong-bo/<int:year>/", publishing.show, name="publishing_year"),
    path("cong-bo/<int:year>/xem-truoc/", publishing.preview, name="publishing_preview"),
    path("cong-bo/<int:year>/xac-nhan/", publishing.confirm, name="publishing_confirm"),
    path("doi-chieu/", comparison.newest, name="comparison"),
    path("doi-chieu/<int:year>/", comparison.show, name="comparison_year"),
    path("ky-danh-gia/", periods.periods, name="periods"),
    path("ky-danh-gia/mo/", periods.open_new, name="period_open"),
    path("ky-danh-gia/<int:pk>/", periods.period, name="period"),
    path("lam-viec/", home.home, name="home"),
    path("phieu/", sheet.own_sheet, name="own_sheet"),
    path("phieu/<uuid:pk>/", sheet.sheet, name="sheet"),
    path("phieu/<uuid:pk>/dang-mo/", presence.sheet_open, name="sheet_open"),
    path("phieu/<uuid:pk>/lich-su/", sheet.history, name="sheet_history"),
    path("phieu/<uuid:pk>/noi-dung/<str:unit>/", sheet.save_line, name="sheet_line"),
    path("phieu/<uuid:pk>/tai-lieu/<str:item>/", evidence.evidence, name="evidence"),
    path("phieu/<uuid:pk>/tai-lieu/<str:item>/tep/", evidence.add_file_to, name="evidence_file"),
    path(
        "phieu/<uuid:pk>/tai-lieu/<str:item>/duong-dan/",
        evidence.add_link_to,
        name="evidence_link",
    ),
    path("phieu/<uuid:pk>/go-tai-lieu/<int:evidence_id>/", evidence.remove, name="evidence_remove"),
    path("phieu/<uuid:pk>/<slug:address>/", moves.sheet_move, name="sheet_move"),
    path("quyet-dinh/", decisions.show, name="decisions"),
    path("quyet-dinh/xac-nhan/", decisions.confirm, name="decision_confirm"),
    path("quyet-dinh/ghi/", decisions.record, name="decision_record"),
    path("tep/<uuid:file_id>/", evidence.file, name="file"),
    path("tham-tra/", queue.show, name="queue"),
    path("tham-tra/<uuid:pk>/", desk.show, name="desk"),
    path("tham-tra/<uuid:pk>/nhan/", desk.receive, name="desk_receive"),
    path("tham-tra/<uuid:pk>/chap-nhan/", desk.accept, name="desk_accept"),
    path("tham-tra/<uuid:pk>/sua/<str:unit>/", desk.change, name="desk_change"),
    path("tham-tra/<uuid:pk>/tinh/<str:unit>/", desk.preview, name="desk_preview"),
    path("tham-tra/<uuid:pk>/tra-lai/", desk_moves.give_back, name="desk_return"),
    path("tham-tra/<uuid:pk>/chot/", desk_moves.finish, name="desk_finish"),
]
