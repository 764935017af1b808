"""How often each page asks the database; a page that asks more often than this needs a reason."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.conftest import Desk

MOST = {
    "/": 8,
    "/people": 7,
    "/people?q=ada": 8,
    "/people/{ada}": 24,  # one tells which panels there is anything for, and one each asks for those
    "/review": 6,
    "/people/{ada}/timeline": 7,
    "/i/{coffee}": 6,
    "/import": 5,  # one more where files wait
    "/welcome": 3,
    "/settings": 11,  # one each for the calendar feed and the mail
    "/search?q=ada": 8,
    "/palette?q=ada": 5,
    "/log": 3,
    "/dates": 6,
    "/events": 8,
    "/mentoring": 4,
    "/clients": 5,
    "/providers": 5,
    "/goals": 10,
    "/outcomes": 6,
    "/card": 8,
    "/card/read": 4,
}
"""Three of each are the session, the user and the book."""


@pytest.mark.parametrize("path", MOST)
def test_a_page_asks_no_more_often_than_it_did(
    client: Client, desk: Desk, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = path.format(ada=desk.ada, coffee=desk.coffee)
    client.get(address)
    with django_assert_max_num_queries(MOST[path]):
        client.get(address)
