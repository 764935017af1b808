"""Every address of the desk, with ids of a book put in."""

from __future__ import annotations

from django.urls import URLPattern, reverse

from comity.interfaces.web.edits import EDITS
from comity.interfaces.web.urls import urlpatterns
from tests.web.conftest import Desk

OPEN = {"enter", "feed", None}
"""Routes that need no sign-in: the link that signs in, the calendar feed, and the icon."""
ABOUT_A_ROW = {
    "mentoring",
    "mentoring_act",
    "session_act",
    "work",
    "work_act",
    "delivery_act",
    "invoice_act",
    "satisfaction_act",
    "person",
    "timeline",
    "person_edit",
    "interaction",
    "import",
    "import_cancel",
    "import_undo",
    "import_whose",
    "upload",
    "upload_columns",
    "upload_again",
    "upload_begin",
    "upload_discard",
    "decide",
    "write",
    "promise_act",
    "request_pass",
    "request_act",
    "reminder_act",
    "date_act",
    "exchange_act",
    "event",
    "event_there",
    "event_met",
    "event_act",
    "guest_act",
    "goal",
    "goal_act",
    "step_act",
    "need_act",
    "group_act",
    "outcome_act",
    "introduction_act",
    "opportunity",
    "opportunity_act",
    "opportunity_share_act",
    "feedback_act",
    "share_act",
    "boundary_act",
    "crossing_act",
    "policy_act",
    "rule_remove",
    "disclosure_remove",
    "confidence",
    "confidence_act",
    "difficult_act",
    "incident",
    "incident_act",
    "incident_file",
    "anchor_remove",
    "pack",
    "retention_remove",
    "sealed_again",
    "rights_of",
    "rights_purpose",
    "rights_erase",
    "rights_file",
    "idea_show",
    "idea_remove",
    "idea_pdf",
    "recusal_end",
    "decision",
    "decision_file",
    "decision_act",
    "interest_pdf",
    "interest_act",
    "tie_act",
    "gift_act",
    "trust",
    "feeling",
    "feeling_remove",
}


def address(route: URLPattern, desk: Desk) -> str:
    """The address of a route in this desk's book; numbers and questions are ones that it has not."""
    values = {
        "who": desk.ada,
        "interaction": desk.coffee,
        "number": 99,
        "date": 99,
        "upload": desk.fact,
        "question": desk.fact,
        **dict.fromkeys(("promise", "request_id", "reminder", "exchange"), desk.fact),
        **dict.fromkeys(("event", "guest", "goal", "step", "need", "group", "outcome"), desk.fact),
        **dict.fromkeys(("mentoring", "session", "work", "delivery", "invoice", "satisfaction"), desk.fact),
        "kind": "vcf",
        "rule": desk.fact,
        "introduction": desk.fact,
        **dict.fromkeys(("opportunity", "share", "feedback", "shared"), desk.fact),
        **dict.fromkeys(("disclosure", "idea", "feeling", "confidence"), desk.fact),
        **dict.fromkeys(("decision", "recusal", "interest", "tie", "gift"), desk.fact),
        **dict.fromkeys(("incident", "file", "anchor", "form"), desk.fact),
        **dict.fromkeys(("boundary", "crossing", "policy"), desk.fact),
        "what": "recusal",
        "act": "remove",
        "name": "work",
        "edit": "tag",
        "change": "name",
    }
    needed = route.pattern.converters
    return reverse(str(route.name), kwargs={name: values[name] for name in needed})


def guarded() -> list[URLPattern]:
    return [route for route in urlpatterns if route.name not in OPEN]


def about_a_row() -> list[URLPattern]:
    return [route for route in urlpatterns if route.name in ABOUT_A_ROW]


def edit_names() -> list[str]:
    return sorted(EDITS)
