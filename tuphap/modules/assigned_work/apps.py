from django.apps import AppConfig


class AssignedWorkConfig(AppConfig):
    name = "tuphap.modules.assigned_work"
    label = "assigned_work"
    default_auto_field = "django.db.models.BigAutoField"
