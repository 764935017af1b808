"""My own card: what could be on it, what is, and how it looks."""

from __future__ import annotations

import time
from dataclasses import dataclass

from comity.answers import guarding
from comity.core import days, my_card
from comity.core.audience import ANYBODY, Audience
from comity.core.errors import Invalid
from comity.exports import my_card as drawing
from comity.exports.my_card import MyCard
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, Person
from comity.store.queries import people as query

FILES = {"svg": "image/svg+xml", "png": "image/png", "vcf": "text/vcard"}
"""The forms in which the card leaves, with their media types; the file is a vCard 4.0."""
_REACHED = ("email", "phone")
"""Details that only say where I am reached; others hold words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A detail of mine. chosen: it is on the card; mine: I wrote it here, and can take it away here."""

    field: str
    value: str
    chosen: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class CardPage:
    """My card: what is on it, all that could be, and whether the choice was made by me.

    withheld: what was chosen and is not on it, because it would give away what was told in confidence.
    """

    card: MyCard
    choices: tuple[Choice, ...]
    decided: bool
    withheld: tuple[guarding.Withheld, ...] = ()


def my_page(scope: Scope, audience: Audience = ANYBODY) -> CardPage:
    """My card and what could be on it; the name is "" where I have not said it.

    audience: to whom the card is shown; what could be on it is for me alone.
    """
    me = Person.objects.filter(book_id=scope.book_id, is_me=True, merged_into=None).first()
    if me is None:
        return CardPage(MyCard(""), (), False)
    claims = Claim.objects.filter(identifier__person=me, field__in=("phone", "url", my_card.CLAIM))
    said = list(claims.order_by("-origin", "-last_at", "id").values_list("field", "value", "batch"))
    stored = next((value for field, value, batch in said if field == my_card.CLAIM and batch is None), None)
    written = {(field, value) for field, value, batch in said if batch is None}
    details = _details(scope, me, [(field, value) for field, value, _ in said if field != my_card.CLAIM])
    chosen = my_card.chosen_from(stored)
    shown = my_card.on_card(details, chosen)
    choices = tuple(Choice(d.field, d.value, d in shown, (d.field, d.value) in written) for d in details)
    guard = guarding.guard(scope, audience)
    open_to_them = tuple(d for d in shown if guard.lets(d.value, greets=d.field in _REACHED, what=d.field))
    return CardPage(_card(me.name, open_to_them), choices, chosen is not None, guard.withheld)


def my_code(card: MyCard) -> tuple[str, bool]:
    """The code of my card as SVG, and whether it is so dense that cameras may have trouble; "" without a name.

    Raises:
        Invalid: there is more on the card than a code holds.
    """
    if not card.name:
        return "", False
    drawn = drawing.code(drawing.vcard(card, "3.0"))
    return drawing.svg(drawn, card.name), drawing.is_dense(drawn)


def my_file(scope: Scope, kind: str) -> bytes:
    """My card as a file: `svg` or `png` hold the code, `vcf` is a vCard 4.0.

    Raises:
        Invalid: another kind, no name yet, or more on the card than a code holds.
    """
    if kind not in FILES:
        raise Invalid("file", kind, "choose one of " + ", ".join(FILES))
    card = my_page(scope).card
    if not card.name:
        raise Invalid("name", "", "say what you are called first")
    if kind == "vcf":
        return drawing.vcard(card).encode()
    drawn = drawing.code(drawing.vcard(card, "3.0"))
    return drawing.png(drawn) if kind == "png" else drawing.svg(drawn, card.name).encode()


def _details(scope: Scope, me: Person, said: list[tuple[str, str]]) -> list[my_card.Detail]:
    """All that could be on the card, in its order; addresses that were mine once are left out."""
    today = days.day_of(int(time.time()))
    organisation, title, _ = query.positions([me.pk], today + 1).get(me.pk, ("", "", ""))
    found = [my_card.Detail("organisation", organisation, True), my_card.Detail("title", title, True)]
    mine = Identifier.objects.filter(book_id=scope.book_id, own__gt=0).order_by("kind", "value")
    for row in mine:
        if row.own_until is not None and row.own_until < today:
            continue
        if row.kind == "email":
            found.append(my_card.Detail("email", row.value, row.own == Identifier.OWN_EMPLOYER))
        elif row.kind == "linkedin":
            found.append(my_card.Detail("url", f"https://www.linkedin.com/{row.value}", False))
    found += [my_card.Detail(field, value, False) for field, value in said]
    unique = list(dict.fromkeys(detail for detail in found if detail.value))
    return sorted(unique, key=lambda detail: my_card.FIELDS.index(detail.field))


def _card(name: str, shown: tuple[my_card.Detail, ...]) -> MyCard:
    def of(field: str) -> tuple[str, ...]:
        return tuple(detail.value for detail in shown if detail.field == field)

    return MyCard(
        name,
        next(iter(of("organisation")), ""),
        next(iter(of("title")), ""),
        of("email"),
        of("phone"),
        of("url"),
    )
