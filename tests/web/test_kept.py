"""Parts of pages that are rendered once for a language and kept."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from comity.interfaces.web.templatetags import kept
from tests.web.conftest import Desk


def rendered(template: Template, **values: object) -> str:
    return template.render(Context(values))


def test_a_kept_part_is_rendered_once() -> None:
    template = Template("{% load kept %}{% kept %}{% now 'u' %}{% endkept %}")
    assert rendered(template) == rendered(template)


def test_a_kept_part_is_another_for_each_value_named_and_knows_no_other() -> None:
    template = Template(
        "{% load kept %}{% kept page size=big.size %}{{ page }}{{ size }}{{ name }}{% endkept %}"
    )
    assert rendered(template, page="a", big={"size": 1}, name="Ada") == "a1"
    assert rendered(template, page="b", big={"size": 1}) == "b1"
    assert rendered(template, page="a", big={"size": 2}) == "a2"
    assert rendered(template, page="a", big={"size": 1}) == "a1"


def test_a_kept_part_is_another_for_each_language() -> None:
    template = Template("{% load i18n kept %}{% kept %}{% get_current_language as l %}{{ l }}{% endkept %}")
    with translation.override("en"):
        assert rendered(template) == "en"
    with translation.override("en-gb"):
        assert rendered(template) == "en-gb"


def test_each_page_has_its_own_token_in_a_kept_form() -> None:
    template = Template("{% load kept %}{% kept %}<form>{% csrf_token %}</form>{% endkept %}")
    for token in ("first", "second"):
        shown = rendered(template, csrf_token=token)
        assert f'value="{token}"' in shown


def test_what_a_part_was_given_is_escaped() -> None:
    template = Template("{% load kept %}{% kept name %}{{ name }}{% endkept %}")
    assert rendered(template, name="<b>") == "&lt;b&gt;"


def test_no_more_variants_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 2)
    template = Template("{% load kept %}{% kept n %}{{ n }}{% endkept %}")
    assert [rendered(template, n=n) for n in (1, 2, 3, 4, 1)] == ["1", "2", "3", "4", "1"]
    (node,) = template.nodelist.get_nodes_by_type(kept.Kept)
    assert isinstance(node, kept.Kept)
    assert len(node.known) == 2


def test_the_forms_of_a_page_all_hold_the_token_of_the_session(client: Client, desk: Desk) -> None:
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    strict.cookies = client.cookies
    for _ in range(2):
        page = strict.get("/").content.decode()
        tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert len(set(tokens)) == 1
        assert len(tokens[0]) == 64
    answer = strict.post("/log", {"text": "", "csrfmiddlewaretoken": tokens[0]})
    assert answer.status_code != 403
