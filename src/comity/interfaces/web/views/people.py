"""The list of people: search as you type, order, filters, and a person added by hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from comity.actions import people as actions
from comity.answers import books, playbooks
from comity.answers import people as answers
from comity.answers.shapes import FilterChoices
from comity.interfaces.web.forms import AddPersonForm
from comity.interfaces.web.pages import DeskRequest, desk_page, say_error, wants_part
from comity.interfaces.web.wording import STATES, words_for_form, words_of

_PAGE = 24
_SORTS = ("strength", "name", "last")
_LONGEST, _FARTHEST = 200, 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to, as the address says it."""

    words: str
    sort: str
    role: str
    tag: str
    organisation: str
    state: str

    @property
    def narrowed(self) -> bool:
        return any((self.words, self.role, self.tag, self.organisation, self.state))

    def address(self, offset: int) -> str:
        """The address of the page of the list that begins at `offset`."""
        fields = {"q": self.words, **asdict(self), "offset": offset or ""}
        del fields["words"]
        if self.sort == _SORTS[0]:
            del fields["sort"]
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"?{query}" if query else ""


def _asked(request: DeskRequest) -> tuple[Asked, int]:
    def sent(name: str) -> str:
        return request.GET.get(name, "")[:_LONGEST].replace("\0", "").strip()

    sort = sent("sort")
    offset = sent("offset")
    start = min(int(offset), _FARTHEST) if offset.isascii() and offset.isdigit() and len(offset) < 9 else 0
    order = sort if sort in _SORTS else _SORTS[0]
    return Asked(sent("q"), order, sent("role"), sent("tag"), sent("organisation"), sent("state")), start


@desk_page
@require_safe
def people_page(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """The whole page; the list for htmx; only more rows where an offset is asked for."""
    asked, offset = _asked(request)
    found = answers.people(scope, limit=_PAGE, offset=offset, **asdict(asked))
    context: dict[str, Any] = {"page": "people", "found": found, "q": asked, "narrowed": asked.narrowed}
    if found.next_offset is not None:
        context["next_url"] = reverse("people") + asked.address(found.next_offset)
    if wants_part(request) and offset:
        return render(request, "comity/parts/people_rows.html", context)
    context["roles"] = playbooks.choices()
    if wants_part(request):
        address = reverse("people") + asked.address(0)
        return replace_url(render(request, "comity/parts/people_list.html", context), address)
    context["selects"] = _selects(answers.choices(scope), asked)
    return render(request, "comity/people.html", context)


def _selects(choices: FilterChoices, asked: Asked) -> list[dict[str, Any]]:
    """The four filters and the order, those with nothing to choose left out."""

    def counted(every: str, options: tuple[tuple[str, str, int], ...]) -> list[tuple[str, str]]:
        return [("", every), *((key, f"{title} ({n})") for key, title, n in options)]

    orders = [("strength", _("Strongest first")), ("name", _("By name")), ("last", _("Latest contact first"))]
    states = [(key, words_of(STATES, key) if key in STATES else title) for key, title in choices.states]
    selects = [
        ("sort", _("Order"), orders, asked.sort),
        ("role", _("Role"), counted(_("Any role"), choices.roles), asked.role),
        ("tag", _("Tag"), counted(_("Any tag"), choices.tags), asked.tag),
        (
            "organisation",
            _("Organisation"),
            counted(_("Anywhere"), choices.organisations),
            asked.organisation,
        ),
        ("state", _("Contact"), [("", _("Any state")), *states], asked.state),
    ]
    return [
        {"name": name, "label": label, "options": options, "chosen": chosen}
        for name, label, options, chosen in selects
        if len(options) > 1
    ]


@desk_page
@require_POST
def add(request: DeskRequest, scope: books.Scope) -> HttpResponse:
    """A person by hand, and on to their page."""
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        return say_error(request, words_for_form(form))
    return redirect("person", actions.add_person(scope, **form.cleaned_data))
