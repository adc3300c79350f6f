from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "tuphap.modules.assessments.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"
