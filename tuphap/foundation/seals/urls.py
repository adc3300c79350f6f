from django.urls import path

from tuphap.foundation.seals import views

app_name = "seals"
urlpatterns = [path("quan-tri/nhat-ky/niem-phong/", views.show, name="show")]
