from django.apps import AppConfig


class SecondAppraisalConfig(AppConfig):
    name = "tuphap.modules.assessments.second_appraisal"
    label = "second_appraisal"
    default_auto_field = "django.db.models.BigAutoField"
