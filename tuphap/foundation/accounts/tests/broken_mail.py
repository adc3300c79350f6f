"""A mail server that takes nothing, as a backend of Django."""

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({message.to[0]: (550, b"no") for message in email_messages})
