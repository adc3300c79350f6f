"""The shipped addresses, and the smallest Django view to hold them against."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tuphap.config import urls

SMALLEST = "nho-nhat/"


@login_not_required
def smallest(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path(SMALLEST, smallest), path("", include(urls))]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
