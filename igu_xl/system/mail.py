"""Send word of a run by mail: what was made and what was not, without personal data.

A mail that cannot be sent never fails a run: the answer is one Danish sentence for the log of runs.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

SERVICE = "igu_xl"  # the name under which the keyring keeps the password
_PATIENCE = 30.0  # seconds to wait for the server


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where and to whom to send; without a host or a recipient no mail is sent.

    With a `user` the server is asked to let us in, with the password that the keyring has for `user@host`; it is sent
    only over an encrypted connection.
    """

    host: str = ""
    port: int = 587
    sender: str = ""
    recipients: tuple[str, ...] = ()
    user: str = ""
    starttls: bool = True

    @property
    def wanted(self) -> bool:
        """Whether somebody is to be told."""
        return bool(self.host and self.recipients)

    @property
    def account(self) -> str:
        """The name of the password in the keyring."""
        return f"{self.user}@{self.host}"


def send(settings: MailSettings, subject: str, text: str) -> str:
    """Send a mail; empty when it was sent, else why it was not."""
    if not settings.sender:
        return "Mailen blev ikke sendt: »Mail fra« er tom i arket Indstillinger."
    if settings.user and not settings.starttls:
        return "Mailen blev ikke sendt: en adgangskode sendes kun krypteret, så »Mail med TLS« skal være Ja."
    try:
        _deliver(settings, _message(settings, subject, text))
    except smtplib.SMTPAuthenticationError:
        return f"Mailen blev ikke sendt: serveren {settings.host} afviste brugernavn eller adgangskode."
    except smtplib.SMTPNotSupportedError:
        return f"Mailen blev ikke sendt: serveren {settings.host} kan ikke tale krypteret eller kender ikke brugere."
    except smtplib.SMTPRecipientsRefused:
        return f"Mailen blev ikke sendt: serveren {settings.host} afviste modtagerne."
    except ssl.SSLError:
        return f"Mailen blev ikke sendt: serveren {settings.host} har ikke et gyldigt certifikat."
    except (OSError, smtplib.SMTPException):
        return f"Mailen blev ikke sendt: serveren {settings.host} svarer ikke, som den skal."
    except UnicodeEncodeError:  # the protocol's own limit, as Python's library knows it
        return "Mailen blev ikke sendt: brugernavn, adgangskode og adresser må ikke have æ, ø, å eller andre særtegn."
    except _NoPassword:
        return f"Mailen blev ikke sendt: der er ingen adgangskode for {settings.account} i maskinens nøglering."
    return ""


class _NoPassword(Exception):
    """The keyring has none, or there is no keyring."""


def _deliver(settings: MailSettings, message: EmailMessage) -> None:
    with smtplib.SMTP(settings.host, settings.port, timeout=_PATIENCE) as server:
        if settings.starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.user:
            server.login(settings.user, _password(settings))
        server.send_message(message)


def _message(settings: MailSettings, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.recipients)
    message.set_content(text)
    return message


def _password(settings: MailSettings) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(SERVICE, settings.account)
    except KeyringError as error:
        raise _NoPassword from error
    if not found:
        raise _NoPassword
    return found
