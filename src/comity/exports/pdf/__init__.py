"""Documents as PDF, set by typst from templates in this folder. Nothing is fetched: no package, no font, no picture.

A template `NAME.typ` gets its values as JSON (`#let it = json(bytes(sys.inputs.data))`), so that no value is ever
read as markup; `paper.typ` holds what all of them share, `glyphs` sees to signs that no font has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from comity.exports.pdf import glyphs

_HERE = Path(__file__).parent
READINGS = (
    "This machine has no font for some of the signs here. They are shown as boxes, each with a reading in Latin letters "
    "in brackets; the text of this file keeps the signs themselves."
)


def pdf(name: str, values: Mapping[str, object], *, readings: str = READINGS) -> bytes:
    """The document of the template `name` with these plain values (what JSON can hold), as a PDF 1.7 file (ISO 32000-1).

    readings: what the end of the document says where signs of it have readings beside them.

    Raises:
        KeyError: there is no such template.
    """
    import typst

    template = _HERE / f"{name}.typ"
    if not template.is_file():
        raise KeyError(name)
    shown, some = glyphs.with_readings(glyphs.clean(values))
    data = json.dumps(shown | {"readings": readings if some else ""}, ensure_ascii=False)
    made = typst.compile(template, root=_HERE, sys_inputs={"data": data})
    assert isinstance(made, bytes)
    return made
