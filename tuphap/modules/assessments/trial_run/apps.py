from django.apps import AppConfig


class TrialRunConfig(AppConfig):
    name = "tuphap.modules.assessments.trial_run"
    label = "trial_run"
    default_auto_field = "django.db.models.BigAutoField"
