from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    name = "tuphap.foundation.second_factor"
    label = "second_factor"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tuphap.foundation.second_factor import journal

        journal.listen()
