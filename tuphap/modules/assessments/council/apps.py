from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "tuphap.modules.assessments.council"
    label = "council"
    default_auto_field = "django.db.models.BigAutoField"
