from django.apps import AppConfig


class RequestKeysConfig(AppConfig):
    name = "tuphap.foundation.request_keys"
    label = "request_keys"
