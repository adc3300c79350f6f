"""Addresses of the council: its own work, and what a member does."""

from django.urls import path

from tuphap.modules.assessments.council.views import councils, entering, meetings, opinions, papers

app_name = "council"
urlpatterns = [
    path("hoi-dong/", councils.index, name="index"),
    path("hoi-dong/lap/", councils.set_up_new, name="set_up"),
    path("hoi-dong/tep/<uuid:file_id>/", entering.scan, name="scan"),
    path("hoi-dong/<uuid:pk>/", councils.show, name="show"),
    path("hoi-dong/<uuid:pk>/nhac/", councils.remind_members, name="remind"),
    path("hoi-dong/<uuid:pk>/thanh-phan/", councils.members, name="members"),
    path("hoi-dong/<uuid:pk>/thanh-phan/them/", councils.add, name="add_member"),
    path("hoi-dong/<uuid:pk>/thanh-phan/<uuid:member>/", councils.end, name="end_seat"),
    path("hoi-dong/<uuid:pk>/phieu/<uuid:member>/<uuid:dossier>/", entering.enter, name="enter"),
    path("hoi-dong/<uuid:pk>/hop/", meetings.new, name="meeting_new"),
    path("hoi-dong/<uuid:pk>/hop/<uuid:meeting>/", meetings.show, name="meeting"),
    path("hoi-dong/<uuid:pk>/hop/<uuid:meeting>/bo/", meetings.drop, name="meeting_drop"),
    path("hoi-dong/<uuid:pk>/hop/<uuid:meeting>/dong/", meetings.close_page, name="meeting_close"),
    path(
        "hoi-dong/<uuid:pk>/hop/<uuid:meeting>/giay-to/<slug:form>/<slug:file_format>/",
        papers.ask_of_meeting,
        name="meeting_paper",
    ),
    path(
        "hoi-dong/<uuid:pk>/phieu/<uuid:member>/<uuid:dossier>/giay-to/<slug:file_format>/",
        papers.ask_of_opinion,
        name="opinion_paper",
    ),
    path("hoi-dong/<uuid:pk>/giay-to/<int:paper_id>/", papers.progress, name="paper_progress"),
    path(
        "hoi-dong/<uuid:pk>/giay-to/<int:paper_id>/tai-ve/",
        papers.download,
        name="paper_download",
    ),
    path("phieu-lay-y-kien/", opinions.index, name="opinions"),
    path("phieu-lay-y-kien/<uuid:pk>/", opinions.show, name="opinion"),
]
