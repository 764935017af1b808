"""The words of an HTML body."""

from __future__ import annotations

import html
import re

from comity.sources._plain import TEXT_LIMIT

_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^<>]{0,1000}>", re.IGNORECASE)
_QUOTE = re.compile(r"<(/?)blockquote\b([^<>]{0,1000})>", re.IGNORECASE)
_INDENTED = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)\b|webkit-indent", re.IGNORECASE)
_BEGIN, _END = "\ue0c1", "\ue0c2"
"""Characters of nobody's, which stand for the ends of a quotation."""
_MOST_DEEP = 20
_MOST_TAGS = 10_000
"""Tags from which HTML is stripped plainly: parsing takes a time that grows with the square of their depth."""
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_CODE_END = {name: re.compile(f"</{name}[^<>]{{0,100}}>", re.IGNORECASE) for name in ("script", "style")}
_TAG = re.compile(r"<[^<>]{0,5000}>")
_BLANKS = re.compile(r"[ \t\u00a0]+\n|\n{3,}")


def text_of_html(source: str) -> str:
    """The words of an HTML body: tags, scripts and styles removed by nh3, blocks kept apart as lines.

    What stands in a quotation (`blockquote`) gets `> ` before each of its lines, as plain text has it.
    """
    import nh3

    source = source[: TEXT_LIMIT * 10]
    quotes = _QUOTE.search(source) is not None
    if quotes:
        source = _with_marks(source)
    if source.count("<") > _MOST_TAGS:
        bare = _TAG.sub("", _without_code(_BREAK.sub("\n", source)))
    else:
        bare = nh3.clean(_BREAK.sub("\n", source), tags=set())
    text = _BLANKS.sub("\n", html.unescape(bare)).strip()
    return _quoted(text) if quotes else text


def _with_marks(source: str) -> str:
    """HTML with a mark where each quotation begins and ends; one that merely indents is none."""
    depths: list[bool] = []

    def mark(tag: re.Match[str]) -> str:
        if not tag.group(1):
            depths.append(_INDENTED.search(tag.group(2)) is None and len(depths) < _MOST_DEEP)
            return f"\n{_BEGIN}" if depths[-1] else "\n"
        return f"{_END}\n" if depths and depths.pop() else "\n"

    return _QUOTE.sub(mark, source.replace(_BEGIN, "").replace(_END, ""))


def _quoted(text: str) -> str:
    """Text with its marks turned into `> ` before the lines between them."""
    lines, depth = [], 0
    for line in text.split("\n"):
        depth += line.count(_BEGIN)
        words = line.replace(_BEGIN, "").replace(_END, "")
        lines.append(f"{'> ' * depth}{words}".rstrip() if depth else words)
        depth = max(0, depth - line.count(_END))
    return "\n".join(lines).strip()


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
