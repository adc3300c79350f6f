from django.apps import AppConfig


class ImportProgressConfig(AppConfig):
    name = "tuphap.modules.assessments.import_progress"
    label = "import_progress"
    default_auto_field = "django.db.models.BigAutoField"
