"""A form that was sent while it was locked is asked for the passphrase with all that was typed: one more submit saves it.

What was typed waits in the memory of this process for the page that shows it to the same session: never in a session store,
message, cache or file. A page that answered the form itself would be kept by the browser with what was sent, on its disk.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from comity.actions import sealing as acts
from comity.answers import books
from comity.answers import sealing as answers
from comity.core.errors import Invalid, NotFound
from comity.interfaces.web import opened
from comity.interfaces.web.sealed_forms import REOPENS, UnlockForm

if TYPE_CHECKING:
    from comity.interfaces.web.pages import DeskRequest

_SECONDS = 600
"""How long it waits."""
_AT_ONCE = 50
"""Forms that wait at one time; the oldest goes."""
_waiting: dict[UUID, tuple[str | None, int, Typed]] = {}
"""By its id: the session and the user it is for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: to which address, what was wrong, the values by name in order, and files by name."""

    address: str
    words: str
    values: tuple[tuple[str, str], ...] = field(repr=False)
    files: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[str]:
        """What is worth reading again, each once."""
        return list(dict.fromkeys(value.strip() for _name, value in self.values if value.strip()))


def unlock(request: DeskRequest, scope: books.Scope, passphrase: str) -> books.Scope:
    """The scope with its key, which is kept for this session.

    Raises:
        TooSoon, NoVault, CannotOpen: see `actions.sealing.open_with` and `opened.attempt`.
    """
    with opened.attempt(scope):
        made = acts.open_with(scope, passphrase)
    opened.keep(request, scope, made.key, answers.state(scope).idle_minutes)
    return replace(scope, key=made.key)


def reopened(request: DeskRequest, scope: books.Scope) -> books.Scope:
    """The scope, opened by the passphrase that came with a form that was asked for it; any other request's as it is.

    Raises:
        Invalid: no passphrase was typed; TooSoon, NoVault, CannotOpen: see `unlock`.
    """
    if not came_for_it(request) or scope.key is not None:
        return scope
    form = UnlockForm({"passphrase": request.POST[REOPENS]})
    if not form.is_valid():
        raise Invalid(str(_("Passphrase")), "", str(_("it is missing, or too long")))
    return unlock(request, scope, form.cleaned_data["passphrase"])


def came_for_it(request: DeskRequest) -> bool:
    """Whether a form was sent anew with a passphrase."""
    return request.method == "POST" and REOPENS in request.POST


def ask_again(request: DeskRequest, words: str) -> HttpResponse:
    """Lead to the page that asks for the passphrase, with all that was sent in it; files have to be chosen anew."""
    values = ((name, value) for name, found in request.POST.lists() for value in found)
    typed = Typed(
        request.get_full_path(),
        words,
        tuple((name, str(value)) for name, value in values if name not in ("csrfmiddlewaretoken", REOPENS)),
        tuple((name, file.name or "") for name, found in request.FILES.lists() for file in found),
    )
    id = uuid4()
    _waiting[id] = (request.session.session_key, request.scope.user_id, typed)
    for oldest in list(_waiting)[:-_AT_ONCE]:
        _waiting.pop(oldest, None)
    forgetting = threading.Timer(_SECONDS, _waiting.pop, (id, None))
    forgetting.daemon = True
    forgetting.start()
    return redirect("sealed_again", id)


def waiting(request: DeskRequest, id: UUID) -> Typed:
    """What was typed in this session.

    Raises:
        NotFound: it waited too long, or it is another session's.
    """
    session, user, typed = _waiting.get(id, (None, 0, None))
    if typed is None or (session, user) != (request.session.session_key, request.scope.user_id):
        raise NotFound("form", str(id))
    return typed
