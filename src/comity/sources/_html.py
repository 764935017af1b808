"""The words of an HTML body."""

from __future__ import annotations

import html
import re

from comity.sources._plain import TEXT_LIMIT

_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^<>]{0,1000}>", re.IGNORECASE)
_MOST_TAGS = 10_000
"""Tags from which HTML is stripped plainly: parsing takes a time that grows with the square of their depth."""
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CODE_END = {name: re.compile(f"</{name}[^<>]{{0,100}}>", re.IGNORECASE) for name in ("script", "style")}
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BLANKS = re.compile(r"[ \t\u00a0]+\n|\n{3,}")


def text_of_html(source: str) -> str:
    """The words of an HTML body: tags, scripts and styles removed by nh3, blocks kept apart as lines."""
    import nh3

    source = source[: TEXT_LIMIT * 10]
    if source.count("<") > _MOST_TAGS:
        bare = _TAG.sub("", _without_code(_BREAK.sub("\n", source)))
    else:
        bare = nh3.clean(_BREAK.sub("\n", source), tags=set())
    return _BLANKS.sub("\n", html.unescape(bare)).strip()


def _without_code(source: str) -> str:
    """HTML without its scripts and styles; what follows one that never ends goes with it."""
    kept, at = [], 0
    while found := _CODE.search(source, at):
        kept.append(source[at : found.start()])
        end = _CODE_END[found.group(1).lower()].search(source, found.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, source[at:]])
