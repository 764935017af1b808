"""Normal forms: two handles are the same exactly when their normal forms are equal."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

from comity.core.records import Handle

_NO_REPLY = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?|"
    r"listserv|majordomo|mailer|notify|cron|daemon|wordpress|www-data|"
    r"auto[-_.]?(?:confirm|mail(?:er)?|reply|responder)|"
    r"(?:ship|shipment|order|delivery|account|calendar)[-_.](?:confirm|update|tracking|notification)s?|"
    r"(?:bitte[-_.]?)?nicht[-_.]?antworten|keine[-_.]?antwort|ne[-_.]?pas[-_.]?repondre|(?:pas[-_.]de|non?)[-_.]?reponse|"
    r"no[-_.]?(?:responder|responda|contestar)|nao[-_.]?respond[ae]r?|non?[-_.]?(?:rispondere|risposta)|"
    r"niet[-_.]?(?:be)?antwoorden|geen[-_.]?antwoord|(?:ikke|inte|ej)[-_.]?svara?|svara?[-_.]?(?:ikke|inte|ej)|"
    r"nie[-_.]?odpowiadaj|neodpovid\w+)(?:[-+_.=].*)?$|(?:[-+_.](?:bounces?|noreply|request|owner))$|^owner-",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"^(?:(?:https?://)?(?:[a-z]{1,5}\.){0,2}linkedin\.com)?/*(?:(?:comm|mwlite|m)/)?", re.IGNORECASE
)
_UNFIT = re.compile("[\x00-\x20<>\x7f\ud800-\udfff]")


def normal_email(address: str) -> str:
    """An address in lower case, without white space, angle brackets or `mailto:`; "" if it is none.

    The local part is folded too: RFC 5321 section 2.4 lets hosts tell cases apart, none in use does.
    """
    text = address.strip().strip("<>").strip()
    if text[:7].lower() == "mailto:":
        text = text[7:]
    if not 3 <= len(text) <= 320 or " " in text:
        return ""
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain or "@" in local.strip('"') or _UNFIT.search(text):
        return ""
    folded = text.lower()
    return folded if len(folded) <= 320 else ""


def email_handle(address: str) -> Handle | None:
    """The handle of an e-mail address, or None where the text is no address."""
    value = normal_email(address)
    return Handle("email", value) if value else None


def linkedin_handle(url: str) -> Handle | None:
    """The handle of a LinkedIn profile address, with or without scheme and host; None if it is none.

    One profile is written in several ways: with its letters encoded or not, from a telephone, and with a
    language or a part of its page behind it.
    """
    path = _HOST.sub("", url.strip()).split("?")[0].split("#")[0]
    path = normalize("NFC", unquote(path)).split("?")[0].strip("/ ").lower()
    if path.startswith("in/"):
        path = "/".join(path.split("/")[:2])
    if not path.startswith(("in/", "pub/")) or len(path) > 300 or _UNFIT.search(path):
        return None
    return Handle("linkedin", path)


def is_machine(email: str) -> bool:
    """Whether a normalised address is a machine's by its local part (no-reply, mailer-daemon, …)."""
    return _NO_REPLY.search(email.partition("@")[0]) is not None


_SHARED = frozenset(
    "abuse accounting accounts admin administrator billing booking bookings careers contact customerservice "
    "enquiries events feedback finance hello help helpdesk hostmaster hr info inquiries invoice invoices it "
    "jobs kontakt legal mail marketing media members membership newsletter news office orders press privacy "
    "reception registrar reservations root sales security service services staff subscribe support team "
    "tickets unsubscribe webmaster alert alerts confirmation digest mailing receipt receipts statements survey surveys "
    "updates rechnung rechnungen bestellung bestellungen kundenservice kundendienst kundenbetreuung versand buchung "
    "buchungsbestaetigung auftragsbestaetigung vertrieb verkauf einkauf buchhaltung bewerbung bewerbungen sekretariat "
    "empfang zentrale redaktion presse service-client serviceclient facture factures facturation comptabilite commande "
    "commandes accueil secretariat recrutement factura facturas facturacion contacto ventas pedidos atencionalcliente "
    "administracion reservas ordini fatture assistenza amministrazione prenotazioni segreteria vendite klantenservice "
    "facturen bestellingen verkoop administratie boekingen atendimento vendas encomendas faturas kundservice "
    "kundeservice faktura".split()
)


def is_shared(email: str) -> bool:
    """Whether a normalised address is a function's, not a person's, by its local part (RFC 2142 and kin)."""
    return email.partition("@")[0].partition("+")[0] in _SHARED
