"""Where a signature begins: name and contact details, notices and adverts below somebody's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.core.mailtext.words import ADVERT, CLOSING, DEVICE, DISCLAIMER, RULE

DELIMITER = re.compile(r"^(?:--\s?|—|=2D-\s?)$")
"""The line above a signature (RFC 3676, section 4.3), also where its trailing space was lost."""
PHONE = re.compile(r"(?<![\w/=.-])(?:\+|00|\()?\s?\d[\d\s()./–-]{5,20}\d(?![\w=])")
_PHONE_LABEL = re.compile(
    r"\b(?:tel|télé?|t[ée]l[ée]phone|telefono?|teléfono|telefoon|telefone|tlf|puh|phone|ph|fon|fax|"
    r"facsimile|telefax|télécopie|mobile?|mob|"
    r"mobiel|mobil|móvil|celular|cell(?:ulare)?|cel|handy|gsm|natel|pager|direct|office|desk|main|"
    r"work|home|voice|wireless|durchwahl|dw|portable|port|bureau|ext|skype|extension)\b"
    r"\s?(?:\.|\b)\s?(?:no\.?|nr\.?|#)?\s?[:.)-]?|\b[TFMPEDO]\s?[:.|]\s?\+?[\d(]|☎|📞|✆",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"^\W*(?:ext?\.?|x)\s?\d{3,6}\W*$|\bx\d{4,5}\b|^\W*\d-\d{4}\W*$|^\W*\d{3}[-.]\d{4}\W*$", re.IGNORECASE
)
ADDRESS = re.compile(r"[\w.+'-]{1,64}(?:@| at )[\w-]{1,64}\.[\w.-]{2,64}")
URL = re.compile(
    r"\b(?:https?://|www\.)\S+|\b[\w-]{2,40}\.(?:com|org|net|de|fr|it|es|nl|pt|ch|at|be|eu|co\.uk|"
    r"io|edu|gov)\b(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:street|avenue|ave\.|blvd|boulevard|suite|ste\.|floor|p\.?\s?o\.?\s?box|postfach|"
    r"apartado|plaza|square|drive|road|lane|parkway|pkwy|"
    r"rue|bd|cedex|via|viale|piazza|corso|calle|c/|avda|avenida|rua|praça|laan|weg|straat|plein|"
    r"\w*stra(?:ß|ss)e|\w+str\.|allee|platz|gasse|building|bldg|room|rm\.)(?=\W|$)"
    r"|\b[A-Z]{2}[ ,]{1,3}\d{5}\b|,\s*[A-Z][\w. ]{1,20}\s\d{5}(?:-\d{4})?$|"
    r"\b(?:[A-Z]{1,2}-)?\d{4,5}(?:\s[A-Z]{2})?\s+[A-ZÄÖÜÉ][\w.-]+|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b\d{1,5}\s[A-Z][\w.]+\s(?:st|rd|dr|ave)\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:manager|director|president|officer|counsel|attorney|lawyer|engineer|analyst|consultant|"
    r"assistant|associate|coordinator|specialist|"
    r"administrator|supervisor|executive|partner|founder|professor|prof|lecturer|scientist|"
    r"researcher|developer|architect|designer|editor|head of|"
    r"ceo|cfo|cto|coo|vp|vice|chief|chair(?:man|woman)?|secretary|advisor|adviser|representative|"
    r"trader|buyer|agent|fellow|dean|"
    r"\w*(?:leiter|leitung|führer|referent|berater|vorstand|assisten[tz]|bearbeiter|prokurist|"
    r"entwickler|beauftragter?|ingenieur|chef|verkäufer|einkäufer|betreuer)(?:in)?|"
    r"directeur|directrice|responsable|chargée? de|ingénieure?|gérante?|chef|conseill(?:er|ère)|avocate?|"
    r"director[a]?|gerente|jefe|jefa|responsable|ingeniero|ingeniera|abogad[oa]|consejer[oa]|"
    r"direttore|direttrice|responsabile|ingegnere|avvocato|amministratore|consulente|"
    r"directeur|hoofd|adviseur|medewerker|beheerder|bestuurder|projectleider|"
    r"diretor[a]?|engenheir[oa]|coordenador[a]?|advogad[oa]|department|dept|division|abteilung|"
    r"dyrektor|kierownik|prezes|specjalist[ak]|inżynier|ředitel(?:ka)?|jednatel(?:ka)?|vedoucí|manažer(?:ka)?|"
    r"директор|менеджер|руководитель|начальник|инженер|специалист|юрист|"
    r"institut|university|universität|università|université)\b",
    re.IGNORECASE,
)
COMPANY = re.compile(
    r"\b(?:inc|corp(?:oration)?|llc|llp|ltd|limited|plc|gmbh|ag|kg|e\.?v|ohg|s\.?a\.?s?|sarl|"
    r"s\.?r\.?l|s\.?p\.?a|s\.?l|b\.?v|n\.?v|lda|ltda|oy|ab|a/s|as|aps|sp\.\s?z\s?o\.\s?o|s\.\s?r\.\s?o|"
    r"company|group|gruppe|groupe|grupo|gruppo|associates|partners|consulting|bank|services|"
    r"systems|solutions|institute|university|college|labs?|foundation|"
    r"stiftung|verlag|hospital|ministry|council|networks?|energy|capital|markets)\b\.?",
    re.IGNORECASE,
)
ATTACHMENT = re.compile(
    r"^\s*(?:[-•]\s+\S.{0,100}\.[A-Za-z]\w{1,4}|<<.{1,200}>>|\(see attached file:.*|\[(?:image|cid|"
    r"attachment|bild|inline).{0,200}\]|<(?:file|image).{1,200}>|\?)\s*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?i:(?:dr|prof|mr|mrs|ms|herr|frau|ing|dipl\.-?\w+|mag|m\.|mme|sr|sra|dott|avv|ir|drs|"
    r"i\.\s?[av]\.|pp[a.]*)\.?\s+)*"
    r"[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}(?:[\s,]+(?:[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,30}|\(\w+\)|\"\w+\"|"
    r"von|van|de|der|den|del|della|di|da|do|dos|la|le|zu|ten|ter|y|e)){0,5}"
    r"(?i:,?\s+\(?(?:ph\.?\s?d|mba|cfa|cpa|esq|jr|sr|ii|iii|msc|ba|ma|pe|pmp|md)\.?\)?)*[,.]?$"
)
_SMALL_WORDS = re.compile(
    r"\b(?:is|are|was|were|be|have|has|had|will|would|can|could|should|shall|may|might|do|does|did|"
    r"this|that|these|it|we|you|i|he|she|they|my|me|us|your|our|their|if|when|"
    r"please|not|but|so|as|from|with|about|there|what|who|know|let|see|call|get|"
    r"ist|sind|war|haben|hat|wird|werden|kann|können|ich|wir|sie|ihr|du|dass|wenn|bitte|nicht|aber|auch|noch|"
    r"est|sont|était|avons|avez|ont|sera|peut|je|nous|vous|ils|que|qui|si|ne|pas|mais|votre|notre|"
    r"es|son|está|están|fue|hemos|han|será|puede|yo|nosotros|usted|ustedes|que|no|pero|su|nuestro|"
    r"è|sono|era|abbiamo|avete|hanno|sarà|può|io|noi|voi|che|non|ma|vostro|nostro|"
    r"zijn|was|heb|hebben|heeft|wordt|kan|ik|wij|jij|jullie|dat|als|niet|maar|ook|uw|onze|"
    r"são|foi|temos|têm|será|pode|eu|nós|você|não|mas|seu|nosso)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[a-zà-ÿ)\]][.?!…]+[\"”)]?$")
_ENDS = frozenset('.?!…"”)')

_ABBREVIATED = re.compile(
    rf"(?:{COMPANY.pattern[2:]}|\b(?:dept|div|mgr|dir|asst|abt|univ|intl|ph\.d|jr|sr|esq)\.)$", re.IGNORECASE
)
_FIELD = re.compile(r"^\W{0,3}([^\W\d][^:]{1,28}?)\s*[:#=]+\s*\S")
_KEPT_FIELDS = re.compile(
    r"t[eé]l|phone|port\b|portable|ph\b|fon|fax|facsimile|mob|cell|handy|mail|web|url|http|www|"
    r"skype|pager|direct|office|linkedin|twitter|home|work|voice|assist|sekretariat|address|"
    r"adresse|"
    r"^\w$|site|icq|aim|blog|gsm|natel|assistant|pgp|key|orcid|threema|signal|whatsapp|teams|"
    r"durchwahl|e-?post|correo|courriel|internet|central|main|desk|móvil|fijo|puh|zentrale|sede|"
    r"tlf|dir",
    re.IGNORECASE,
)
"""Labels that stand in signatures; a line with another label (`Pass code: 4711`) is part of the text."""

_MOST_LINES = 45
"""Lines of a signature with its notices; what is longer is text."""
_MOST_CONTACT = 18


def is_contact(line: str) -> bool:
    """Whether a short line gives a way to reach somebody."""
    text = line.strip()
    if len(text) > 130:
        return False
    digits = sum(map(str.isdigit, text))
    if digits >= 7 and PHONE.search(text):
        return True
    if digits >= 3 and (_EXTENSION.search(text) or (digits >= 4 and _PHONE_LABEL.search(text))):
        return True
    if "." not in text and "://" not in text:
        return False
    return (("@" in text or " at " in text) and ADDRESS.search(text) is not None) or URL.search(
        text
    ) is not None


def is_place(line: str) -> bool:
    """Whether a short line looks like (part of) a postal address."""
    text = line.strip()
    return len(text) <= 100 and any(map(str.isdigit, text)) and _PLACE.search(text) is not None


def is_prose(line: str) -> bool:
    """Whether a line reads as part of a sentence rather than as an entry of a signature."""
    text = line.strip()
    words = text.split()
    if len(words) <= 1:
        return False
    small = len(_SMALL_WORDS.findall(text[:300]))
    if len(words) >= 5 and (small >= 2 or (small and _ends_sentence(text))):
        return True
    if len(words) > 14 and not is_contact(text):
        return True
    ended = _ends_sentence(text) and not _ABBREVIATED.search(text)
    return ended and len(words) >= 4 and not is_contact(text) and not is_place(text)


def _ends_sentence(text: str) -> bool:
    return text[-1] in _ENDS and _SENTENCE_END.search(text) is not None


def is_name(line: str) -> bool:
    """Whether a line is nothing but a name, as far as one can see."""
    text = line.strip(" \t-–—~*_,.")
    if not 2 <= len(text) <= 50 or len(text.split()) > 6:
        return False
    return _NAME.match(text) is not None


def is_entry(line: str) -> bool:
    """Whether a line can stand in a signature without saying much by itself: a name, a title, a firm, a motto."""
    text = line.strip()
    return (
        len(text) <= 90 and len(text.split()) <= 10 and not is_prose(text) and not text.endswith(("?", ":"))
    )


def start_of_signature(lines: Sequence[str], first: int, last: int) -> int:
    """Where the signature at the end of lines[first:last] begins; `last` if there is none."""
    end = _last_filled(lines, first, last)
    cut = _by_delimiter(lines, first, end)
    if cut is not None:
        return cut
    cut = end
    while True:
        further = _without_notice(lines, first, cut)
        if further == cut:
            break
        cut = further
    cut = _without_contact(lines, first, cut)
    return cut if cut < end else last


def _last_filled(lines: Sequence[str], first: int, last: int) -> int:
    """The end without blank lines and names of attachments."""
    while last > first and (not lines[last - 1].strip() or ATTACHMENT.match(lines[last - 1][:300])):
        last -= 1
    return last


def _by_delimiter(lines: Sequence[str], first: int, last: int) -> int | None:
    filled = 0
    for i in range(last - 1, max(first - 1, last - 80), -1):
        if DELIMITER.match(lines[i][:10]):
            return i if filled <= _MOST_LINES else None
        filled += bool(lines[i].strip())
    return None


def _paragraph(lines: Sequence[str], first: int, last: int) -> int:
    """Where the paragraph that ends before `last` starts."""
    start = last
    while start > first and lines[start - 1].strip():
        start -= 1
    return start


def _without_notice(lines: Sequence[str], first: int, last: int) -> int:
    """The end without the last paragraph, where that is a notice, an advert or a telephone's line."""
    last = _last_filled(lines, first, last)
    start = _paragraph(lines, first, last)
    if start == last:
        return last
    rule = next((i for i in range(start, last) if RULE.match(lines[i][:200])), None)
    for begin in dict.fromkeys((start, start if rule is None else rule)):
        body = lines[begin:last]
        if len(body) <= _MOST_LINES and _is_notice(body):
            return _above_rule(lines, first, begin)
    for i in range(max(start, last - 4), last):
        if DEVICE.match(lines[i][:200]) and len(lines[i]) < 160:
            return _above_rule(lines, first, i)
    return last


def _above_rule(lines: Sequence[str], first: int, begin: int) -> int:
    """The start of a notice, with the rule drawn above it."""
    above = begin
    while above > first and (not lines[above - 1].strip() or RULE.match(lines[above - 1][:200])):
        above -= 1
        if lines[above].strip():
            return above
    return begin


def _is_notice(body: Sequence[str]) -> bool:
    ruled = RULE.match(body[0][:200]) is not None
    filled = [line for line in body if line.strip() and not RULE.match(line[:200])]
    if not filled:
        return True
    text = " ".join(filled)[:1500]
    lower = text.lower()
    phrases = {m.group() for m in DISCLAIMER.finditer(lower)}
    if len(phrases) >= (2 if ruled else 3):
        return True
    if len(filled) <= 6 and ADVERT.search(lower) and (ruled or len(text.split()) <= 30):
        return ruled or URL.search(text) is not None or ADDRESS.search(text) is None
    return len(filled) <= 3 and DEVICE.match(filled[0][:200]) is not None


def _without_contact(lines: Sequence[str], first: int, last: int) -> int:
    """The end without the block of name, title, firm and contact details."""
    last = _last_filled(lines, first, last)
    begin, strong, filled, blanks = last, 0, 0, 0
    i = last - 1
    while i >= first and filled < _MOST_CONTACT:
        line = lines[i]
        if not line.strip():
            blanks += 1
            if blanks > 3 or (strong and blanks > 1 and _has_name(lines, begin, last)):
                break
            i -= 1
            continue
        evidence = is_contact(line) or is_place(line)
        if is_prose(line) or _is_field(line) or not (evidence or _fits(line, lines, begin, last, blanks)):
            break
        strong += evidence
        filled += 1
        begin, blanks = i, 0
        i -= 1
    return begin if begin < last and _convincing(lines, first, begin, last) else last


def _is_field(line: str) -> bool:
    """Whether a line is labelled, but with no label of a signature."""
    found = _FIELD.match(line[:80])
    return found is not None and _KEPT_FIELDS.search(found.group(1)) is None


def _has_name(lines: Sequence[str], begin: int, last: int) -> bool:
    line = lines[begin] if begin < last else ""
    return is_name(line) and len(line.split()) > 1 and not TITLE.search(line) and not COMPANY.search(line)


def _fits(line: str, lines: Sequence[str], begin: int, last: int, blanks: int) -> bool:
    """Whether a line without contact details belongs to the block below it."""
    if CLOSING.match(line[:80]) or not is_entry(line):
        return False
    if RULE.match(line[:200]):
        return True
    if blanks == 0 or begin == last:
        return True
    return (is_name(line) and not _has_name(lines, begin, last)) or TITLE.search(line) is not None


def _convincing(lines: Sequence[str], first: int, begin: int, last: int) -> bool:
    """Whether a block has enough of a signature: a way to reach somebody beside a name, or title and firm."""
    block = [line for line in lines[begin:last] if line.strip()]
    contacts = sum(is_contact(line) for line in block)
    places = sum(is_place(line) for line in block)
    named = any(is_name(line) for line in block[:3])
    if contacts + places == 0:
        titled = sum(TITLE.search(line) is not None for line in block[1:])
        firm = sum(COMPANY.search(line) is not None for line in block[1:])
        return len(block) >= 3 and named and titled >= 1 and firm >= 1
    if len(block) == 1:
        return contacts == 1 and _alone(block[0]) and any(line.strip() for line in lines[first:begin])
    return named or contacts + places >= 2 or RULE.match(block[0][:200]) is not None


def _alone(line: str) -> bool:
    """Whether one line is a signature by itself: an extension, a number or a name with a number."""
    text = line.strip()
    return len(text.split()) <= 6 and (PHONE.search(text) is not None or _EXTENSION.search(text) is not None)
