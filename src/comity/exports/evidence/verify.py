#!/usr/bin/env python3
"""Checks an evidence pack, with nothing but Python 3.8 or later: no other program, no network, nothing of whoever made it.

    python3 verify.py                 checks the unpacked folder in which this file lies
    python3 verify.py pack.zip        checks a pack as it is, without unpacking it
    python3 verify.py pack.zip --text prints the notes too, in order, from the checked originals

It ends with 0 where nothing is wrong, 1 where something is, 2 where there is nothing to check. The README of the pack says
what each file is; whoever mistrusts this file can read it, or take the same file from somebody else's pack.
"""

from __future__ import annotations

import argparse
import bisect
import calendar
import hashlib
import json
import os
import re
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

CLOCK_SECONDS = 300
LARGEST = 64 * 1024 * 1024
MOST_BYTES = 4 * 1024 * 1024 * 1024
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
NAME = re.compile(r"(?:(?:originals|anchors)/)?[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
SALT = re.compile("[0-9a-f]{64}")
TEXTS = ("format", "book", "entry", "incident", "kind", "previous", "ciphertext")
NUMBERS = ("version", "number", "written_at", "size")
STAMP, *_ = ANCHORS = ("rfc3161", "printed", "mailed")
UNCHECKED = "a time stamp whose signature is not checked"
HASHES = {
    "2b0e03021a": "sha1",
    "608648016503040201": "sha256",
    "608648016503040202": "sha384",
    "608648016503040203": "sha512",
}
SIGNED_DATA, TST_INFO = "2a864886f70d010702", "2a864886f70d0109100104"
CONTENT_TYPE, MESSAGE_DIGEST = "2a864886f70d010903", "2a864886f70d010904"
RSA, RSA_PSS, MGF1, EC = "2a864886f70d010101", "2a864886f70d01010a", "2a864886f70d010108", "2a8648ce3d0201"
SCHEMES = {
    RSA: ("rsa", ""),
    "2a864886f70d010105": ("rsa", "sha1"),
    "2a864886f70d01010b": ("rsa", "sha256"),
    "2a864886f70d01010c": ("rsa", "sha384"),
    "2a864886f70d01010d": ("rsa", "sha512"),
    RSA_PSS: ("pss", ""),
    "2a8648ce3d0401": ("ecdsa", "sha1"),
    "2a8648ce3d040302": ("ecdsa", "sha256"),
    "2a8648ce3d040303": ("ecdsa", "sha384"),
    "2a8648ce3d040304": ("ecdsa", "sha512"),
}
if TYPE_CHECKING:
    from collections.abc import Callable

    Point = tuple[int, int]
    Found = list[str]
    Files = dict[str, bytes]
    Headers = dict[int, dict[str, Any]]
    Fitting = list[tuple[int, int, str]]


class Curve(NamedTuple):
    """A curve of FIPS 186-5 whose a is -3: its prime, its b, the point to start from and its order."""

    p: int
    b: int
    g: Point
    n: int


def curve(p: int, others: str) -> Curve:
    b, x, y, n = (int("".join(one.split()), 16) for one in others.split(","))
    return Curve(p, b, (x, y), n)


CURVES = {
    "2a8648ce3d030107": curve(
        2**256 - 2**224 + 2**192 + 2**96 - 1,
        """
        5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b,
        6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296,
        4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5,
        ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
        """,
    ),
    "2b81040022": curve(
        2**384 - 2**128 - 2**96 + 2**32 - 1,
        """
        b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef,
        aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7,
        3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f,
        ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973
        """,
    ),
    "2b81040023": curve(
        2**521 - 1,
        """
        51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf
        073573df883d2c34f1ef451fd46b503f00,
        c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8
        de3348b3c1856a429bf97e7e31c2e5bd66,
        11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0
        761353c7086a272c24088be94769fd16650,
        1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a
        5d03bb5c9b8899c47aebb6fb71e91386409
        """,
    ),
}
"""P-256, P-384 and P-521."""


class Wrong(Exception):
    """Something is not as it should be, in words."""


class Zipped:
    """A pack as one file. Nothing is unpacked."""

    def __init__(self, path: str) -> None:
        self.zip = zipfile.ZipFile(path)
        self.all = [info.filename for info in self.zip.infolist()]
        if sum(info.file_size for info in self.zip.infolist()) > MOST_BYTES:
            raise Wrong("The pack would unpack to more than 4 GB. Nothing of it was read.")

    def read(self, name: str) -> bytes:
        info = self.zip.getinfo(name)
        if info.file_size > LARGEST or (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise Wrong(f"{name} is too large, or a link.")
        with self.zip.open(info) as opened:
            return opened.read(LARGEST)


class Folder:
    """A pack that was unpacked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.all: list[str] = []
        for name in sorted(set(os.listdir(path)) - {"__pycache__"}):
            whole = os.path.join(path, name)
            inside = os.path.isdir(whole) and not os.path.islink(whole)
            self.all += [f"{name}/{inner}" for inner in sorted(os.listdir(whole))] if inside else [name]

    def read(self, name: str) -> bytes:
        whole = os.path.join(self.path, *name.split("/"))
        if os.path.islink(whole) or not os.path.isfile(whole) or os.path.getsize(whole) > LARGEST:
            raise Wrong(f"{name} is too large, or no plain file.")
        with open(whole, "rb") as opened:
            return opened.read()


def shown(text: object) -> str:
    """Foreign text, harmless for a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in str(text))


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


PLAIN = json.JSONDecoder(object_pairs_hook=once)


def plain_json(data: bytes) -> Any:
    """JSON in which no name stands twice."""
    return PLAIN.decode(data.decode("utf-8"))


def canonical(value: object) -> bytes:
    """A value as RFC 8785 writes it (text, whole numbers, true, false and null only)."""
    return CANONICAL.encode(value).encode("utf-8")


def moment(at: int) -> str:
    """A time in UTC, in words."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(at))
    except (ValueError, OverflowError, OSError):
        return "an impossible time"


def check_files(pack: Any, found: Found) -> tuple[dict[str, Any], Files]:
    """The names, and the hash of each file that the manifest lists; returns the manifest and the contents."""
    for name in pack.all:
        if not NAME.fullmatch(name) or ".." in name:
            raise Wrong(f"The pack holds a file called {name!r}. Do not unpack it; nothing more was read.")
    if len({name.lower() for name in pack.all}) != len(pack.all):
        raise Wrong("Two files of the pack have the same name. Do not unpack it; nothing more was read.")
    if "manifest.json" not in pack.all:
        raise Wrong(
            "There is no manifest.json: this is no evidence pack, or the list of its files was removed."
        )
    raw = pack.read("manifest.json")
    manifest = plain_json(raw)
    contents: Files = {}
    there = set(pack.all)
    for name in sorted(there - set(manifest["files"]) - {"manifest.json"}):
        found.append(f"{name} is not on the list of files: it was added.")
    for name, listed in sorted(manifest["files"].items()):
        if name not in there:
            found.append(f"{shown(name)} was removed from the pack.")
            continue
        contents[name] = pack.read(name)
        if sha256(contents[name]) != listed:
            found.append(f"{name} was altered since the pack was made.")
    print(f"Fingerprint of this pack: {sha256(raw)}")
    print(
        "  Nothing but this binds chronology.pdf, README.txt, redactions.json and this program: compare it with"
    )
    print(
        "  the one its maker told. What the anchors bind are the originals; --text prints the notes from these."
    )
    return manifest, contents


def check_chain(headers: list[str], found: Found) -> tuple[Headers, dict[int, str]]:
    """Whether each entry is whole and continues the one before; returns what they say, by number, and their digests."""
    told: Headers = {}
    digests: dict[int, str] = {}
    previous, written, book = "0" * 64, 0, ""
    for place, text in enumerate(headers, 1):
        raw = text.encode("utf-8")
        own, header = sha256(raw), read_header(raw)
        if header is None:
            found.append(f"Entry {place} cannot be read: it was altered.")
            previous = own
            continue
        number = header["number"]
        if number != place:
            how = "stands twice" if number in told else f"stands in the place of entry {place}"
            found.append(f"Entry {number} {how}: something was removed, put in or moved.")
        if header["previous"] != previous:
            found.append(
                f"Entry {number} does not continue the one before: one of them was altered or moved."
            )
        if header["book"] != (book or header["book"]):
            found.append(f"Entry {number} comes from another book.")
        if header["written_at"] < written - CLOCK_SECONDS:
            found.append(f"Entry {number} says that it was written before the one before it.")
        book, previous, written = header["book"], own, max(written, header["written_at"])
        told.setdefault(number, header)
        digests.setdefault(number, own)
    return told, digests


def read_header(raw: bytes) -> dict[str, Any] | None:
    """An entry's header, or None where it is none."""
    try:
        header: dict[str, Any] = plain_json(raw)
        fits = (
            set(header) == {*TEXTS, *NUMBERS, "corrects", "fields"}
            and canonical(header) == raw
            and all(type(header[name]) is int for name in NUMBERS)
            and all(type(header[name]) is str for name in TEXTS)
            and type(header["fields"]) is dict
            and (header["format"], header["version"]) == ("comity-incident-chain", 1)
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return header if fits else None


def check_originals(manifest: dict[str, Any], contents: Files, told: Headers, found: Found) -> dict[int, Any]:
    """Whether each note that is shown is the one that its entry committed to; returns the notes by number."""
    redacted = {
        (one["number"], one["field"]) for one in plain_json(contents["redactions.json"])["redactions"]
    }
    notes: dict[int, Any] = {}
    used: set[str] = set()
    for name in sorted(contents):
        if re.fullmatch(r"originals/\d+\.json", name):
            note = plain_json(contents[name])
            number = note["number"]
            if number not in told or number in notes:
                found.append(f"{name} belongs to no entry of the chain.")
                continue
            notes[number] = note
            check_note(name, note, told[number], redacted, found)
            used |= {name} | check_attachment(name, note, contents, found)
    for name in sorted(contents):
        if name.startswith("originals/") and name not in used:
            found.append(f"{name} belongs to no note.")
    incidents = set(manifest["incidents"])
    for number, header in sorted(told.items()):
        listed = header["incident"] in incidents
        if listed and number not in notes:
            found.append(f"Entry {number} of a shown incident has no original: it was removed.")
        if number in notes and not listed:
            found.append(f"Entry {number} is shown, although its incident is not on the list.")
    return notes


def check_note(name: str, note: Any, header: dict[str, Any], redacted: set[Any], found: Found) -> None:
    """The fields of one note against its commitments."""
    committed = header["fields"]
    for field, value in sorted(note["body"].items()):
        salt = note["salts"].get(field, "")
        fits = SALT.fullmatch(salt) and field in committed
        if not fits or sha256(bytes.fromhex(salt) + canonical(value)) != committed[field]:
            found.append(f"{name}: the field {shown(field)} is not what was written: it was altered.")
    hidden = set(committed) - set(note["body"])
    if hidden != set(note["withheld"]) or note["entry"] != header["entry"]:
        found.append(f"{name} does not say truly what it leaves out, or which entry it is.")
    for field in sorted(hidden):
        if (note["number"], field) not in redacted:
            found.append(f"{name} leaves out the field {shown(field)} without a reason in redactions.json.")


def check_attachment(name: str, note: Any, contents: Files, found: Found) -> set[str]:
    """The bytes of an attachment against what its note says; returns the name of the file."""
    file, body = note.get("file"), note["body"]
    if file is None:
        return set()
    data = contents.get(file)
    if data is None:
        found.append(f"{name}: its file was removed.")
    elif (sha256(data), len(data)) != (body.get("sha256"), body.get("size")):
        found.append(f"{shown(file)} is not the file that was attached: it was altered.")
    return {file}


def check_anchors(contents: Files, told: Headers, digests: dict[int, str], found: Found) -> Fitting:
    """What was told outside against the chain; returns the anchors that fit, as (number, time, kind)."""
    fitting: Fitting = []
    for one in plain_json(contents["anchors/anchors.json"])["anchors"]:
        number, at, kind = one["number"], one["at"], one["kind"]
        if number > max(told, default=0):
            found.append(f"An anchor covers entry {number}, which is no longer there: the end was cut off.")
        elif digests.get(number) != one["digest"]:
            found.append(
                f"An anchor ({moment(at)}) says another digest of entry {number}: the chain was altered."
            )
        else:
            try:
                if kind not in ANCHORS:
                    raise ValueError("it is of no known kind")
                if kind == STAMP:
                    at, kind = check_stamp(contents.get(one["file"]), one)
                fitting.append((number, at, kind))
            except (ValueError, IndexError, KeyError) as error:
                found.append(f"The anchor of entry {number} is none for it: {shown(error)}.")
    return fitting


class DER(NamedTuple):
    """A value of DER (X.690): its tag, all of it, and its content."""

    tag: int
    whole: bytes
    content: bytes

    @property
    def inside(self) -> list[DER]:
        rest, parts = self.content, []
        while rest:
            parts.append(der(rest))
            rest = rest[len(parts[-1].whole) :]
        return parts


def der(data: bytes) -> DER:
    """The first value in these bytes."""
    length, start = (data[1], 2) if len(data) > 1 else (0, 9)
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if start > 6 or start + length > len(data):
        raise ValueError("it cannot be read")
    return DER(data[0], data[: start + length], data[start : start + length])


def check_stamp(reply: bytes | None, one: dict[str, Any]) -> tuple[int, str]:
    """The time in a stamp (RFC 3161, section 2.4.2) that is for this digest, and whether its signature was checked; prints both."""
    if reply is None:
        raise ValueError("its file was removed")
    whole = der(reply)
    kind, wrapped = whole.inside[1].inside
    signed = wrapped.inside[0].inside
    described, content = signed[2].inside
    info = der(content.inside[0].content)
    kinds = (kind.content.hex(), described.content.hex())
    if whole.tag != 0x30 or whole.whole != reply or kinds != (SIGNED_DATA, TST_INFO):
        raise ValueError("it is no time stamp")
    algorithm, imprint = info.inside[2].inside
    if HASHES.get(algorithm.inside[0].content.hex()) != "sha256" or imprint.content.hex() != one["digest"]:
        raise ValueError("it stamps something else")
    found = re.match(rb"(\d{14})(?:\.\d+)?Z$", info.inside[4].content)
    if found is None or info.inside[4].tag != 0x18:
        raise ValueError("its time cannot be read")
    at = calendar.timegm(time.strptime(found.group(1).decode(), "%Y%m%d%H%M%S"))
    if at != one["at"]:
        raise ValueError("its time is not the one that is told")
    checked, words = check_signature(signed, info.whole)
    print(f"Time stamp of entry {one['number']}: {moment(at)}. {words}")
    print("  To check whose it is, with the root certificate of its server:")
    print(f"  openssl ts -verify -digest {one['digest']} -in {shown(one['file'])} -CAfile ROOT.pem")
    return at, STAMP if checked else UNCHECKED


def check_signature(signed: list[DER], info: bytes) -> tuple[bool, str]:
    """Whether a stamp's signature was checked (RFC 5652, section 5.4), and what can be said of it.

    Raises ValueError where it does not fit.
    """
    certificates = [one for value in signed[3:] if value.tag == 0xA0 for one in value.inside]
    _version, sid, digest, attributes, scheme, signature = signed[-1].inside[0].inside[:6]
    name = HASHES.get(digest.inside[0].content.hex())
    if name is None or attributes.tag != 0xA0 or sid.tag != 0x30:
        return False, "Its signature is of a kind that is not checked here."
    listed = {one.inside[0].content.hex(): one.inside[1].inside[0].content for one in attributes.inside}
    if listed.get(MESSAGE_DIGEST) != hashlib.new(name, info).digest():
        raise ValueError("what it says was altered after it was signed")
    if listed.get(CONTENT_TYPE) != bytes.fromhex(TST_INFO):
        raise ValueError("its signature is for something else")
    issuer, serial = (part.whole for part in sid.inside)
    for certificate in certificates:
        fields = [field for field in certificate.inside[0].inside if field.tag != 0xA0]
        if (fields[2].whole, fields[0].whole) == (issuer, serial):
            fits = signature_fits(fields[5], scheme, name, b"\x31" + attributes.whole[1:], signature.content)
            if fits is None:
                return False, "Its signature is of a kind that is not checked here."
            if not fits:
                raise ValueError("its signature does not fit")
            return True, f"Its signature fits the certificate in it (SHA-256 {sha256(certificate.whole)})."
    return False, "The certificate of its signer is not in it, so its signature is not checked here."


def signature_fits(key: DER, scheme: DER, name: str, data: bytes, signature: bytes) -> bool | None:
    """Whether a signature over the data is one of this key (SubjectPublicKeyInfo, RFC 5280); None: of a kind not known here."""
    algorithm, *of_key = key.inside[0].inside
    kind, public = algorithm.content.hex(), key.inside[1].content[1:]
    oid, *asked = scheme.inside
    how, own = SCHEMES.get(oid.content.hex(), ("", ""))
    name = own or name
    if (how, kind) == ("ecdsa", EC):
        curve = CURVES.get(of_key[0].content.hex())
        return fits_ecdsa(curve, public, hashlib.new(name, data).digest(), signature) if curve else None
    if (how, kind) == ("rsa", RSA):
        return fits_rsa(public, signature, lambda block, bits: block == padded(name, data, len(block)))
    restricted = bool(of_key) and kind == RSA_PSS
    if how != "pss" or kind not in (RSA, RSA_PSS) or (restricted and of_key != asked):
        return None
    told = pss_parameters(asked[0].inside if asked else [])
    if told is None:
        return None
    return fits_rsa(public, signature, lambda block, bits: fits_pss(block, bits - 1, data, *told))


def fits_rsa(key: bytes, signature: bytes, check: Callable[[bytes, int], bool]) -> bool:
    """An RSA signature (RFC 8017, section 8): what it says with its key, as a block, is checked."""
    modulus, exponent = (int.from_bytes(part.content, "big") for part in der(key).inside)
    bits, number = modulus.bit_length(), int.from_bytes(signature, "big")
    if not 2 < exponent < 2**32 or not exponent % 2 or not 1024 <= bits <= 16384:
        raise ValueError("its key is not one that can be trusted")
    block = pow(number, exponent, modulus).to_bytes((bits + 7) // 8, "big")
    return len(signature) == len(block) and number < modulus and check(block, bits)


def padded(name: str, data: bytes, size: int) -> bytes:
    """The block that RSASSA-PKCS1-v1_5 signs (RFC 8017, section 9.2)."""
    oid = bytes.fromhex(next(oid for oid, known in HASHES.items() if known == name))
    hashed = hashlib.new(name, data).digest()
    algorithm = bytes([0x30, len(oid) + 4, 0x06, len(oid)]) + oid + b"\x05\x00"
    inner = algorithm + bytes([0x04, len(hashed)]) + hashed
    wanted = bytes([0x30, len(inner)]) + inner
    return b"\x00\x01" + b"\xff" * (size - len(wanted) - 3) + b"\x00" + wanted


def pss_parameters(told: list[DER]) -> tuple[str, str, int] | None:
    """The hash, the hash of the mask and the length of the salt (RFC 4055, section 3.1); None where one is not known here."""
    parts = {part.tag: part.inside[0] for part in told}
    name = mask_name = "sha1"
    if 0xA0 in parts:
        name = HASHES.get(parts[0xA0].inside[0].content.hex(), "")
    if 0xA1 in parts:
        function, of = parts[0xA1].inside
        mask_name = HASHES.get(of.inside[0].content.hex(), "") if function.content.hex() == MGF1 else ""
    salt = int.from_bytes(parts[0xA2].content, "big") if 0xA2 in parts else 20
    return (name, mask_name, salt) if name and mask_name and 0xA3 not in parts else None


def fits_pss(block: bytes, bits: int, data: bytes, name: str, mask_name: str, salt: int) -> bool:
    """Whether a block of so many bits is one of RSASSA-PSS over the data (RFC 8017, section 9.1.2)."""
    hashed = hashlib.new(name, data).digest()
    if int.from_bytes(block, "big") >> bits or block[-1] != 0xBC:
        return False
    block = block[-((bits + 7) // 8) :]
    masked, seed = block[: -len(hashed) - 1], block[-len(hashed) - 1 : -1]
    if len(masked) < salt + 1:
        return False
    turns = range(len(masked) // hashlib.new(mask_name).digest_size + 1)
    mask = b"".join(hashlib.new(mask_name, seed + turn.to_bytes(4, "big")).digest() for turn in turns)
    number = int.from_bytes(masked, "big") ^ int.from_bytes(mask[: len(masked)], "big")
    found = (number & ((1 << (bits - 8 * (len(block) - len(masked)))) - 1)).to_bytes(len(masked), "big")
    filled = bytes(len(found) - salt - 1) + b"\x01"
    return (
        found.startswith(filled)
        and hashlib.new(name, bytes(8) + hashed + found[len(filled) :]).digest() == seed
    )


def fits_ecdsa(curve: Curve, key: bytes, hashed: bytes, signature: bytes) -> bool | None:
    """Whether an ECDSA signature (FIPS 186-5, section 6.4.2) is one of this point; None for a point written shorter."""
    whole, half = der(signature), (curve.p.bit_length() + 7) // 8
    if key[:1] in (b"\x02", b"\x03"):
        return None
    x, y = int.from_bytes(key[1 : half + 1], "big"), int.from_bytes(key[half + 1 :], "big")
    on_it = max(x, y) < curve.p and (y * y - x * x * x + 3 * x - curve.b) % curve.p == 0
    if key[:1] != b"\x04" or len(key) != 2 * half + 1 or not on_it:
        raise ValueError("its key is not one that can be trusted")
    if whole.tag != 0x30 or whole.whole != signature or [one.tag for one in whole.inside] != [2, 2]:
        return False
    r, s = (int.from_bytes(one.content, "big", signed=True) for one in whole.inside)
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    number = int.from_bytes(hashed, "big") >> max(0, 8 * len(hashed) - curve.n.bit_length())
    inverse = pow(s, -1, curve.n)
    counts = (number * inverse % curve.n, r * inverse % curve.n)
    found = together(counts, (curve.g, (x, y)), curve.p)
    return found is not None and found[0] % curve.n == r


def plus(one: Point | None, other: Point | None, p: int) -> Point | None:
    """The sum of two points of a curve whose a is -3; None is the point at infinity."""
    if one is None or other is None:
        return one or other
    (x, y), (u, v) = one, other
    if x == u and (y + v) % p == 0:
        return None
    slope = (3 * x * x - 3) * pow(2 * y, -1, p) if one == other else (v - y) * pow(u - x, -1, p)
    third = (slope * slope - x - u) % p
    return third, (slope * (x - third) - y) % p


def together(counts: Point, points: tuple[Point, Point], p: int) -> Point | None:
    """Two points, each added to itself so many times, and the sum of the two; both walked through bit by bit."""
    one, other = points
    steps = {(1, 0): one, (0, 1): other, (1, 1): plus(one, other, p)}
    found = None
    for bit in reversed(range(max(counts).bit_length())):
        found = plus(found, found, p)
        found = plus(found, steps.get((counts[0] >> bit & 1, counts[1] >> bit & 1)), p)
    return found


def check_dates(told: Headers, fitting: Fitting, found: Found) -> None:
    """Entries that are dated before an anchor they come after, or after one that covers them."""
    ordered = sorted(fitting)
    numbers, before, after = [number for number, _at, _kind in ordered], [0], [2**63]
    for _number, at, _kind in ordered:
        before.append(max(before[-1], at))
    for _number, at, _kind in reversed(ordered):
        after.append(min(after[-1], at))
    for number, header in sorted(told.items()):
        place, written = bisect.bisect_left(numbers, number), header["written_at"]
        if written < before[place] - CLOCK_SECONDS:
            found.append(
                f"Entry {number} is dated {moment(written)}, before an anchor it follows: it was dated back."
            )
        if written > after[len(ordered) - place] + CLOCK_SECONDS:
            found.append(f"Entry {number} is dated {moment(written)}, after the anchor that covers it.")


def tell(told: Headers, digests: dict[int, str], fitting: Fitting) -> None:
    """How far the chain is anchored, and the head to compare."""
    last = max(told, default=0)
    stamped, unchecked = (
        max([number for number, _at, kind in fitting if kind == wanted], default=0)
        for wanted in (STAMP, UNCHECKED)
    )
    for number, at, kind in fitting:
        if kind not in (STAMP, UNCHECKED):
            print(f"Head {number} was {shown(kind)} on {moment(at)}: {digests[number]}")
            print("  This proves something only if you compare it with the paper or the mail itself.")
    print(f"The chain has {last} entries; the last one's digest is {digests.get(last, '-')}")
    if stamped:
        print(f"Entries 1 to {stamped} are covered by a time stamp.")
    if stamped < unchecked:
        print(
            f"Entries {stamped + 1} to {unchecked} are covered ONLY by {UNCHECKED} here; check it with openssl."
        )
    if stamped < last:
        print(
            f"NOT ANCHORED by a time stamp yet: entries {stamped + 1} to {last}. Their dates are their writer's"
        )
        print("word alone, and entries that once followed the last one could have been removed.")


def print_notes(told: Headers, notes: dict[int, Any]) -> None:
    """The notes in the order in which they were written."""
    for number, note in sorted(notes.items()):
        header = told[number]
        print(f"\nEntry {number} ({shown(header['kind'])}), written {moment(header['written_at'])}")
        for field in sorted(header["fields"]):
            value = note["body"].get(field, "[left out]")
            words = value if type(value) is str else json.dumps(value, ensure_ascii=False)
            print(f"  {shown(field)}: {shown(words)}")


def check(path: str, text: bool, found: Found) -> None:
    """Check a pack, and add what is wrong with it, in words."""
    manifest, contents = check_files(Folder(path) if os.path.isdir(path) else Zipped(path), found)
    told, digests = check_chain(plain_json(contents["chain.json"])["headers"], found)
    notes = check_originals(manifest, contents, told, found)
    fitting = check_anchors(contents, told, digests, found)
    check_dates(told, fitting, found)
    tell(told, digests, fitting)
    if text:
        print_notes(told, notes)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence pack.")
    parser.add_argument("pack", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--text", action="store_true", help="print the notes, too")
    asked = parser.parse_args(arguments)
    if not os.path.exists(asked.pack):
        print(f"There is no file or folder {shown(asked.pack)}.")
        return 2
    found: Found = []
    try:
        check(asked.pack, asked.text, found)
    except Wrong as error:
        found.append(str(error))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        found.append(f"The pack cannot be read: it is damaged ({shown(error)}).")
    except Exception as error:
        how = f"{type(error).__name__}: {shown(error)}"
        found.append(f"A file of the pack is not as it should be: it was altered ({how}).")
    print()
    for words in found:
        print(f"WRONG: {words}")
    print("Something is wrong with this pack." if found else "Nothing is wrong with this pack.")
    return 1 if found else 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
