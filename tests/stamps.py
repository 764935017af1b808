"""Time stamps made here, signed with any key and in any way; what `openssl ts` cannot sign, it can still verify."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AT = 1_750_000_000
DIGEST = "ab" * 32
HASHES: dict[str, tuple[str, hashes.HashAlgorithm]] = {
    "sha256": ("608648016503040201", hashes.SHA256()),
    "sha384": ("608648016503040202", hashes.SHA384()),
    "sha512": ("608648016503040203", hashes.SHA512()),
}
ECDSA = {"sha256": "2a8648ce3d040302", "sha384": "2a8648ce3d040303", "sha512": "2a8648ce3d040304"}
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def tlv(tag: int, *parts: bytes) -> bytes:
    """A value of DER."""
    content = b"".join(parts)
    size = len(content)
    long = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(long)]) + long) + content


def oid(text: str) -> bytes:
    return tlv(6, bytes.fromhex(text))


def integer(value: int) -> bytes:
    return tlv(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def hashed(name: str) -> bytes:
    """The AlgorithmIdentifier of a hash."""
    return tlv(0x30, oid(HASHES[name][0]), tlv(5))


@dataclass(frozen=True)
class Way:
    """How a stamp is signed. salt: its length for RSA-PSS, None for the older padding; mask: the hash of its mask."""

    key: Key
    hash: str = "sha256"
    salt: int | None = None
    mask: str = "sha256"

    def scheme(self) -> bytes:
        """The AlgorithmIdentifier of the signature."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return tlv(0x30, oid(ECDSA[self.hash]))
        if self.salt is None:
            return tlv(0x30, oid("2a864886f70d010101"), tlv(5))
        mask = tlv(0x30, oid("2a864886f70d010108"), hashed(self.mask))
        told = (tlv(0xA0, hashed(self.hash)), tlv(0xA1, mask), tlv(0xA2, integer(self.salt)))
        return tlv(0x30, oid("2a864886f70d01010a"), tlv(0x30, *told))

    def sign(self, data: bytes) -> bytes:
        algorithm = HASHES[self.hash][1]
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(algorithm))
        pad: Any = padding.PKCS1v15()
        if self.salt is not None:
            pad = padding.PSS(padding.MGF1(HASHES[self.mask][1]), self.salt)
        return self.key.sign(data, pad, algorithm)

    def public(self) -> bytes:
        """The SubjectPublicKeyInfo."""
        kind = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.DER, kind)

    def fits(self, data: bytes, signature: bytes) -> bool:
        """What the library says of a signature."""
        from cryptography.exceptions import InvalidSignature

        algorithm = HASHES[self.hash][1]
        try:
            if isinstance(self.key, ec.EllipticCurvePrivateKey):
                self.key.public_key().verify(signature, data, ec.ECDSA(algorithm))
            else:
                pad: Any = padding.PKCS1v15()
                if self.salt is not None:
                    pad = padding.PSS(padding.MGF1(HASHES[self.mask][1]), self.salt)
                self.key.public_key().verify(signature, data, pad, algorithm)
        except InvalidSignature:
            return False
        return True


def certificate(key: Key) -> x509.Certificate:
    """One that may stamp, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Made-up stamps")])
    day = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = x509.CertificateBuilder(name, name, key.public_key(), 77, day, day + dt.timedelta(days=36500))
    return made.add_extension(usage, critical=True).sign(key, hashes.SHA256())


def stamp(way: Way, *, at: int = AT, digest: str = DIGEST) -> bytes:
    """The reply of a server that stamps this digest."""
    cert = certificate(way.key)
    moment = dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y%m%d%H%M%SZ").encode()
    imprint = tlv(0x30, hashed("sha256"), tlv(4, bytes.fromhex(digest)))
    info = tlv(0x30, integer(1), oid("2a030401"), imprint, integer(5), tlv(0x18, moment))
    content = tlv(0x30, oid("2a864886f70d0109100104"), tlv(0xA0, tlv(4, info)))
    whole = cert.public_bytes(serialization.Encoding.DER)
    named = tlv(0x30, tlv(0x30, tlv(4, hashlib.sha256(whole).digest())))
    attributes = (
        tlv(0x30, oid("2a864886f70d010903"), tlv(0x31, oid("2a864886f70d0109100104"))),
        tlv(
            0x30,
            oid("2a864886f70d010904"),
            tlv(0x31, tlv(4, hashlib.new(way.hash, info).digest())),
        ),
        tlv(0x30, oid("2a864886f70d010910022f"), tlv(0x31, tlv(0x30, named))),
    )
    told = b"".join(sorted(attributes))
    signer = tlv(
        0x30,
        integer(1),
        tlv(0x30, cert.issuer.public_bytes(), integer(77)),
        hashed(way.hash),
        tlv(0xA0, told),
        way.scheme(),
        tlv(4, way.sign(tlv(0x31, told))),
    )
    signed = tlv(0x30, integer(3), tlv(0x31, hashed(way.hash)), content, tlv(0xA0, whole), tlv(0x31, signer))
    token = tlv(0x30, oid("2a864886f70d010702"), tlv(0xA0, signed))
    return tlv(0x30, tlv(0x30, integer(0)), token)


def forged(r: int, s: int) -> bytes:
    """An ECDSA signature of these two numbers."""
    return utils.encode_dss_signature(r, s)
