"""What a machine's mail says of an address: it is dead, or somebody is away until a day.

Bounces are read as RFC 3464 has them (`Final-Recipient`, `Action`, `Status`), and as older servers wrote them
in words. Only a failure for good counts (RFC 3463: status 5.x.x), and of those only what speaks of the
address itself: a full mailbox, a message too large or refused as spam says nothing about the person.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from comity.core.addresses import normal_email

_RECIPIENT = re.compile(
    r"^(?:Final|Original)-Recipient:\s*(?:[\w-]+\s*;)?\s*<?([^\s<>;]{1,320})>?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ACTION = re.compile(r"^Action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ENHANCED = re.compile(r"\b(5\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_GONE = re.compile(
    r"user (?:unknown|not found|does(?:n.t| not) exist)|unknown (?:user|recipient|address|mailbox|"
    r"local.?part)|no such (?:user|address|mailbox|recipient|person)|"
    r"(?:mailbox|address|account|recipient|user)[\w\s<>@.:,'\"-]{0,80}(?:does(?:n.t| not) exist|"
    r"not found|unknown|disabled|inactive|no longer|unavailable|rejected|invalid)|"
    r"does(?:n.t| not) have an? [\w.]+ account|not listed in|invalid (?:recipient|mailbox|address|"
    r"user)|recipient (?:address )?rejected|address rejected|"
    r"(?:couldn.t|could not|can.t) be found|wasn.t found|domain (?:not found|does(?:n.t|"
    r" not) exist|name not found)|host (?:unknown|not found)|"
    r"has (?:left|changed)|no longer (?:works?|employed|with|valid|in use)|(?:empfänger|adresse)(?: wurde)? (?:unbekannt|"
    r"nicht gefunden)|existiert nicht|unbekannt|no mailbox (?:here )?by that name|"
    r"adresse introuvable|direcci[oó]n no encontrada|indirizzo non trovato|adres niet gevonden|"
    r"nie znaleziono adresu|adresa nenalezena|адрес не найден|не существует|"
    r"inconnu|n.existe pas|desconocid[oa]|no existe|inesistente|sconosciut[oa]|bestaat niet|onbekend|não existe",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"quota|mailbox (?:is )?full|over.?quota|too large|size limit|spam|blocked|blacklist|"
    r"block list|policy|dmarc|spf\b|dkim|reputation|"
    r"temporar|try again|delayed|will (?:be )?retr|greylist|content rejected|virus|"
    r"postfach.{0,10}voll|pleine|llen[oa]|pien[oa]|\bvol\b",
    re.IGNORECASE,
)
_GONE_STATUS = re.compile(r"^5\.(?:1\.(?:0|1|2|3|4|6|10)|2\.1|4\.4)$")
"""Bad or moved address, bad domain, mailbox disabled, no host (RFC 3463, sections 3.2, 3.3 and 3.5)."""
_UNCLEAR_STATUS = re.compile(r"^5\.(?:0\.0|4\.1|7\.1|5\.0)$")
_FAILED = re.compile(
    r"undeliver|delivery (?:status notification|has failed|failed|failure|to the following)|"
    r"returned mail|failure notice|could not (?:send|deliver)|"
    r"couldn.t be delivered|unzustellbar|nicht zugestellt|non remis|n.a pas pu être|"
    r"no se pudo entregar|consegna non riuscita|"
    r"niet bezorgd|could not be delivered|permanent (?:fatal )?error|did not reach",
    re.IGNORECASE,
)
_READ = 20_000
"""Characters of a notice that are looked at; what follows is the message that came back."""


_ABSENCE_READ, _FAREWELL_READ = 3000, 800
"""The same for an absence, and for somebody who left."""


class Bounce(NamedTuple):
    """An address that does not take mail any more: the address, the status ("" if not told), the words."""

    address: str
    status: str
    why: str


class Away(NamedTuple):
    """An absence: its last day or the day of return as an ISO date, "" if not told, and the words."""

    until: str
    why: str


def bounces(subject: str, text: str, own: frozenset[str] = frozenset()) -> tuple[Bounce, ...]:
    """The addresses that a notice declares dead; none where it is no such notice or the trouble may pass.

    Args:
        own: addresses that are the reader's own, which a notice also names.
    """
    text = text[:_READ]
    found = _reported(text)
    if not _RECIPIENT.search(text) and (_FAILED.search(subject) or _FAILED.search(text[:1500])):
        found = _told(text)
    once = {bounce.address: bounce for bounce in reversed(found) if bounce.address not in own}
    return tuple(once[address] for address in sorted(once))


def _reported(text: str) -> list[Bounce]:
    """From the fields of a delivery status notification, one group of lines a recipient."""
    found = []
    for group in re.split(r"\n\s*\n", text):
        recipient, status, action = _RECIPIENT.search(group), _STATUS.search(group), _ACTION.search(group)
        if recipient is None or action is None or action.group(1).lower() != "failed":
            continue
        address = normal_email(recipient.group(1))
        code = status.group(1) if status else ""
        enhanced = _ENHANCED.search(group[status.end() :] if status else group)
        code = enhanced.group(1) if enhanced and (not code or _UNCLEAR_STATUS.match(code)) else code
        if address and _is_final(code, group):
            found.append(Bounce(address, code, _reason(group)))
    return found


def _told(text: str) -> list[Bounce]:
    """From the words of a server that follows no standard."""
    head = re.split(
        r"\n-{3,}.{0,60}(?:original|copy|returned|message header)|\nReceived: |\nReturn-Path: ",
        text,
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    lines = head.split("\n")[:200]
    found = []
    for i, line in enumerate(lines):
        for address in _ADDRESS.findall(line[:1000])[:5]:
            near = " ".join(lines[max(0, i - 1) : i + 6])[:1200]
            status = _ENHANCED.search(near)
            email = normal_email(address)
            if email and _is_final(status.group(1) if status else "", near) and _GONE.search(near):
                found.append(Bounce(email, status.group(1) if status else "", _reason(near)))
    return found


def _is_final(status: str, words: str) -> bool:
    if status and not status.startswith("5."):
        return False
    if _GONE_STATUS.match(status):
        return True
    return _GONE.search(words) is not None and _PASSING.search(words) is None


def _reason(words: str) -> str:
    """The words that say what is wrong, on one line."""
    told = re.search(
        r"Diagnostic-Code:\s*(?:[\w-]+\s*;)?\s*(.{1,500}(?:\n[ \t].{0,300}){0,3})", words, re.IGNORECASE
    )
    found = _GONE.search(words)
    text = told.group(1) if told else words[max(0, found.start() - 60) : found.end() + 60] if found else words
    return " ".join(text.split())[:200]


_AWAY = re.compile(
    r"out of (?:the )?office|(?:be|am|i.m) (?:currently )?(?:away|on (?:annual |parental |"
    r"maternity |sick )?(?:leave|vacation|holiday)|travel+ing|absent)|on (?:annual leave|vacation|"
    r"holidays?)|"
    r"automatic reply|auto-?reply|limited access to (?:my )?e-?mail|abwesen|nicht (?:im (?:büro|"
    r"haus|hause)|erreichbar)|im urlaub|außer haus|elternzeit|"
    r"absent|en (?:congés?|vacances|déplacement)|de retour le|réponse automatique|"
    r"fuera de la oficina|de vacaciones|ausente|estaré fuera|respuesta automática|"
    r"fuori (?:sede|ufficio)|in ferie|assente|risposta automatica|afwezig|met (?:vakantie|verlof)|"
    r"niet aanwezig|automatisch antwoord|"
    r"de férias|fora do escritório|resposta automática|frånvarande|på semester|på ferie|fraværende|"
    r"lomalla|poza biurem|urlopie|nieobecn|mimo kancelář|dovolen(?:é|ou)|nepřítom|"
    r"в отпуске|отсутству|вне офиса|ofis dışında|izindeyim|yıllık izin|不在|休暇|休假|외근|부재",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:till och med|t\.?o\.?m\.?|until|till|through|thru|up to|back (?:in the office )?(?:on|by)|"
    r"return(?:ing)?(?: to (?:the office|work))?(?: on)?|(?<!\w)to|"
    r"bis(?: einschließlich)?(?: zum)?|ab(?: dem)?|zurück am|"
    r"jusqu.au|(?<!\w)au|retour le|hasta el|hasta|regres\w+ el|vuelvo el|(?<!\w)al|fino al|"
    r"rientr\w+ il|torner\w+ il|tot(?: en met)?|t/m|terug op|"
    r"até(?: (?:o dia|dia|ao dia))?|regress\w+ (?:a|em|no dia)|"
    r"til(?: og med)?|do(?: dnia)?|до|по|–|—|-)\s+"
    r"(?:and including\s+|incl\.?\s+)?",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"(?:[^\W\d_]{2,12}\.?,?\s+)?(?:(?:the|den|dem|le|el|il|o|de)\s+)?", re.IGNORECASE)
"""A weekday, an article."""
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{2,4}))?")
_WORDED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:(?:of|de|di|d')\s*)?([^\W\d_]{3,10})\.?,?(?:\s+(?:de\s+)?(\d{4}))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.IGNORECASE)
_MONTHS = {
    start: month
    for month, starts in enumerate(
        (
            "jan ene gen sty led янв",
            "feb fév fev hel lut úno фев",
            "mar mär maa mrt bře мар",
            "apr avr abr huh kwi dub апр",
            "may mai mei maj mag kvě мая",
            "jun juin giu kes cze июн",
            "jul juil lug hei lip июл",
            "aug aoû aou ago elo sie srp авг",
            "sep set syy wrz zář сен",
            "oct okt out ott lok paź říj окт",
            "nov mar. lis ноя",
            "dec dez déc dic des jou gru pro дек",
        ),
        start=1,
    )
    for start in starts.split()
}


def away(subject: str, text: str, sent: dt.date) -> Away | None:
    """The absence that an automatic answer tells of, or None; the caller knows the mail to be automatic.

    Args:
        sent: the day it was sent: dates without a year are the next such day, and a date before it or more
            than two years after it is not believed.
    """
    head = text[:_ABSENCE_READ]
    found = _AWAY.search(head)
    if found is None:
        head = f"{subject}\n{head}"
        found = _AWAY.search(head)
    if found is None:
        return None
    until = max((day for day in _days_told(head, sent) if day is not None), default=None)
    line_start = head.rfind("\n", 0, found.start()) + 1
    line_end = head.find("\n", found.end())
    words = " ".join(head[line_start : line_end if line_end > 0 else None].split())[:200]
    return Away(until.isoformat() if until else "", words)


_LEFT = re.compile(
    r"no longer (?:with|employed|(?:part of|work(?:s|ing)? (?:at|for|with|in)) )|no longer works here|"
    r"(?:has|have|.ve) (?:left|retired from|moved on from) (?:the |our |this )?(?:company|firm|organi[sz]ation|business|"
    r"bank|university|department|[A-Z]\w)|last day (?:at|with)\b.{0,40}\bwas|"
    r"arbeitet nicht mehr|nicht mehr (?:bei der|bei uns|im unternehmen|in unserem|für (?:die|das|unser))|"
    r"aus dem unternehmen ausgeschieden|hat (?:das|unser) unternehmen verlassen|"
    r"ne travaille plus|ne fait plus partie|a quitté (?:la société|l.entreprise|notre|le groupe)|"
    r"ya no (?:trabaja|forma parte)|ha dejado (?:la empresa|de trabajar)|non (?:lavora|fa) più|ha lasciato l.azienda|"
    r"werkt niet (?:meer|langer)|niet meer werkzaam|(?:já )?não trabalha mais|já não trabalha|arbetar inte längre|"
    r"har slutat|jobber ikke lenger|arbejder ikke længere|już nie pracuje|już nie pracuję|již nepracuje|больше не работает"
)
"""Words for leaving a firm; small letters, so that “has left Quill” is known by its capital."""


def left(subject: str, text: str) -> str:
    """The words in which an automatic answer says that its writer is no longer there, "" if it does not.

    The caller knows the mail to be automatic; what stands further down may be about others, and is not read.
    """
    head = f"{subject}\n{text[:_FAREWELL_READ]}"
    found = _LEFT.search(head)
    if found is None:
        return ""
    start, end = head.rfind("\n", 0, found.start()) + 1, head.find("\n", found.end())
    return " ".join(head[start : end if end > 0 else None].split())[:200]


def _days_told(head: str, sent: dt.date) -> list[dt.date | None]:
    found = []
    for after in [head[match.end() : match.end() + 60] for match in list(_UNTIL.finditer(head))[:40]]:
        found += [_day_at(after, sent), _day_at(_BEFORE_DAY.sub("", after, count=1), sent)]
    return found


def _day_at(text: str, sent: dt.date) -> dt.date | None:
    """The date with which a text begins."""
    if found := _ISO.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]), sent)
    if found := _DOTTED.match(text):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        told = _date(year, second, first, sent)
        return told if told or found[2] != "/" else _date(year, first, second, sent)
    if (found := _WORDED.match(text)) and (month := _month(found[2])):
        return _date(_year(found[3]), month, int(found[1]), sent)
    if (found := _MONTH_FIRST.match(text)) and (month := _month(found[1])):
        return _date(_year(found[3]), month, int(found[2]), sent)
    return None


def _month(word: str) -> int | None:
    word = word.lower()
    return _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _date(year: int | None, month: int, day: int, sent: dt.date) -> dt.date | None:
    try:
        if year is None:
            found = dt.date(sent.year, month, day)
            found = found if found >= sent else dt.date(sent.year + 1, month, day)
        else:
            found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if dt.timedelta(0) <= found - sent <= dt.timedelta(days=730) else None
