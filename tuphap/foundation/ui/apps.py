from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "tuphap.foundation.ui"
    label = "ui"
