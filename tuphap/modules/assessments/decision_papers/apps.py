from django.apps import AppConfig


class DecisionPapersConfig(AppConfig):
    name = "tuphap.modules.assessments.decision_papers"
    label = "decision_papers"
    default_auto_field = "django.db.models.BigAutoField"
