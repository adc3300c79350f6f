from django.urls import path

from tuphap.foundation.mergers import views

app_name = "mergers"
urlpatterns = [
    path("quan-tri/don-vi/", views.units, name="units"),
    path("quan-tri/don-vi/<int:unit_id>/", views.unit, name="unit"),
    path("quan-tri/don-vi/thay-doi/", views.changes, name="changes"),
    path("quan-tri/don-vi/thay-doi/<uuid:pk>/", views.change, name="change"),
    path("quan-tri/don-vi/thay-doi/<uuid:pk>/ap-dung/", views.apply, name="apply"),
    path("quan-tri/don-vi/thay-doi/<uuid:pk>/hoan-tac/", views.undo, name="undo"),
]
