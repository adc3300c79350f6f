from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class UiConfig(AppConfig):
    name = "tuphap.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        """What the app of django_cotton would do, had it not brought in the admin pages."""
        enable_nested_tag_support()
