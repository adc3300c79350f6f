from django.apps import AppConfig


class FormerYearsConfig(AppConfig):
    name = "tuphap.modules.assessments.former_years"
    label = "former_years"
    default_auto_field = "django.db.models.BigAutoField"
