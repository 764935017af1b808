"""Documents as PDF, set by typst from templates in this folder. Nothing is fetched: no package, no font, no picture.

A template `NAME.typ` gets its values as JSON (`#let it = json(bytes(sys.inputs.data))`), so that no value is ever
read as markup; `paper.typ` holds what all of them share.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

_HERE = Path(__file__).parent


def pdf(name: str, values: Mapping[str, object]) -> bytes:
    """The document of the template `name` with these plain values (what JSON can hold), as a PDF 1.7 file (ISO 32000-1).

    Raises:
        KeyError: there is no such template.
    """
    import typst

    template = _HERE / f"{name}.typ"
    if not template.is_file():
        raise KeyError(name)
    data = json.dumps(values, ensure_ascii=False)
    made = typst.compile(template, root=_HERE, sys_inputs={"data": data})
    assert isinstance(made, bytes)
    return made
