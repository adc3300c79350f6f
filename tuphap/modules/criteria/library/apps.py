from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "tuphap.modules.criteria.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"
