from django.apps import AppConfig


class MergersConfig(AppConfig):
    name = "tuphap.foundation.mergers"
    label = "mergers"
    default_auto_field = "django.db.models.BigAutoField"
