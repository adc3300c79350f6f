"""Public addresses; they are a contract and do not change."""

from django.urls import path, register_converter

from tuphap.outlets.portal import views
from tuphap.outlets.portal.converters import CodeConverter, NumberConverter, YearConverter

register_converter(YearConverter, "published_year")
register_converter(CodeConverter, "unit_code")
register_converter(NumberConverter, "copy_number")

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("ket-qua/", views.results, name="results"),
    path("ket-qua/nhieu-nam/", views.years, name="side_by_side"),
    path("ket-qua/<published_year:year>/", views.year, name="year"),
    path("ket-qua/<published_year:year>/ban-<copy_number:number>/", views.copy, name="copy"),
    path("ket-qua/<published_year:year>/tu-kiem-tra/", views.self_check, name="self_check"),
    path(
        "ket-qua/<published_year:year>/tu-kiem-tra.html",
        views.self_check_file,
        name="self_check_file",
    ),
    path("ket-qua/<published_year:year>/<unit_code:code>/", views.unit, name="unit"),
    path("du-lieu-mo/", views.open_data, name="open_data"),
    # Read by people; what programs read stands below it.
    path("api/v1/", views.api_guide, name="api_guide"),
    path("nhung/<published_year:year>/", views.embed, name="embed"),
]
