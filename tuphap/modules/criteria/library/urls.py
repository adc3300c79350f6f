from django.urls import path

from tuphap.modules.criteria.library import views

app_name = "library"
urlpatterns = [
    path("huong-dan/", views.documents, name="list"),
    path("huong-dan/van-ban/them/", views.add, name="add"),
    path("huong-dan/van-ban/<uuid:pk>/sua/", views.change, name="change"),
    path("huong-dan/van-ban/<uuid:pk>/hieu-luc/", views.end, name="end"),
    path("huong-dan/van-ban/<uuid:pk>/tep/", views.file, name="file"),
]
