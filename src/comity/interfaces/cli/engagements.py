"""`comity clients` and `comity providers`: work, what is delivered, invoiced and paid, how satisfied they are.

Both have the same commands; who is meant by ID is the same in both.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.removing import back, say_removed
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.when import AHEAD, day_or_none

if TYPE_CHECKING:
    from comity.answers.books import Scope
    from comity.answers.engagements import Work, Works

_ON = click.DateTime(["%Y-%m-%d"])
_on = click.option("--on", "when", type=_ON, metavar="DATE", help="On which day (YYYY-MM-DD); else today.")
_undo = click.option("--undo", is_flag=True, help="Take it back.")


def _list(side: str, who: str, as_json: bool) -> None:
    scope = open_book()
    from comity.answers.engagements import engagements

    found = engagements(scope, side, who=who)
    if as_json:
        shared.put_json([_json(work) for work in (*found.going, *found.ended)])
        return
    if not found.going and not found.ended:
        screen.say(f"None yet: comity {side}s add WHO TITLE")
    for work in (*found.going, *found.ended):
        _put(work)
    _put_paid(found, side)


def _put(work: Work) -> None:
    state = f", ended {work.ended_on}" if work.ended_on else ""
    screen.say(f"{work.title}, {work.face.name}{state} ({work.id})", bold=work.ended_on is None)
    if work.renewal_on and not work.ended_on:
        screen.say(f"Renewal: {work.renewal_on}", indent=2, dim=not work.renewal_near)
    for one in work.open:
        due = f", due {one.due}" if one.due else ""
        screen.say(f"{one.text}{due}{' (late)' if one.state == 'late' else ''} ({one.id})", indent=2)
    for bill in work.unpaid:
        due = f", to be paid by {bill.due}" if bill.due else ""
        late = " (late)" if bill.state == "late" else ""
        said = " ".join(filter(None, ("Invoice", bill.number, bill.sum)))
        screen.say(f"{said}{due}{late} ({bill.id})", indent=2)
    if work.satisfaction:
        score = f"{work.satisfaction.score} of 5 " if work.satisfaction.score else ""
        screen.say(f"Satisfied: {score}{work.satisfaction.text} ({work.satisfaction.on})", indent=2)
    elif work.ask:
        screen.say("Ask how satisfied they are.", indent=2, dim=True)


def _put_paid(found: Works, side: str) -> None:
    if found.paid.of and side == "provider":
        screen.say(f"You paid {found.paid.part} of {found.paid.of} invoices on time.", dim=True)
    elif found.paid.of:
        screen.say(f"{found.paid.part} of {found.paid.of} of your invoices were paid on time.", dim=True)


def _json(work: Work) -> dict[str, Any]:
    """The documented form of work; amounts as decimal text."""
    from comity.core.money import plain

    invoices = [
        {
            "id": one.id,
            "number": one.number,
            "amount": None if one.amount is None else plain(one.amount, one.currency),
            "currency": one.currency,
            "dated_on": one.dated_on,
            "due": one.due,
            "paid_on": one.paid_on,
            "state": one.state,
        }
        for one in work.invoices
    ]
    return {
        "id": work.id,
        "side": work.side,
        "person": {"id": work.face.id, "name": work.face.name},
        "title": work.title,
        "brief": work.brief,
        "since": work.since,
        "renewal_on": work.renewal_on,
        "ended_on": work.ended_on,
        "ending": work.ending,
        "deliverables": work.deliverables,
        "invoices": invoices,
        "satisfaction": work.satisfactions,
        "late": work.late,
    }


def _add(side: str, who: str, title: str, brief: str, renewal: dt.datetime | None, as_json: bool) -> None:
    scope = open_book()
    from comity.actions.engagements import begin
    from comity.answers.heads import named

    face = named(scope, who)
    id = begin(scope, face.id, side, title, brief=brief, renewal_on=shared.date_of(renewal))
    shared.put_json({"id": id}) if as_json else screen.say(f"Noted, with {face.name} ({id}).")


def _group(side: str, name: str, purpose: str) -> click.Group:
    """The commands of one side."""

    @click.group(name, invoke_without_command=True, help=purpose)
    @click.option(
        "--with", "who", default="", metavar="WHO", help="Only with this person: name, address or id."
    )
    @json_option
    @click.pass_context
    @command
    def group(ctx: click.Context, who: str, as_json: bool) -> None:
        if not ctx.invoked_subcommand:
            _list(side, who, as_json)

    @group.command("add", help="Note work with WHO.")
    @click.argument("who")
    @click.argument("title")
    @click.option("--brief", default="", metavar="TEXT", help="What is needed.")
    @click.option("--renewal", type=_ON, metavar="DATE", help="When it is renewed (YYYY-MM-DD).")
    @json_option
    @command
    def add(who: str, title: str, brief: str, renewal: dt.datetime | None, as_json: bool) -> None:
        _add(side, who, title, brief, renewal, as_json)

    for one in (_agree, _deliver, _invoice, _edit_invoice, _pay, _satisfied, _renew, _end, _remove, back):
        group.add_command(one)
    return group


@click.command("agree")
@click.argument("id")
@click.argument("text")
@click.option("--due", "when", metavar="DATE", help=f"By when: {AHEAD}")
@json_option
@command
def _agree(id: str, text: str, when: str | None, as_json: bool) -> None:
    """Something is to be delivered for the work ID."""
    scope = open_book()
    _of_side(scope, "work", id)
    due = day_or_none(when, scope.today(), "--due")
    from comity.actions import engagements as actions

    made = actions.agree(scope, id, text, due=due)
    shared.put_json({"id": made}) if as_json else screen.say(f"Noted ({made}).")


@click.command("deliver")
@click.argument("delivery")
@_on
@click.option("--accepted", is_flag=True, help="It was accepted, too.")
@_undo
@command
def _deliver(delivery: str, when: dt.datetime | None, accepted: bool, undo: bool) -> None:
    """The DELIVERY with this id was delivered, or with --accepted accepted."""
    scope = open_book()
    _of_side(scope, "delivery", delivery)
    from comity.actions import engagements as actions

    if undo:
        actions.undeliver(scope, delivery)
        click.echo("Taken back.")
        return
    (actions.accept if accepted else actions.deliver)(scope, delivery, on=shared.date_of(when))
    click.echo("Accepted." if accepted else "Delivered.")


@click.command("invoice")
@click.argument("id")
@click.argument("amount", default="")
@click.argument("currency", default="")
@click.option("--number", default="", metavar="TEXT", help="The invoice's number.")
@click.option("--dated", type=_ON, metavar="DATE", help="Of which day (YYYY-MM-DD); else today.")
@click.option("--due", type=_ON, metavar="DATE", help="To be paid by this day.")
@json_option
@command
def _invoice(
    id: str,
    amount: str,
    currency: str,
    number: str,
    dated: dt.datetime | None,
    due: dt.datetime | None,
    as_json: bool,
) -> None:
    """Note an invoice for the work ID, such as: 1200.50 EUR."""
    scope = open_book()
    _of_side(scope, "work", id)
    from comity.actions import invoices

    made = invoices.add(
        scope,
        id,
        number=number,
        amount=amount,
        currency=currency,
        dated_on=shared.date_of(dated),
        due=shared.date_of(due),
    )
    shared.put_json({"id": made}) if as_json else screen.say(f"Noted ({made}).")


@click.command("pay")
@click.argument("invoice")
@_on
@_undo
@command
def _pay(invoice: str, when: dt.datetime | None, undo: bool) -> None:
    """The INVOICE with this id was paid."""
    scope = open_book()
    _of_side(scope, "invoice", invoice)
    from comity.actions import invoices

    if undo:
        invoices.unpay(scope, invoice)
    else:
        invoices.pay(scope, invoice, on=shared.date_of(when))
    click.echo("Open again." if undo else "Paid.")


@click.command("satisfied")
@click.argument("id")
@click.argument("score", type=click.IntRange(1, 5), required=False)
@click.option("--say", "text", default="", metavar="TEXT", help="In words.")
@_on
@json_option
@command
def _satisfied(id: str, score: int | None, text: str, when: dt.datetime | None, as_json: bool) -> None:
    """Note how satisfied they said they are with the work ID (of a provider: you are), from 1 to 5."""
    scope = open_book()
    _of_side(scope, "work", id)
    from comity.actions import engagements as actions

    made = actions.satisfied(scope, id, score=score, text=text, on=shared.date_of(when))
    shared.put_json({"id": made}) if as_json else screen.say("Noted.")


@click.command("end")
@click.argument("id")
@_on
@click.option("--say", "ending", default="", metavar="TEXT", help="What came of it.")
@_undo
@command
def _end(id: str, when: dt.datetime | None, ending: str, undo: bool) -> None:
    """The work ID has ended."""
    scope = open_book()
    _of_side(scope, "work", id)
    from comity.actions import engagements as actions

    if undo:
        actions.reopen(scope, id)
    else:
        actions.end(scope, id, on=shared.date_of(when), ending=ending)
    click.echo("It goes on." if undo else "Ended.")


@click.command("renew")
@click.argument("id")
@click.option("--until", "when", type=_ON, metavar="DATE", help="Until which day; else for a year.")
@command
def _renew(id: str, when: dt.datetime | None) -> None:
    """The work ID goes on: it is renewed."""
    scope = open_book()
    _of_side(scope, "work", id)
    from comity.actions import engagements as actions
    from comity.answers.engagements import engagement

    actions.renew(scope, id, shared.date_of(when))
    screen.say(f"Renewed; the next time on {engagement(scope, id).renewal_on}.")


@click.command("edit-invoice")
@click.argument("invoice")
@click.option("--number", metavar="TEXT", help="The invoice's number.")
@click.option("--amount", metavar="NUMBER", help="Such as 1200.50; empty where it is not known.")
@click.option("--currency", metavar="CODE", help="Such as EUR.")
@click.option("--dated", type=_ON, metavar="DATE", help="Of which day (YYYY-MM-DD).")
@click.option("--due", metavar="DATE", help=f"To be paid by this day, or none. {AHEAD}")
@click.option("--paid", type=_ON, metavar="DATE", help="On which day it was paid.")
@command
def _edit_invoice(
    invoice: str,
    number: str | None,
    amount: str | None,
    currency: str | None,
    dated: dt.datetime | None,
    due: str | None,
    paid: dt.datetime | None,
) -> None:
    """Change the INVOICE with this id; what is not given stays."""
    scope = open_book()
    _of_side(scope, "invoice", invoice)
    from comity.actions import invoices

    days: dict[str, dt.date | None] = {}
    if due is not None:
        days["due"] = None if due == "none" else day_or_none(due, scope.today(), "--due")
    if paid is not None:
        days["paid_on"] = shared.date_of(paid)
    said = {"number": number, "amount": amount, "currency": currency, "dated_on": shared.date_of(dated)}
    invoices.edit(scope, invoice, **said, **days)  # type: ignore[arg-type]
    click.echo("Changed.")


@click.command("remove")
@click.argument("id")
@command
def _remove(id: str) -> None:
    """Forget the work ID with all that was noted of it; or one delivery, or one invoice, by its id."""
    scope = open_book()
    what = _of_side(scope, "any", id)
    from comity.actions import engagements as actions
    from comity.actions import invoices

    removes = {
        "work": actions.remove,
        "delivery": actions.remove_deliverable,
        "invoice": invoices.remove,
        "satisfaction": actions.remove_satisfaction,
    }
    say_removed(removes[what](scope, id), f"The {what} is gone.")


def _of_side(scope: Scope, what: str, id: str) -> str:
    """What an id is of, which must be of the side that the command is for; `any`: whatever it may be."""
    from comity.answers.engagements import side_of

    context = click.get_current_context().parent
    side = (context.info_name or "").removesuffix("s") if context else ""
    found, theirs = side_of(scope, what, id)
    if theirs != side:
        raise click.UsageError(f"This is work of a {theirs}; say: comity {theirs}s")
    return found


clients = _group("client", "clients", "Work for clients. Without a command: list it.")
providers = _group("provider", "providers", "Work by service providers. Without a command: list it.")
