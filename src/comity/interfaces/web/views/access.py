"""Signing in by a link that works once."""

from __future__ import annotations

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from comity.actions import access

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Signs in whom the link was made for; a spent or unknown one says how to get another."""
    user_id = access.redeem(token)
    user = (
        get_user_model().objects.filter(pk=user_id, is_active=True).first() if user_id is not None else None
    )
    if user is None:
        return render(request, "comity/link_spent.html", status=410)
    login(request, user, backend=_BACKEND)
    return redirect("today")
