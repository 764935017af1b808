"""A mail server for the day's list, named in the settings as COMITY_MAIL_URL would, and a mail that is switched on."""

from __future__ import annotations

import datetime as dt
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import override_settings

from comity.actions import day_mail as acts
from comity.config import mail
from comity.store.access import Scope
from comity.store.models import DayMail
from tests.smtp_sink import Sink, smtp_sink

ADDRESS = "noor@hollis.example"
ORIGIN = "http://localhost:8000"
BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def naming(url: str) -> override_settings:
    """Settings as they are where COMITY_MAIL_URL is this."""
    named = mail.server(url)
    options = {f"EMAIL_{key}": value for key, value in named.options.items()}
    sender = named.sender or "comity@localhost"
    return override_settings(MAIL=named, EMAIL_BACKEND=named.backend, DEFAULT_FROM_EMAIL=sender, **options)


@contextmanager
def mail_server(query: str = "?from=comity@hollis.example") -> Iterator[Sink]:
    """A server that takes everything, as the one of this installation."""
    with smtp_sink() as sink, naming(f"smtp://127.0.0.1:{sink.port}/{query}"):
        yield sink


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server called "localhost" speaks TLS with, and the file of the certificate that only it vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    days = now - dt.timedelta(days=1), now + dt.timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), *days)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    plain = serialization.NoEncryption()
    path, secret = folder / "server.pem", folder / "server.key"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    return context, path


def parts(message: EmailMessage) -> tuple[str, str]:
    """The plain text of a mail, and its HTML."""
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    if plain is None or rich is None:
        raise AssertionError(message.as_string())
    return plain.get_content(), rich.get_content()


def code_in(message: EmailMessage) -> str:
    """The code that a mail tells."""
    found = re.search(r"\b[0-9a-f]{10}\b", parts(message)[0])
    if found is None:
        raise AssertionError(message.as_string())
    return found[0]


def switch_on(scope: Scope, sink: Sink, *, minute: int = 420, due: bool = True) -> DayMail:
    """The day's mail to `ADDRESS`, confirmed; due: at once, where its minute is past."""
    acts.ask(scope, ADDRESS, origin=ORIGIN, minute=minute)
    acts.confirm(scope, code_in(sink.messages[-1]))
    sink.messages.clear()
    sink.raw.clear()
    if due:
        DayMail.objects.filter(book_id=scope.book_id).update(leased_until=0)
    return DayMail.objects.get(book_id=scope.book_id)
