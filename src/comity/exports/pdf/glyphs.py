"""Which signs of a text no font at hand can show, and how they are read in Latin letters, so that no name is lost.

typst brings fonts for Latin, Greek, Cyrillic, Hebrew, Arabic, Armenian and Georgian writing; others, and emoji, are shown
where the machine has a font for them. Where it has none, a sign is an empty box, and its reading stands behind it in
brackets. A reading is by the sign alone (a Japanese name in Han characters reads as Chinese does); the text of the file,
as it is copied or searched, keeps the sign.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from anyascii import anyascii

_USUAL = re.compile("[\t\n\x20-\x7e\u00a0-\u024f\u0370-\u04ff\u2010-\u2027\u202f-\u203a\u20ac\u2190-\u2193]*")
"""Signs that the fonts within typst have."""
_MISSING = "\u0378"
"""A code point that Unicode has given to no sign, and so no font has one for."""
_MOST = 2000
"""Different signs that are tried in one document."""
_PAGES = (
    b'#set page(width: 3cm, height: 3cm)\n#set text(font: "Libertinus Serif")\n'
    b"#for sign in json(bytes(sys.inputs.data)) { page(sign) }\n"
)
_USES = re.compile(r'<use xlink:href="#(\w+)"')
_UNSEEN = frozenset(("Cf", "Cc", "Zs", "Zl", "Zp", "Mn", "Me"))
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls, and what turns the direction of writing, by which words could seem to say something else."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(value: Any) -> Any:
    """The value with texts that can be set: no controls, nothing that turns them around, no half of a sign."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", _STEERING.sub(" ", value.replace("\r\n", "\n")))
    if isinstance(value, Mapping):
        return {str(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list | tuple) else value


def with_readings(value: Any) -> tuple[Any, bool]:
    """The value with a reading behind each run of signs that cannot be shown, and whether there were any."""
    signs: set[str] = set()
    _gather(value, signs)
    missing = unshown(signs) if signs else frozenset()
    return (_read(value, missing), True) if missing else (value, False)


def unshown(signs: set[str]) -> frozenset[str]:
    """Those of these signs that no font at hand has: each is set on a page beside one that none can have."""
    import typst

    tried = sorted(signs)[:_MOST]
    data = json.dumps([_MISSING, *tried], ensure_ascii=False)
    pages = typst.compile(_PAGES, format="svg", sys_inputs={"data": data})
    assert isinstance(pages, list)
    box, *drawn = (set(_USES.findall(page.decode())) for page in pages)
    return frozenset(sign for sign, uses in zip(tried, drawn, strict=True) if uses & box)


def reading(text: str) -> str:
    """A text in Latin letters; where a sign has no reading, its number in Unicode."""
    words = (anyascii(sign).strip() or f"U+{ord(sign):04X}" for sign in text if not _is_unseen(sign))
    return " ".join(word for word in words if word)


def _gather(value: Any, signs: set[str]) -> None:
    if isinstance(value, str):
        if not _USUAL.fullmatch(value):
            signs.update(sign for sign in value if not (_USUAL.fullmatch(sign) or _is_unseen(sign)))
    elif isinstance(value, Mapping):
        for one in value.values():
            _gather(one, signs)
    elif isinstance(value, list | tuple):
        for one in value:
            _gather(one, signs)


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN


def _read(value: Any, missing: frozenset[str]) -> Any:
    if isinstance(value, str):
        return _read_text(value, missing)
    if isinstance(value, Mapping):
        return {key: _read(one, missing) for key, one in value.items()}
    return [_read(one, missing) for one in value] if isinstance(value, list | tuple) else value


def _read_text(text: str, missing: frozenset[str]) -> str:
    """A space within a run belongs to it, so that a name has one reading and not two."""
    done, run, gap = "", "", ""
    for sign in text:
        if sign in missing or (run and sign != "\n" and _is_unseen(sign)):
            held = sign not in missing
            run, gap = (run, gap + sign) if held else (run + gap + sign, "")
        else:
            done += (f"{run} [{reading(run)}]" if run else "") + gap + sign
            run, gap = "", ""
    return done + (f"{run} [{reading(run)}]" if run else "") + gap
