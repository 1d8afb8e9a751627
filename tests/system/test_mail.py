"""Mail through a real server on this machine, with and without encryption and a password."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import keyring
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from keyring.backend import KeyringBackend

from igu_xl.system.mail import SERVICE, MailSettings, send

SECRET = "hemmeligt kodeord"
PLAIN = MailSettings("127.0.0.1", 0, "igu@example.org", ("a@example.org", "b@example.org"), starttls=False)


class Inbox:
    """Keeps the mails it is handed."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("ukendt"):
            return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class Memory(KeyringBackend):
    """A keyring that forgets everything with the test."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


Server = Callable[..., tuple[int, Inbox]]


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server on a free port."""
    running: list[Controller] = []

    def begin(**options: Any) -> tuple[int, Inbox]:
        inbox = Inbox()
        controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return int(controller.port), inbox

    yield begin
    for controller in running:
        controller.stop()


@pytest.fixture
def keys() -> Iterator[Memory]:
    before, memory = keyring.get_keyring(), Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The options of a server with a certificate that this machine trusts, which lets one user in."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login, data.password) == (b"igu", SECRET.encode()), handled=False)

    return {"tls_context": context, "require_starttls": True, "authenticator": let_in, "auth_required": True}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_mail_reaches_everyone_with_its_danish_letters(server: Server) -> None:
    port, inbox = server()
    assert send(replace(PLAIN, port=port), "Månedsstatus", "15 sider blev lavet.\nÆblegrød") == ""
    (mail,) = inbox.mails
    assert (mail["Subject"], mail["From"]) == ("Månedsstatus", "igu@example.org")
    assert mail["To"] == "a@example.org, b@example.org"
    assert mail.get_content().splitlines() == ["15 sider blev lavet.", "Æblegrød"]


def test_the_password_comes_from_the_keyring_and_goes_over_tls(
    server: Server, secure: dict[str, Any], keys: Memory
) -> None:
    port, inbox = server(**secure)
    settings = replace(PLAIN, port=port, user="igu", starttls=True)
    keys.set_password(SERVICE, "igu@127.0.0.1", SECRET)
    assert send(settings, "Emne", "Tekst") == ""
    assert len(inbox.mails) == 1


def test_a_wrong_password_is_said_without_being_told(server: Server, secure: dict[str, Any], keys: Memory) -> None:
    port, inbox = server(**secure)
    keys.set_password(SERVICE, "igu@127.0.0.1", "forkert")
    told = send(replace(PLAIN, port=port, user="igu", starttls=True), "Emne", "Tekst")
    assert told == "Mailen blev ikke sendt: serveren 127.0.0.1 afviste brugernavn eller adgangskode."
    assert not inbox.mails


def test_a_password_that_the_protocol_cannot_carry_is_said(
    server: Server, secure: dict[str, Any], keys: Memory
) -> None:
    port, _ = server(**secure)
    keys.set_password(SERVICE, "igu@127.0.0.1", "blåbærgrød")
    told = send(replace(PLAIN, port=port, user="igu", starttls=True), "Emne", "Tekst")
    assert "må ikke have æ, ø, å" in told


def test_a_missing_password_is_said(server: Server, secure: dict[str, Any], keys: Memory) -> None:
    port, _ = server(**secure)
    told = send(replace(PLAIN, port=port, user="igu", starttls=True), "Emne", "Tekst")
    assert "ingen adgangskode for igu@127.0.0.1" in told


def test_a_server_without_tls_gets_neither_mail_nor_password(server: Server, keys: Memory) -> None:
    port, inbox = server()
    keys.set_password(SERVICE, "igu@127.0.0.1", SECRET)
    told = send(replace(PLAIN, port=port, user="igu", starttls=True), "Emne", "Tekst")
    assert "kan ikke tale krypteret" in told
    assert not inbox.mails


def test_a_certificate_that_nobody_vouches_for_is_refused(
    server: Server, secure: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, inbox = server(**secure)
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "ikke et gyldigt certifikat" in send(replace(PLAIN, port=port, starttls=True), "Emne", "Tekst")
    assert not inbox.mails


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sender": ""}, "»Mail fra« er tom"),
        ({"user": "igu"}, "en adgangskode sendes kun krypteret"),
        ({"host": "findes-ikke.invalid"}, "svarer ikke, som den skal"),
        ({}, "svarer ikke, som den skal"),
    ],
)
def test_what_keeps_a_mail_back_is_one_sentence(changed: dict[str, Any], words: str) -> None:
    told = send(replace(PLAIN, port=free_port(), **changed), "Emne", "Tekst")
    assert told.startswith("Mailen blev ikke sendt: ") and words in told


def test_refused_recipients_are_said(server: Server) -> None:
    port, _ = server()
    told = send(replace(PLAIN, port=port, recipients=("ukendt@example.org",)), "Emne", "Tekst")
    assert "afviste modtagerne" in told


def test_a_subject_cannot_smuggle_in_another_header(server: Server) -> None:
    port, inbox = server()
    assert send(replace(PLAIN, port=port), "Emne\nBcc: alle@example.org", "Tekst") == ""
    assert inbox.mails[0]["Bcc"] is None
