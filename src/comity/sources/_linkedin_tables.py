"""Which table of a LinkedIn export a file is, told by its columns, in any of seven languages, or by its cells.

The names of columns are those that public samples show in English; for other languages they are the words of
LinkedIn's own pages, several where it was worded differently over time. A table whose header is in no known
language is told by what stands below it: profiles, dates and addresses where the export has them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from comity.core.addresses import linkedin_handle
from comity.core.records import Problem
from comity.sources._lines import first_lines
from comity.sources._tables import HEADER_LINES, Row, folded, read_cells
from comity.sources._when import moment, order_of

TABLES: dict[str, frozenset[str]] = {
    name: frozenset(columns.split())
    for name, columns in {
        "connections": "firstname lastname connectedon",
        "contacts": "source firstname lastname emails phonenumbers",
        "messages": "conversationid from to date content",
        "invitations": "from to sentat direction",
        "recommendations": "firstname lastname jobtitle text creationdate",
        "endorsers": "endorsementdate skillname endorserfirstname endorserlastname",
        "endorsees": "endorsementdate skillname endorseefirstname endorseelastname",
        "addresses": "emailaddress confirmed primary",
        "positions": "companyname title startedon finishedon",
        "education": "schoolname startdate enddate degreename",
        "profile": "firstname lastname headline industry",
        "applications": "applicationdate contactemail companyname jobtitle",
        "comments": "date link message",
        "reactions": "date type link",
        "shares": "date sharelink sharecommentary",
    }.items()
}
"""The columns by which each table is known; it may have others. Profile and applications are known to be left out."""
_OTHER_LANGUAGES = {
    "firstname": "vorname, prénom, nombre, nome, primeiro nome, voornaam",
    "lastname": "nachname, nom, nom de famille, apellido, apellidos, cognome, sobrenome, apelido, achternaam",
    "emailaddress": "e-mail-adresse, adresse e-mail, correo electrónico, dirección de correo electrónico, "
    "indirizzo e-mail, indirizzo email, endereço de e-mail, e-mailadres",
    "company": "unternehmen, firma, entreprise, société, empresa, azienda, società, bedrijf",
    "position": "poste, fonction, cargo, puesto, posizione, qualifica, ruolo, functie",
    "connectedon": "verknüpft am, vernetzt am, kontakt seit, connecté le, en relation depuis, "
    "date de mise en relation, conectado el, fecha de conexión, contacto desde, collegato il, connesso il, "
    "conectado em, conectou-se em, conexão desde, verbonden op, connectie sinds",
    "url": "profil-url, url du profil, url del perfil, url del profilo, url do perfil, profiel-url",
    "conversationid": "konversations-id, unterhaltungs-id, id de conversation, id de la conversation, "
    "id de conversación, id de la conversación, id conversazione, id della conversazione, id da conversa, "
    "gespreks-id, conversatie-id",
    "conversationtitle": "titel der unterhaltung, konversationstitel, titre de la conversation, "
    "título de la conversación, titolo della conversazione, título da conversa, titel van gesprek",
    "from": "von, de, expéditeur, remitente, da, mittente, remetente, van, afzender",
    "senderprofileurl": "profil-url des absenders, url du profil de l'expéditeur, "
    "url del perfil del remitente, url del profilo del mittente, url do perfil do remetente, "
    "profiel-url van afzender",
    "to": "an, à, destinataire, para, destinatario, a, destinatário, aan, ontvanger",
    "recipientprofileurls": "profil-urls der empfänger, url du profil des destinataires, "
    "url de los perfiles de los destinatarios, url dei profili dei destinatari, "
    "urls dos perfis dos destinatários, profiel-url's van ontvangers",
    "date": "datum, fecha, data",
    "subject": "betreff, objet, asunto, oggetto, assunto, onderwerp",
    "content": "inhalt, nachricht, contenu, contenido, contenuto, conteúdo, inhoud",
    "folder": "ordner, dossier, carpeta, cartella, pasta, map",
    "ismessagedraft": "ist nachrichtenentwurf, est un brouillon de message, es borrador de mensaje, "
    "è una bozza di messaggio, é rascunho de mensagem, is conceptbericht",
    "isconversationdraft": "ist konversationsentwurf, est un brouillon de conversation, "
    "es borrador de conversación, è una bozza di conversazione, é rascunho de conversa, is conceptgesprek",
}
_ENGLISH = {
    folded(word): name for name, words in _OTHER_LANGUAGES.items() for word in words.split(", ") if word
}
_COMMON = frozenset({"comments", "reactions", "shares"})
"""Tables whose columns others have too; a link must show that they are LinkedIn's."""
_ESCAPED = "comments"
"""The table in which LinkedIn writes a backslash before a quote instead of doubling it."""
_SEPARATORS = ",;\t"
_MOST_COLUMNS = 200
_SAMPLE = 200
"""Lines of a table's beginning that show the order of its dates, and what its columns hold."""
_DATES = ("connectedon", "date", "sentat", "creationdate", "endorsementdate")


class Found(NamedTuple):
    """A table: which one, its columns in English, what separates them, and the line of its header, from 1.

    order: that of figures in its dates, "mdy" unless they show another; sure: its header was known.
    """

    table: str
    names: tuple[str, ...]
    separator: str
    line: int
    order: str
    sure: bool


def find(head: bytes) -> Found | None:
    """The table whose beginning this is, None if it is none of LinkedIn's."""
    lines = first_lines(head)[:_SAMPLE]
    found = _by_header(lines) or _by_cells(lines)
    if found is None or (found.table in _COMMON and not any("linkedin" in line for line in lines)):
        return None
    rows = list(_parsed(lines[found.line :], found.separator))
    dates = [row[i] for i, name in enumerate(found.names) if name in _DATES for row in rows if i < len(row)]
    return found._replace(order=order_of(dates) or "mdy")


def read_table(path: Path, found: Found) -> Iterator[Row | Problem]:
    """The rows below the header that hold anything, by the English names of the columns.

    Raises:
        OSError: the file cannot be opened.
    """
    escaped = found.table == _ESCAPED
    for row in read_cells(path, found.separator, found.line + 1, "\\" if escaped else None):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        named: dict[str, str] = {}
        for name, cell in zip(found.names, cells, strict=False):
            if name and cell:
                named.setdefault(name, cell)
        if named:
            yield Row(line, named)


def _by_header(lines: Sequence[str]) -> Found | None:
    for number, line in enumerate(lines[:HEADER_LINES], start=1):
        for separator in _SEPARATORS:
            if separator not in line:
                continue
            cells = next(_parsed([line], separator), [])
            plain = tuple(folded(cell) for cell in cells[:_MOST_COLUMNS])
            for names in (plain, tuple(_ENGLISH.get(name, name) for name in plain)):
                table = _table(frozenset(names))
                if table:
                    return Found(table, names, separator, number, "", sure=True)
    return None


def _table(header: frozenset[str]) -> str:
    return next((name for name, columns in TABLES.items() if columns <= header), "")


def _parsed(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    """The rows of a few lines; nothing more where they are no table."""
    try:
        yield from ([cell.strip() for cell in row] for row in csv.reader(lines, delimiter=separator))
    except csv.Error:
        return


def _is_profile(cell: str) -> bool:
    return linkedin_handle(cell) is not None


def _are_profiles(cell: str) -> bool:
    return all(map(_is_profile, filter(None, (part.strip() for part in cell.split(",")))))


def _is_date(cell: str) -> bool:
    return moment(cell, "mdy") is not None


def _is_address(cell: str) -> bool:
    return "@" in cell


def _is_direction(cell: str) -> bool:
    return cell.upper() in ("INCOMING", "OUTGOING")


_Kinds = dict[str, Callable[[str], bool]]
_LAYOUTS: tuple[tuple[str, str, _Kinds], ...] = (
    (
        "connections",
        "firstname lastname url emailaddress company position connectedon",
        {"url": _is_profile, "emailaddress": _is_address, "connectedon": _is_date},
    ),
    (
        "messages",
        "conversationid conversationtitle from senderprofileurl to recipientprofileurls date subject content "
        "folder attachments ismessagedraft isconversationdraft",
        {"senderprofileurl": _is_profile, "recipientprofileurls": _are_profiles, "date": _is_date},
    ),
    (
        "invitations",
        "from to sentat message direction inviterprofileurl inviteeprofileurl",
        {
            "sentat": _is_date,
            "direction": _is_direction,
            "inviterprofileurl": _is_profile,
            "inviteeprofileurl": _is_profile,
        },
    ),
)
"""The order in which the export writes its columns, and what the cells of some of them must be."""
_LEAST = {"connections": 7, "messages": 10, "invitations": 7}


def _by_cells(lines: Sequence[str]) -> Found | None:
    """A table whose header nobody knows, but whose rows are LinkedIn's."""
    if not any("linkedin.com/" in line for line in lines):
        return None
    for number in range(1, min(len(lines), HEADER_LINES)):
        for separator in _SEPARATORS:
            if separator not in lines[number - 1]:
                continue
            rows = [row for row in _parsed(lines[number - 1 :], separator) if any(row)]
            for table, columns, kinds in _LAYOUTS:
                names = tuple(columns.split())
                if (
                    len(rows) > 1
                    and _LEAST[table] <= len(rows[0]) <= len(names)
                    and _fits(rows, names, kinds)
                ):
                    return Found(table, names[: len(rows[0])], separator, number, "", sure=False)
    return None


def _fits(rows: list[list[str]], names: Sequence[str], kinds: _Kinds) -> bool:
    """Whether the first row is a header, and the others hold what their columns must."""
    width = len(rows[0])
    checked = [(names.index(name), is_kind) for name, is_kind in kinds.items()]
    if not all(rows[0]) or any(is_kind(rows[0][i]) for i, is_kind in checked):
        return False
    whole = [row for row in rows[1:] if len(row) == width]
    cells = [(row[i], is_kind) for row in whole for i, is_kind in checked if row[i]]
    good = sum(is_kind(cell) for cell, is_kind in cells)
    some = all(any(row[i] for row in whole) for i, kind in checked if kind is not _is_address)
    return bool(cells) and some and good >= 0.9 * len(cells)
