"""A mail server for tests: it speaks real SMTP (RFC 5321) on this machine and keeps what it is given."""

from __future__ import annotations

import base64
import io
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Sink:
    """What arrived, and how it behaves. refuse: reply to RCPT; fail: reply to the end of DATA, "" for taking it, "gone" for
    none at all; user, password: AUTH is asked for where they are set; hang: waits before it takes a message; tls: offers
    STARTTLS and takes no mail without it."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: str = ""
    fail: str = ""
    user: str = ""
    password: str = ""
    authenticated: int = 0
    hang: threading.Event | None = None
    tls: ssl.SSLContext | None = None
    reached: threading.Event = field(default_factory=threading.Event)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.sink: Sink = self.server.sink  # type: ignore[attr-defined]
        self.known, self.secured = not self.sink.user, self.sink.tls is None
        self.to: list[str] = []
        self.say("220 sink ready")
        while line := self.rfile.readline(2000):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 bye")
                return
            self.answer(verb.upper(), rest)

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def answer(self, verb: str, rest: str) -> None:
        if verb == "EHLO":
            offered = ["250-AUTH PLAIN"] if self.sink.user else []
            self.say("250-sink", "250-8BITMIME", *offered, "250 SIZE" if self.secured else "250 STARTTLS")
        elif verb == "STARTTLS" and self.sink.tls:
            self.secure(self.sink.tls)
        elif not self.secured:
            self.say("530 must issue a STARTTLS command first")
        elif verb == "AUTH":
            self.auth(rest)
        elif verb in ("MAIL", "RCPT", "DATA") and not self.known:
            self.say("530 authentication required")
        elif verb == "RCPT":
            self.rcpt(rest)
        elif verb == "DATA":
            self.data()
        elif verb in ("HELO", "MAIL", "RSET", "NOOP"):
            self.to = []
            self.say("250 ok")
        else:
            self.say("502 not here")

    def secure(self, context: ssl.SSLContext) -> None:
        self.say("220 go ahead")
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:
            self.rfile = io.BufferedReader(io.BytesIO())
            return
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.secured = True

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def auth(self, rest: str) -> None:
        _, user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
        self.known = (user, password) == (self.sink.user, self.sink.password)
        self.sink.authenticated += self.known
        self.say("235 welcome" if self.known else "535 who are you")

    def rcpt(self, rest: str) -> None:
        if not self.sink.refuse:
            self.to.append(rest.partition(":")[2].strip("<> "))
        self.say(self.sink.refuse or "250 ok")

    def data(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        self.sink.reached.set()
        if self.sink.hang:
            self.sink.hang.wait(20)
        if self.sink.fail == "gone":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if self.sink.fail:
            self.say(self.sink.fail)
            return
        raw = b"".join(lines)
        self.sink.raw.append(raw)
        self.sink.messages.append(message_from_bytes(raw, policy=default))
        self.sink.recipients += self.to
        self.say("250 taken")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A server on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        sink = Sink(port=server.server_address[1])
        server.sink = sink  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
