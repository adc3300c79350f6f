from django.urls import path

from tuphap.foundation.access.views import administration, journal, people

app_name = "access"
urlpatterns = [
    path("quan-tri/", administration.administration, name="administration"),
    path("quan-tri/nguoi-dung/", people.people, name="people"),
    path("quan-tri/nguoi-dung/them/", people.add, name="person_add"),
    path("quan-tri/nguoi-dung/<int:person_id>/", people.person, name="person"),
    path("quan-tri/nguoi-dung/<int:person_id>/giao/", people.give, name="post_give"),
    path("quan-tri/nguoi-dung/<int:person_id>/dang-dung/", people.use, name="person_use"),
    path("quan-tri/nguoi-dung/<int:person_id>/gui-thu/", people.letter, name="person_letter"),
    path("quan-tri/vi-tri/<int:post_id>/ket-thuc/", people.end, name="post_end"),
    path("quan-tri/nhat-ky/", journal.journal, name="journal"),
]
