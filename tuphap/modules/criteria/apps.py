from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "tuphap.modules.criteria"
    label = "criteria"
    default_auto_field = "django.db.models.BigAutoField"
