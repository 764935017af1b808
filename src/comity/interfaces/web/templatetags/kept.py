"""Parts of a page that are the same for everybody: rendered once for each language, then kept.

The frame around a page is hundreds of words to translate and addresses to look up, and takes longer than all that is
particular to it.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_TOKEN = "the-token-against-forgery-stands-here"
_MOST = 64
"""Variants of a part that are kept at the most; further ones are rendered each time."""


class Kept(template.Node):
    """A part that knows nothing of the page but the values named by it; the token of its forms is put in anew."""

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.given = given
        self.known: dict[tuple[object, ...], list[str]] = {}

    def render(self, context: Context) -> SafeString:
        """The part for the language that is active."""
        values = {name: expression.resolve(context) for name, expression in self.given.items()}
        variant = (get_language(), *values.values())
        pieces = self.known.get(variant)
        if pieces is None:
            inside = context.new({"csrf_token": _TOKEN, **values})
            pieces = self.nodelist.render(inside).split(_TOKEN)
            if len(self.known) < _MOST:
                self.known[variant] = pieces
        if len(pieces) == 1:
            return mark_safe(pieces[0])
        return mark_safe(str(context.get("csrf_token", "")).join(pieces))


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """`{% kept [NAME | NAME=VALUE …] %} … {% endkept %}`: see `Kept`. A value is one of few, never a user's text."""
    given = {}
    for named in token.split_contents()[1:]:
        name, _, value = named.partition("=")
        given[name] = parser.compile_filter(value or name)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, given)
