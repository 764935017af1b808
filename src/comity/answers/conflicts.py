"""A check before a decision: each way by which an interest of mine reaches it, and what it asks for.

For the owner's own eyes; whatever leaves as a document goes through the guard (`answers.declaring`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.answers import conflict_words as words
from comity.answers import naming_parties, wording
from comity.answers.conflict_shapes import Asked, Check, Party, PathLine, StepLine
from comity.answers.policies import binding
from comity.core import days, deciding, policies
from comity.core.conflict_paths import Found, walk
from comity.core.conflicts import ME, ORGANISATION, PERSON, Node, Path, Rule, Ruling, Step, rule
from comity.core.deciding import DECISIONS
from comity.core.errors import Invalid
from comity.core.playbooks import Nature
from comity.store.access import Scope
from comity.store.models import Recusal
from comity.store.queries import conflicts as query
from comity.store.queries.person import members

__all__ = ["Asked", "Check", "Party", "PathLine", "StepLine", "check"]

_BECAUSE: Mapping[str, str | Promise] = {
    "own_rule": later("You have said that you stay out: “%(name)s”."),
    "policy": later("Your employer’s rule “%(name)s” asks for it."),
    "heavy": later(
        "Others would not expect you to decide here: family, money or an office of yours is in it."
    ),
    "spoken": later("Whoever listens should know how close you are. Say it together with your word."),
    "some": later("It may sway you, or seem to. Say so before you decide, to whoever is responsible."),
    "light": later("Ordinary working ties only; nothing that others would hold against it."),
    "nothing": later("Nothing in your book leads from you to this decision."),
}
_POLICIES = {"relationships": True, "outside_work": False}
"""Kinds of policy that a path can touch, and whether they are about private life."""


def check(scope: Scope, question: str, picked: Mapping[str, str] | None = None) -> Check:
    """What stands between me and a decision, said in plain language: "hire Bo at Acme".

    picked: words of the question that fit several, to the id of who or what is meant.

    Raises:
        Invalid: there is nothing in the question.
    """
    said = " ".join(question.split())[: deciding.LONGEST_QUESTION]
    if not said:
        raise Invalid("question", "", "say what is to be decided, such as: hire Bo at Acme")
    read = deciding.read(said)
    named = naming_parties.parties(scope, read, picked or {})
    kind_words = str(words.DECISIONS[read.kind])
    if named.asked or not named.parties:
        return Check(
            said,
            read.kind,
            kind_words,
            named.parties,
            named.asked,
            named.unknown,
            "",
            "",
            "",
            False,
            (),
            False,
        )
    today = days.day_from_date(scope.today())
    ends = {party.node for party in named.parties}
    bound = binding(scope, today, (*_POLICIES, policies.COOLING_OFF))
    edges, cut = query.edges_between(scope.book_id, ends, today, policies.cooling_off(bound, today))
    found = walk(edges, ends, today)
    ruling = rule(
        found.heaviest, speaks=DECISIONS[read.kind], rules=tuple(_rules(scope, named.parties, bound, today))
    )
    lines = _lines(scope, found, today)
    return Check(
        said,
        read.kind,
        kind_words,
        named.parties,
        (),
        named.unknown,
        str(ruling.verdict),
        ruling.rule,
        because(ruling),
        ruling.approval,
        lines,
        found.more or cut,
        _without_rule(found, lines),
    )


def because(ruling: Ruling) -> str:
    """The rule that decided, in words."""
    said = str(_BECAUSE[ruling.rule]) % {"name": ruling.by.name if ruling.by else ""}
    if ruling.approval:
        said += " " + gettext("Your employer asks for approval first.")
    return said


def _rules(
    scope: Scope, parties: Iterable[Party], bound: Iterable[policies.Policy], today: int
) -> Iterable[Rule]:
    """What I have said I stay out of, and what an employer's policies ask."""
    people = [id for party in parties if party.kind == PERSON for id in members(party.node[1])]
    places = [party.node[1] for party in parties if party.kind == ORGANISATION]
    lasting = Q(until=None) | Q(until__gte=today)
    recusals = Recusal.objects.filter(lasting, book_id=scope.book_id, since__lte=today)
    for row in recusals.filter(Q(person__in=people) | Q(organisation__in=places)).order_by("id"):
        yield Rule("stay_out", row.matter, row=str(row.uuid))
    for policy in bound:
        if policy.kind in _POLICIES:
            yield Rule(policy.asks, policy.title, _POLICIES[policy.kind], policy.id)


def _lines(scope: Scope, found: Found, today: int) -> tuple[PathLine, ...]:
    nodes = {node for path in found.paths for step in path.steps for node in (step.edge.one, step.edge.other)}
    known = query.called(scope.book_id, nodes - {ME})
    parties = {
        node: Party(node[0], wording.outside_id(uuid), wording.face_name(name), node)
        for node, (uuid, name) in known.items()
    }
    names = {node: party.name for node, party in parties.items()}
    return tuple(_line(path, parties, names, today) for path in found.paths)


def _without_rule(found: Found, lines: Iterable[PathLine]) -> tuple[Party, ...]:
    """Friends I work with to whom a path leads first that counts, and who have no rule of what I stay out of."""
    both = zip(found.paths, lines, strict=True)
    first = ((path.steps[0].edge, line.steps[0].to) for path, line in both if not path.over)
    return tuple(dict.fromkeys(to for edge, to in first if (edge.what, edge.kind) == ("nature", Nature.BOTH)))


def _line(path: Path, parties: Mapping[Node, Party], names: Mapping[Node, str], today: int) -> PathLine:
    seen = path.seen
    return PathLine(
        tuple(_step(step, parties, names) for step in path.steps),
        path.weight.name.lower(),
        str(words.WEIGHTS[path.weight]),
        wording.day(seen),
        "" if seen is None else _age(today - seen),
        path.hearsay,
        path.over,
    )


def _step(step: Step, parties: Mapping[Node, Party], names: Mapping[Node, str]) -> StepLine:
    edge = step.edge
    return StepLine(
        words.step_words(step, names),
        words.label(step),
        step.weight.name.lower(),
        wording.day(edge.seen),
        step.state,
        _state(step),
        edge.hearsay,
        edge.what,
        wording.outside_id(edge.row) if edge.row else "",
        edge.money,
        parties[step.to],
    )


def _state(step: Step) -> str:
    """That something has ended, and whether it still counts."""
    until = step.edge.until
    if until is None or step.state == "holds":
        return ""
    date = wording.long_date(days.date_from_day(until))
    if step.edge.what == "gift":
        return gettext("on %(date)s") % {"date": date}
    if step.state == "over":
        return gettext("ended on %(date)s, and no longer counts") % {"date": date}
    counts = wording.long_date(days.date_from_day(until + step.edge.cooling))
    return gettext("ended on %(date)s, and counts until %(until)s") % {"date": date, "until": counts}


def _age(age: int) -> str:
    return (
        gettext("last evidence today")
        if age <= 0
        else gettext("last evidence %(span)s ago") % {"span": wording.span(age)}
    )
