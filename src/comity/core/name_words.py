"""Words that mean something of their own inside a name, all in lower case without full stops."""

from __future__ import annotations

PARTICLES = frozenset(
    "af al at av ben bin bint da das de del della den der des di do dos du e el ibn la las los "
    "ten ter tot van vom von y zu zum zur".split()
)
"""Stand before a family name, in lower case where they stand inside a name."""

GENERATIONS = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
"""Follow a family name; as they are written."""

DEGREES = {
    word.lower(): word
    for word in (
        "BA BSc CCIE CEng CFA CIPD CISSP CPA DDS DPhil DVM EdD Esq FCA FRS JD LLB LLM MA MBA MD MEng MPA MPH "
        "MPhil MSc MSW OBE PE PharmD PhD PMP PsyD RN"
    ).split()
}
"""Follow a name; as they are written."""

BORN = frozenset("geb geboren geborene nee née rozená född født".split())
"""Stand before the name somebody was born with."""

COMPANY_WORDS = frozenset(
    "ab ag associates bank bv co company consulting corp corporation foundation gbr gmbh group holding "
    "holdings inc incorporated institute international kg limited llc llp ltd nv oy oyj partners plc pty sa "
    "sarl services solutions spa srl systems team university".split()
)
"""Show that a text, or the part after a comma, names an organisation."""

CONSONANT_WORDS = frozenset("dr mr mrs ms ng st".split())
"""Words without a vowel that are no abbreviation to be kept in capitals."""

MAC_NAMES = frozenset(
    "macarthur macdonald macdougall macfarlane macgregor mackenzie macintosh maclean macleod macmillan "
    "macneil macpherson".split()
)
"""Names in Mac- with a second capital; most others (Macey, Mackey, Machado) have none."""

NO_NAMES = frozenset(
    (
        "anonymous",
        "customer",
        "me",
        "n/a",
        "no name",
        "none",
        "null",
        "recipients",
        "undefined",
        "undisclosed recipients",
        "undisclosed-recipients",
        "unknown",
        "unknown sender",
        "unknown user",
    )
)
"""Texts that programs put where a name is missing."""
