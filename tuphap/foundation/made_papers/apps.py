from django.apps import AppConfig


class MadePapersConfig(AppConfig):
    name = "tuphap.foundation.made_papers"
    label = "made_papers"
