"""How often each page asks the database; a page that asks more often than this needs a reason."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import people
from tests.web.conftest import Desk

MOST = {"today": 20, "people": 20, "settings": 20, "imports": 20, "search": 20, "palette": 20, "welcome": 20}


@pytest.mark.parametrize("name", sorted(MOST))
def test_a_page_asks_no_more_often_than_it_did(
    client: Client, desk: Desk, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(reverse(name), {"q": "ada"})
    with django_assert_max_num_queries(MOST[name]):
        client.get(reverse(name), {"q": "ada"})
