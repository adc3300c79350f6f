from django.apps import AppConfig


class ProvinceDeskConfig(AppConfig):
    name = "tuphap.modules.assessments.province_desk"
    label = "province_desk"
    default_auto_field = "django.db.models.BigAutoField"
