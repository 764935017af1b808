"""How sign-in differs from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from comity.interfaces.web import opened


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody can register from outside: the first user is made on the machine, others are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """Whoever signs out locks what they had opened."""
        opened.lock(request)
        super().logout(request)
