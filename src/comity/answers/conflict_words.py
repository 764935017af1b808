"""Interests, ties and the steps of a path in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.core import money
from comity.core.conflicts import ME, Edge, Node, Step, Weight

INTERESTS: Mapping[str, str | Promise] = {
    "stake": later("a stake"),
    "family": later("close family"),
    "relative": later("a relative"),
    "partner": later("a business partner"),
    "office": later("a board or office"),
    "job": later("paid work"),
    "offer": later("an offer of work"),
    "loan": later("a loan"),
    "past_employer": later("a past employer"),
    "friendship": later("a friendship"),
    "dispute": later("a dispute"),
    "member": later("a membership"),
    "other": later("another interest"),
}
TIES: Mapping[str, str | Promise] = {
    "spouse": later("spouse or partner"),
    "parent": later("parent"),
    "child": later("child"),
    "sibling": later("brother or sister"),
    "relative": later("relative"),
    "friend": later("friend"),
    "rival": later("rival"),
    "owner": later("owner"),
    "partner": later("business partner"),
    "officer": later("officer or board member"),
    "creditor": later("lender"),
    "adviser": later("adviser"),
    "manager": later("manager"),
    "employee": later("employee"),
    "other": later("connected"),
}
GIFTS: Mapping[str, str | Promise] = {
    "gift": later("a gift"),
    "meal": later("a meal"),
    "travel": later("travel"),
    "ticket": later("a ticket or event"),
    "discount": later("a discount"),
    "other": later("something else"),
}
OUTCOMES: Mapping[str, str | Promise] = {
    "kept": later("kept"),
    "declined": later("declined"),
    "returned": later("returned"),
    "handed_in": later("handed in"),
}
WEIGHTS: Mapping[Weight, str | Promise] = {
    Weight.HEAVY: later("heavy"),
    Weight.SOME: later("worth saying"),
    Weight.LIGHT: later("good to know"),
    Weight.NONE: later("no longer counts"),
}
DECISIONS: Mapping[str, str | Promise] = {
    "hire": later("to hire"),
    "promote": later("to promote or judge"),
    "pay": later("to pay or fund"),
    "buy": later("to buy or sell"),
    "invest": later("to invest"),
    "review": later("to review"),
    "recommend": later("to recommend"),
    "introduce": later("to introduce"),
    "other": later("a decision"),
}
VERDICTS: Mapping[str, str | Promise] = {
    "clear": later("Clear"),
    "disclose": later("Say so first"),
    "recuse": later("Step aside"),
}
DID: Mapping[str, str | Promise] = {
    "": later("open"),
    "disclosed": later("disclosed"),
    "recused": later("stepped aside"),
    "went_on": later("went on"),
}
_MINE: Mapping[str, str | Promise] = {
    "stake": later("You have a stake in %(to)s"),
    "family": later("%(to)s is close family of yours"),
    "relative": later("%(to)s is a relative of yours"),
    "partner": later("You and %(to)s are partners in business"),
    "office": later("You hold an office at %(to)s"),
    "job": later("You do paid work for %(to)s"),
    "offer": later("You seek or are offered work with %(to)s"),
    "loan": later("There is a loan between you and %(to)s"),
    "past_employer": later("You worked for %(to)s"),
    "friendship": later("%(to)s is a friend of yours"),
    "dispute": later("There is a dispute between you and %(to)s"),
    "member": later("You are a member of %(to)s"),
    "other": later("You have an interest in %(to)s"),
    "personal": later("%(to)s belongs to your private life"),
    "both": later("%(to)s is both a friend and a colleague"),
    "stay_out": later("%(to)s is both a friend and a colleague, and you said what you stay out of"),
    "gift": later("A gift passed between you and %(to)s"),
    "client": later("You work for %(to)s, a client"),
    "provider": later("%(to)s works for you"),
    "promise": later("There is an open promise between you and %(to)s"),
    "contact": later("You and %(to)s are in close contact"),
}
_BETWEEN: Mapping[str, str | Promise] = {
    "spouse": later("%(one)s is the spouse or partner of %(other)s"),
    "parent": later("%(one)s is a parent of %(other)s"),
    "child": later("%(one)s is a child of %(other)s"),
    "sibling": later("%(one)s is a brother or sister of %(other)s"),
    "relative": later("%(one)s is a relative of %(other)s"),
    "friend": later("%(one)s is a friend of %(other)s"),
    "rival": later("%(one)s is a rival of %(other)s"),
    "owner": later("%(one)s owns a part of %(other)s"),
    "partner": later("%(one)s is a partner in business of %(other)s"),
    "officer": later("%(one)s holds an office at %(other)s"),
    "creditor": later("%(one)s has lent money to %(other)s"),
    "adviser": later("%(one)s advises %(other)s"),
    "manager": later("%(one)s manages %(other)s"),
    "employee": later("%(one)s works for %(other)s"),
    "other": later("%(one)s is connected with %(other)s"),
    "position": later("%(one)s works at %(other)s"),
}
_LABELS: Mapping[str, str | Promise] = {
    "gift": later("gift"),
    "work": later("work"),
    "promise": later("promise"),
    "nature": later("friendship"),
    "contact": later("close contact"),
    "position": later("position"),
}


def step_words(step: Step, names: Mapping[Node, str]) -> str:
    """A step as a sentence, with what was written of it."""
    edge = step.edge
    if edge.one == ME:
        said = str(_MINE.get(edge.kind, _MINE["other"])) % {"to": names[edge.other]}
    else:
        ends = {"one": names[edge.one], "other": names[edge.other]}
        said = str(_BETWEEN.get(edge.kind, _BETWEEN["other"])) % ends
    beside = "; ".join(filter(None, (edge.text, money_words(edge))))
    return gettext("%(said)s (%(text)s)") % {"said": said, "text": beside} if beside else said


def money_words(edge: Edge) -> str:
    """How much money is in something: what it is worth, or what was invoiced; "" where none is noted."""
    sums = get_text_list([money.written(amount, currency) for amount, currency in edge.money], gettext("and"))
    if not sums:
        return ""
    said = gettext("%(sums)s invoiced") if edge.what == "work" else gettext("worth %(sums)s")
    return said % {"sums": sums}


def label(step: Step) -> str:
    """The kind of a step, in a word or two."""
    edge = step.edge
    if edge.what == "interest":
        return str(INTERESTS.get(edge.kind, edge.kind))
    return str(TIES.get(edge.kind, edge.kind) if edge.what == "tie" else _LABELS[edge.what])
