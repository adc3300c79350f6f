from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "tuphap.foundation.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
