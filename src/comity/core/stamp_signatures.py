"""Whether a time stamp is signed as it says, as far as that can be seen with the certificates at hand."""

from __future__ import annotations

from collections.abc import Sequence

import rfc3161_client
from cryptography import x509
from cryptography.x509 import Certificate

from comity.core import stamps

TRUSTED, SIGNED, UNCHECKED, WRONG = "trusted", "signed", "unchecked", "wrong"
"""Signed by a chain of certificates that ends at a root this machine trusts; at one the stamp brought itself, which has to be
compared with what the server's operator publishes; not checked, as a certificate is missing or of a kind that is not read;
or changed after it was signed."""
_CHAIN = "certificate verify error"
"""How OpenSSL says that the signature fits, and the chain of certificates is not known."""


def signature(reply: bytes, digest: str, roots: Sequence[Certificate]) -> str:
    """How far the signature of a reply over this digest can be relied on: one of the four above."""
    try:
        answer = rfc3161_client.decode_timestamp_response(stamps.in_order(reply))
        brought = [x509.load_der_x509_certificate(one) for one in answer.signed_data.certificates]
    except (ValueError, IndexError):
        return UNCHECKED
    issuers = {one.issuer for one in brought}
    known = [one for one in roots if one.subject in issuers]
    own = [one for one in brought if one.issuer == one.subject]
    said = []
    for state, tried in ((TRUSTED, known), (SIGNED, own)):
        if not tried:
            continue
        why = _refused(answer, digest, tried)
        if not why:
            return state
        said.append(why)
    return WRONG if any(_CHAIN not in why for why in said) else UNCHECKED


def _refused(answer: rfc3161_client.TimeStampResponse, digest: str, roots: Sequence[Certificate]) -> str:
    """Why a stamp does not hold with these roots; "" where it does."""
    verifier = rfc3161_client.VerifierBuilder(roots=list(roots)).build()
    try:
        verifier.verify(answer, bytes.fromhex(digest))
    except (rfc3161_client.VerificationError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""
