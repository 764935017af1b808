"""The mail server for the day's list, from COMITY_MAIL_URL."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

SECONDS = 20
"""For how long one step of the conversation with the server may take."""
_OWN = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


class Server(NamedTuple):
    """How mail leaves. backend, options: Django's; sender: the address it comes from; trouble: why there is none, "" where
    there is one, or where none was named."""

    backend: str
    options: dict[str, Any]
    sender: str
    trouble: str

    @property
    def named(self) -> bool:
        """Whether there is a server that could be used."""
        return bool(self.options)


NONE = Server("django.core.mail.backends.dummy.EmailBackend", {}, "", "")


def server(url: str) -> Server:
    """The server that a URL such as smtp://user:password@mail.example.org:587/?tls=starttls&from=me@example.org names.

    What is wrong with it is its `trouble`: a slip here must keep nobody from their book.
    """
    if not url.strip():
        return NONE
    try:
        return _server(urlsplit(url.strip()))
    except ValueError as error:
        return NONE._replace(trouble=str(error))


def _server(parts: SplitResult) -> Server:
    """Raises: ValueError: with what is wrong, never with the password."""
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("COMITY_MAIL_URL must look like smtp://user:password@host:587")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("the port in COMITY_MAIL_URL is no number up to 65535") from None
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    tls = _tls(parts, port, asked.get("tls"))
    if password and tls == "none" and parts.hostname not in _OWN:
        raise ValueError("COMITY_MAIL_URL would send the password unprotected: use tls=starttls or tls=tls")
    sender = asked.get("from") or (user if "@" in user else f"comity@{_domain(parts.hostname)}")
    if "@" not in sender or any(sign.isspace() or sign in "<>,;" for sign in sender):
        raise ValueError("“from” in COMITY_MAIL_URL is no address")
    options = {
        "HOST": parts.hostname,
        "PORT": port or _PORTS[tls],
        "HOST_USER": user,
        "HOST_PASSWORD": password,
        "USE_TLS": tls == "starttls",
        "USE_SSL": tls == "tls",
        "TIMEOUT": SECONDS,
    }
    return Server("django.core.mail.backends.smtp.EmailBackend", options, sender, "")


def _domain(host: str) -> str:
    """What stands behind the @ of a sender: the server's name, which a number is not."""
    return "localhost" if host in _OWN or ":" in host or host.replace(".", "").isdigit() else host


def _tls(parts: SplitResult, port: int | None, asked: str | None) -> str:
    """How the connection is protected: as asked, else by the scheme, the port, and whether it stays on this machine."""
    if asked is not None:
        if asked not in _PORTS:
            raise ValueError("“tls” in COMITY_MAIL_URL is one of: starttls, tls, none")
        return asked
    if parts.scheme == "smtps" or port == 465:
        return "tls"
    return "none" if parts.hostname in _OWN else "starttls"
