"""What a signature says of its writer: telephones, title and organisation.

Nothing here is certain: the caller proposes, and a person decides. So a doubtful line gives nothing: a fax is no
telephone, a name that is not the sender's makes the whole signature somebody else's, and a firm must be
recognisable by its legal form or by the sender's domain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from comity.core.mailtext.signing import (
    ADDRESS,
    COMPANY,
    DELIMITER,
    PHONE,
    TITLE,
    URL,
    is_name,
    is_place,
    is_prose,
)
from comity.core.mailtext.words import CLOSING, DEVICE, RULE
from comity.core.names import sort_name

_MOST_LINES = 15
_MOST_PHONES = 2
_LONGEST = 100
_FAX = re.compile(
    r"\b(?:fax|telefax|facsimile|télécopie|telecopie|fx|pager)\b|\bF\s?[:.|]?\s?[+(\d]|\(f(?:ax)?\)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"tel|t[eé]l|phone|\bph\b|fon|mob|cell|handy|direct|office|durchwahl|port(?:able|\.)|móvil|gsm|"
    r"natel|\b[TMPDO]\s?[:.|]\s?[+(\d]|☎|📞|✆",
    re.IGNORECASE,
)
_NORTH_AMERICAN = re.compile(r"^\(?[2-9]\d{2}\)?[ ./-]{1,3}[2-9]\d{2}[ .-]\d{4}$")
_UNIT = re.compile(
    r"\b(?:department|dept|division|abteilung|institut[eo]?|institute|university|universität|"
    r"università|université|team|office of|faculty|fakultät|partners|associates)\b.*",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:inc|corp|corporation|llc|llp|ltd|limited|plc|gmbh|ag|kg|e\.\s?v|ohg|s\.?a\.?s|s\.a|sarl|"
    r"s\.?r\.?l|s\.?p\.?a|s\.l|b\.v|n\.v|bv|nv|lda|ltda|oy|oyj|ab|a/s|as|aps|"
    r"s\.\s?r\.\s?o|sp\.?\s?z\s?o\.?\s?o|spółka|kft|d\.o\.o|a\.ş)\b\.?,?$"
    r"|^(?:ооо|оао|зао|пао|ао|тов|株式会社|有限会社)\b.|.(?:株式会社|有限公司)$"
    r"|\b(?:university|universität|université|università|universidad|universiteit|universidade|"
    r"hochschule|college|institute|institut|ministry|ministerium|hospital|bank|stiftung|"
    r"foundation)\b",
    re.IGNORECASE,
)
_PUBLIC = frozenset(
    "gmail googlemail yahoo ymail hotmail outlook live msn aol icloud me mac gmx web t-online "
    "freenet posteo proton protonmail pm mailbox "
    "orange wanadoo free laposte sfr libero virgilio tiscali alice telefonica terra uol bol ziggo "
    "kpn xs4all hetnet planet telenet skynet "
    "bluewin sunrise comcast verizon att sbcglobal bellsouth cox earthlink juno qq 163 126 sina "
    "naver daum yandex mail rambler ukr "
    "fastmail hey zoho tutanota tuta riseup btinternet ntlworld sky virginmedia talktalk rogers "
    "shaw sympatico bigpond optusnet".split()
)
"""Second-level names of providers of mail for everybody."""
_REGIONS = {
    "uk": "GB",
    "eu": "",
    "io": "",
    "ai": "",
    "co": "",
    "me": "",
    "tv": "",
    "fm": "",
    "edu": "US",
    "gov": "US",
    "mil": "US",
}
_SECOND = frozenset(("co", "com", "ac", "org", "net", "gov", "edu", "or", "ne"))
_BETWEEN = re.compile(r"\s+[|•·–—]\s+|\s[-/]\s|\s{2,}|\t")
_AT = re.compile(r"^(.{3,80}?)\s+(?:at|bei|bei der|chez|presso|bij|@)\s+(.{2,80})$")
_BEHIND_NAME = re.compile(r"[,|]|\s{3,}|\s[-–—]\s")
_BROKEN = re.compile("[?\ufffd]")
"""What a charset lost leaves of letters."""
_EDGES = re.compile(r"^[^\w]+|[^\w.)]+$")
_OTHERS = re.compile(
    r"\s*[\[(]?\s*(?:fax|f\b|pager|secr|sekr|sec\b|pa\b|p\.a|assist|dept|zentrale|switchboard)", re.IGNORECASE
)
"""What stands behind a number that is a fax, or not the writer's own."""
_OF_ANOTHER = re.compile(
    r"\b(?:assistant[ei]?|assistent(?:in|ka)?|asistente|secretary|secrétariat|sekret\w+|segret\w+|pa|vorzimmer)\s*:",
    re.IGNORECASE,
)
"""What stands anywhere before a number that is somebody else's."""


class Found(NamedTuple):
    """A value and the line it was read from."""

    value: str
    line: str


class Signature(NamedTuple):
    """What a signature says; each part may be missing."""

    phones: tuple[Found, ...]
    title: Found | None
    organisation: Found | None


NOTHING = Signature((), None, None)


def read(lines: Sequence[str], name: str, email: str) -> Signature:
    """The telephones, title and organisation in the lines of a signature.

    Args:
        name, email: of the sender; what bears another name is not theirs, and gives nothing.
    """
    block = _block(lines)
    at = _own_name(block, name, email)
    if at is None:
        return NOTHING
    region = region_of(email)
    phones = tuple(_phones(block, region))[:_MOST_PHONES]
    title, organisation = _position(block, at, name, email)
    return Signature(phones, title, organisation)


def _block(lines: Sequence[str]) -> list[str]:
    """The lines that can say something: until a notice, a telephone's line or a second rule."""
    block: list[str] = []
    for line in lines[:60]:
        text = line.replace("\u00a0", " ").strip(" *_\t")
        ruled = RULE.match(line[:200]) is not None
        if (ruled and block) or is_prose(text) or DEVICE.match(text[:200]) or len(block) == _MOST_LINES:
            break
        if text and not (ruled or DELIMITER.match(line[:10]) or CLOSING.match(text[:80])):
            block.append(text[:300])
    return block


def _own_name(block: Sequence[str], name: str, email: str) -> int | None:
    """Where the sender's name stands; -1 if there is no name at all; None if it is somebody else's."""
    called = sort_name(f"{name} {email.partition('@')[0].replace('.', ' ')}")
    own = {word for word in called.split() if len(word) > 1}
    for i, line in enumerate(block[:4]):
        head = _BEHIND_NAME.split(line.replace("(", ","))[0].strip(" )(*:\\/")
        words = set(sort_name(head).split())
        if words & own and len(head) <= 60:
            return i
        other = len(words) >= 2 and is_name(head) and not (TITLE.search(head) or COMPANY.search(head))
        if i == 0 and other and not is_place(line):
            return None
    return -1


def region_of(email: str) -> str:
    """The region (ISO 3166) that an address's top-level domain stands for, "" if none."""
    top = email.rpartition(".")[2].lower()
    return _REGIONS.get(top, top.upper() if len(top) == 2 else "")


def _phones(block: Sequence[str], region: str) -> list[Found]:
    found: dict[str, Found] = {}
    for line in block:
        for match in PHONE.finditer(line[: _LONGEST * 2]):
            first = match.end() - len(match.group().lstrip())
            before = re.split(r"\d{4,}|[|;,]", line[: first + 1])[-1][-25:]
            after = line[match.end() : match.end() + 12]
            if _FAX.search(before) or _OTHERS.match(after):
                continue
            if _OF_ANOTHER.search(line[: match.start()]):
                break
            number = written(match.group().strip(), region)
            labelled = _LABEL.search(before) or _LABEL.match(after.strip(" ([-"))
            if number and (
                labelled
                or match.group().strip().startswith(("+", "00"))
                or match.group().strip() == line.strip()
            ):
                found.setdefault(number, Found(number, line))
    return list(found.values())


def written(text: str, region: str) -> str:
    """A telephone number in its international form, "" if this can be none."""
    import phonenumbers

    if _NORTH_AMERICAN.match(text) and not region:
        region = "US"
    compact = re.sub(r"\(0\)", "", text).strip()
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}", compact):
        return ""
    try:
        number = phonenumbers.parse(compact, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _position(block: Sequence[str], at: int, name: str, email: str) -> tuple[Found | None, Found | None]:
    """Title and organisation, from the lines beside and below the name."""
    title: Found | None = None
    organisation: Found | None = None
    own = set(sort_name(name).split())
    for n, line in enumerate(block[max(at, 0) : max(at, 0) + 7]):
        for piece in _pieces(_after_name(line) if n == 0 and at >= 0 else line):
            if len(piece) > _LONGEST or any(c.isdigit() for c in piece) or ADDRESS.search(piece):
                continue
            if organisation is None and is_organisation(piece, email):
                organisation = Found(piece, line)
            elif title is None and is_title(piece) and not own & set(sort_name(piece).split()):
                title = Found(piece, line)
    return title, organisation


def _after_name(line: str) -> str:
    """What stands behind the name on its line."""
    parts = _BEHIND_NAME.split(line, maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


def _pieces(line: str) -> list[str]:
    """The parts of a line that may each be a title or a firm, without what is drawn around them."""
    result = []
    for piece in _BETWEEN.split(line):
        piece = _EDGES.sub("", piece)
        employed = _AT.match(piece)
        head, comma, tail = piece.rpartition(", ")
        if employed and TITLE.search(employed[1]) and not _LEGAL.search(employed[1]):
            result += [employed[1], employed[2]]
        elif comma and len(tail) > 4 and _LEGAL.search(tail) and TITLE.search(head):
            result += [head, tail]
        elif piece:
            result.append(piece)
    return [_EDGES.sub("", piece) for piece in result]


def is_title(text: str) -> bool:
    """Whether a piece of a line names what somebody is, not where."""
    if not 3 <= len(text) <= 90 or len(text.split()) > 10 or URL.search(text) or _BROKEN.search(text):
        return False
    return TITLE.search(_UNIT.sub("", text)) is not None


def is_organisation(text: str, email: str) -> bool:
    """Whether a piece of a line names a firm: by its legal form, or because the sender's domain says so."""
    if not 2 <= len(text) <= 90 or len(text.split()) > 9 or URL.search(text) or _BROKEN.search(text):
        return False
    if _LEGAL.search(text):
        return not re.match(
            r"(?:department|dept|faculty|school|institut für|department of)\b", text, re.IGNORECASE
        )
    label = work_domain(email).partition(".")[0].replace("-", "")
    words = re.findall(r"[^\W_]+", text.lower())
    if len(label) < 3 or not words:
        return False
    plain, initials = "".join(words), "".join(word[0] for word in words)
    return label in (plain, initials) or (len(label) >= 5 and plain.startswith(label))


def work_domain(email: str) -> str:
    """The domain under which a firm is registered; "" for a provider of mail for everybody."""
    parts = email.rpartition("@")[2].lower().split(".")
    if len(parts) < 2:
        return ""
    keep = 3 if len(parts) >= 3 and parts[-2] in _SECOND and len(parts[-1]) == 2 else 2
    return "" if parts[-keep] in _PUBLIC else ".".join(parts[-keep:])
