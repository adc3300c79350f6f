from django.urls import path

from tuphap.foundation.files import views

app_name = "files"
urlpatterns = [
    path("quan-tri/chung-thu/", views.anchors, name="anchors"),
    path("quan-tri/chung-thu/them/", views.add, name="anchor_add"),
    path("quan-tri/chung-thu/<int:anchor_id>/ngung/", views.end, name="anchor_end"),
]
