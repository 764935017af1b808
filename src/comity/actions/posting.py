"""One request to a server that the user named: nothing else is followed, fetched or sent."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import closing
from urllib.parse import urlsplit

from comity.core.errors import Invalid

SECONDS = 20.0
"""Of waiting for the connection, and for the whole answer, however slowly it comes."""
_LONGEST_ADDRESS = 2000


def post(server: str, body: bytes, *, sends: str, wants: str, most: int, private: bool = False) -> bytes:
    """Send a body, and return the answer, of at most so many bytes; redirects are not followed.

    The name is looked up once, and what was looked up is what is connected to. private: the user says that the server may
    be this machine or one of the own network.

    Raises:
        Invalid: no such address, one that is not allowed, no answer in time, or another answer than was wanted.
    """
    scheme, host, port, path = _parts(server)
    address = _address(server, host, port, private)
    connection, late = _connection(scheme, host, port, address), threading.Event()
    limit = threading.Timer(SECONDS, _hang_up, [connection, late])
    limit.start()
    try:
        with closing(connection):
            connection.request(
                "POST", path, body, {"Content-Type": sends, "Accept": wants, "Connection": "close"}
            )
            with closing(connection.getresponse()) as answer:
                found = answer.read(most + 1)
            if late.is_set():
                raise TimeoutError(f"not within {SECONDS:.0f} seconds")
    except (OSError, http.client.HTTPException) as error:
        why = str(error) or type(error).__name__
        raise Invalid("server", server, f"it does not answer ({why[:200]})") from None
    finally:
        limit.cancel()
    kind = (answer.headers.get_content_type() or "").lower()
    if answer.status != 200:
        raise Invalid("server", server, f"it answered {answer.status} instead of 200")
    if kind != wants:
        raise Invalid("server", server, f"its answer is {kind}, not {wants}")
    if len(found) > most:
        raise Invalid("server", server, f"its answer has more than {most} bytes")
    return found


def _hang_up(connection: _Pinned, late: threading.Event) -> None:
    late.set()
    if connection.line is not None:
        with contextlib.suppress(OSError):
            connection.line.shutdown(socket.SHUT_RDWR)


def _parts(server: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(server.strip())
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
        host.encode("idna" if not host.isascii() else "ascii")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        path.encode("ascii")
    except (ValueError, UnicodeError):
        raise Invalid("server", server[:200], "this is no address") from None
    plain = len(server) <= _LONGEST_ADDRESS and server.isprintable() and " " not in server.strip()
    if scheme not in ("https", "http") or not host or not plain or parts.username is not None:
        raise Invalid("server", server[:200], "write an address that begins with https:// or http://")
    return scheme, host, port or (443 if scheme == "https" else 80), path


def _address(server: str, host: str, port: int, private: bool) -> tuple[str, int]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Invalid("server", server, "there is no server of this name") from None
    for _family, _kind, _protocol, _name, where in found:
        if private or _is_public(str(where[0])):
            return str(where[0]), port
    raise Invalid("server", server, "it is on this machine or in your own network; say that this is meant")


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was looked up before; the name goes only into the request.

    line: its socket, which `http.client` forgets as soon as the answer begins.
    """

    line: socket.socket | None = None

    def __init__(
        self, host: str, port: int, address: tuple[str, int], context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.default_port = 443 if context else 80
        self._where, self._context = address, context

    def connect(self) -> None:
        self.line = self.sock = socket.create_connection(self._where, self.timeout)
        if self._context is not None:
            secret = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.line = self.sock = secret
            secret.do_handshake()


def _connection(scheme: str, host: str, port: int, address: tuple[str, int]) -> _Pinned:
    return _Pinned(host, port, address, ssl.create_default_context() if scheme == "https" else None)
