"""Files that leave the house: open data, and tables as staff see them."""

from django.urls import re_path

from tuphap.outlets.exchange.views import comparison, open_data, progress

app_name = "exchange"
urlpatterns = [
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
    re_path(
        r"^tien-do/(?P<year>[0-9]{4})/bang\.xlsx$", progress.progress_file, name="progress_file"
    ),
]
