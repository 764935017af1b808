"""A time stamp server on this machine, of `openssl ts`, with a made-up authority of its own; skips where there is none."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CONFIG = """\
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = leaf.pem
certs = ca.pem
signer_key = leaf.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@dataclass
class Authority:
    """address: of the server; ca: the path of its root; answer: what it does with a request, to be replaced by hostile ones."""

    address: str
    folder: Path
    asked: list[bytes] = field(default_factory=list)
    answer: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def reply(self, query: bytes) -> bytes:
        """The reply to a request."""
        (self.folder / "query.tsq").write_bytes(query)
        _openssl(
            self.folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return (self.folder / "reply.tsr").read_bytes()


@contextmanager
def authority(folder: Path, *, elliptic: bool = False) -> Iterator[Authority]:
    """A server that stamps, while this lasts."""
    if shutil.which("openssl") is None:
        pytest.skip("No time stamps here: install openssl.")
    _certify(folder, elliptic=elliptic)
    made = Authority("", folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            made.asked.append(query)
            if made.answer is not None:
                made.answer(self, query)
                return
            say(self, made.reply(query))

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}/tsa"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def say(
    handler: BaseHTTPRequestHandler,
    body: bytes,
    *,
    status: int = 200,
    kind: str = "application/timestamp-reply",
    location: str = "",
) -> None:
    """Answer a request."""
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    if location:
        handler.send_header("Location", location)
    handler.end_headers()
    handler.wfile.write(body)


def _certify(folder: Path, *, elliptic: bool) -> None:
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if elliptic else ["rsa:2048"]
    key = ["-newkey", *kind, "-nodes", "-config", "tsa.cnf"]
    root = ["-x509", "-days", "3650", "-subj", "/CN=Made-up authority", "-extensions", "ca"]
    _openssl(folder, "req", *key, *root, "-keyout", "ca.key", "-out", "ca.pem")
    _openssl(folder, "req", *key, "-subj", "/CN=Made-up stamps", "-keyout", "leaf.key", "-out", "leaf.csr")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "3650", "-extensions", "leaf"]
    _openssl(folder, "x509", "-req", "-in", "leaf.csr", *signed, "-extfile", "tsa.cnf", "-out", "leaf.pem")


def _openssl(folder: Path, *words: str) -> None:
    done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stderr)
