"""Nothing that was told in confidence reaches anybody outside its audience, by any way out; and nothing else is lost."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import comity
from comity.actions import confidences as actions
from comity.actions import covering, merging, people
from comity.answers import confidences, declaring, person_document, person_file
from comity.answers.guarding.ways_out import FOR_ME, HANDED_ON, SEEN_BY_ME, WAYS_OUT
from comity.answers.idea_record import idea_record
from comity.store.access import Scope
from tests.leaving import BO, DANA, EVE, HARMLESS, INES, WAYS, Planted, plant
from tests.leaving_documents import NOW, pages
from tests.made_up import TODAY, new_scope, on_day
from tests.sealed import vault_of

pytestmark = pytest.mark.django_db

_WORDS = ("Quorvel", "zimnath", "Břelka", "ostrumi", "fandoly", "kreppin", "vaulgat", "tumbrel", "yestrin")
_SIGN = "marzipolt"
_READERS = ((), (EVE,), (BO,), (DANA,), (EVE, BO))
_SAME = ("draft as changed", "calendar feed", "my card", "my card as a file", "search for others")
_UNTIL = (None, -1, 0, 1, 30)


@st.composite
def _told(draw: st.DrawFn) -> dict[str, Any]:
    """What was told, and how it is kept."""
    return {
        "text": draw(st.lists(st.sampled_from(_WORDS), min_size=4, max_size=9, unique=True)),
        "signs": draw(st.sampled_from([(), (_SIGN,), (_SIGN, "two of them")])),
        "source": draw(st.sampled_from([None, INES])),
        "subject": draw(st.sampled_from([None, DANA])),
        "audience": draw(st.sampled_from([(), (BO,), (BO, INES)])),
        "nobody": draw(st.booleans()),
        "until": draw(st.sampled_from(_UNTIL)),
        "seal": draw(st.sampled_from(["no", "open", "locked"])),
        "released": draw(st.sampled_from([False, False, False, True])),
        "merged": draw(st.booleans()),
        "uncovered": draw(st.booleans()),
    }


_PLAIN = {
    "text": list(_WORDS),
    "signs": (_SIGN,),
    "source": INES,
    "subject": None,
    "audience": (BO,),
    "nobody": False,
    "until": None,
    "seal": "no",
    "released": False,
    "merged": False,
    "uncovered": True,
}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@example(_PLAIN)
@example(_PLAIN | {"seal": "open"})
@example(_PLAIN | {"seal": "locked"})
@example(_PLAIN | {"seal": "locked", "uncovered": False, "subject": DANA})
@given(_told())
def test_it_stays_with_those_it_was_told_to(told: dict[str, Any]) -> None:
    with on_day(TODAY):
        vault = vault_of(new_scope())
        words = [*told["text"], _SIGN] if told["signs"] else list(told["text"])
        book = plant(vault.opened, TODAY, words, uncovered=told["uncovered"])
        if told["merged"]:
            _merge(book)
        before = {readers: _all(book, readers) for readers in _READERS}
        _keep(book, told)
        if told["seal"] == "locked":
            book = replace(book, scope=vault.locked)
        for readers in _READERS:
            _hold(book, readers, told, before[readers], _all(book, readers))


def _hold(
    book: Planted,
    readers: Sequence[str],
    told: dict[str, Any],
    before: dict[str, str],
    after: dict[str, str],
) -> None:
    """What came out for some people is what came out before, or nothing of what was told.

    Whom a suggestion names depends on what makes others come to mind; there it is enough that nothing is lost.
    """
    if not _is_closed(readers, told):
        assert {way: after[way] for way in _SAME} == {way: before[way] for way in _SAME}
        lost = {way for way in before if _given_away(before[way], told) and not _given_away(after[way], told)}
        assert lost <= ({"evidence pack"} if told["seal"] == "locked" else set())
        return
    for way, text in after.items():
        if way in SEEN_BY_ME and told["seal"] == "locked" and told["uncovered"]:
            continue
        assert not _given_away(text, told), f"{way} to {readers or 'anybody'}: {text}"
    if told["seal"] == "locked":
        assert "Oda Fjord" in after["day mail"]
        assert "Promise to" in after["calendar feed"]
        return
    for way in ("calendar feed", "day mail", "search for others"):
        assert HARMLESS.lower() in after[way].lower(), way


def _is_closed(readers: Sequence[str], told: dict[str, Any]) -> bool:
    until = told["until"]
    if told["released"] or (isinstance(until, int) and until <= 0):
        return False
    knows = {*told["audience"], told["source"]}
    return not readers or bool(told["nobody"]) or not set(readers) <= knows


def _given_away(text: str, told: dict[str, Any]) -> bool:
    """Whether a text holds a run of the words or a sign, found without anything of ours."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    read = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    said = [_plain(word) for word in told["text"]]
    length = 5 if len(said) >= 8 else 4 if len(said) >= 6 else 3
    runs = [said[n : n + length] for n in range(len(said) - length + 1)]
    runs += [[_SIGN]] if told["signs"] else []
    return any(read[n : n + len(run)] == run for run in runs for n in range(len(read)))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word).casefold() if not unicodedata.combining(c))


def _all(book: Planted, readers: Sequence[str]) -> dict[str, str]:
    return {name: way(book, readers) for name, way in WAYS.items()}


def _merge(book: Planted) -> None:
    """Each of those with a part in it is two entries that were merged."""
    for address in (INES, BO, DANA):
        other = people.add_person(book.scope, name="", email=f"other.{address}")
        book.who[address] = merging.merge_people(book.scope, [other, book.who[address]])


def _keep(book: Planted, told: dict[str, Any]) -> str:
    """Note it, and let everything proposed be covered."""
    until, scope = told["until"], book.scope
    id = actions.keep(
        scope,
        " ".join(told["text"]),
        signs=told["signs"],
        source=book.who[str(told["source"])] if told["source"] else None,
        subject=book.who[str(told["subject"])] if told["subject"] else None,
        audience=[book.who[one] for one in told["audience"]],
        nobody=bool(told["nobody"]),
        until=scope.today() + dt.timedelta(until) if isinstance(until, int) else None,
    )
    proposed = confidences.confidence(scope, id).proposed
    covering.cover(scope, id, [(one.kind, one.row) for one in proposed])
    if told["seal"] != "no":
        actions.seal(scope, id)
    if told["released"]:
        actions.release(scope, id)
    return id


def test_the_words_do_come_out_where_nothing_was_told_in_confidence(scope: Scope) -> None:
    told = {"text": _WORDS, "signs": ()}
    found = dict.fromkeys(WAYS, "")
    for uncovered in (True, False):
        book = plant(vault_of(new_scope()).opened, TODAY, _WORDS, uncovered=uncovered)
        for readers in ((), (EVE,)):
            for name, text in _all(book, readers).items():
                found[name] += text
    assert {name for name, text in found.items() if not _given_away(text, told)} == set()


def test_a_covered_mail_covers_what_was_read_from_it_whatever_that_says(scope: Scope) -> None:
    from comity.actions import commitments, interactions

    book = plant(scope, TODAY, _WORDS)
    at = dt.datetime(2024, 10, 3, 9, tzinfo=dt.UTC)
    note = interactions.record(
        scope, [book.who[EVE]], kind="note", at=at, subject="Tuesday", text="All well."
    )
    commitments.promise(scope, book.who[EVE], "Call the notary", due=scope.today(), interaction=note)
    assert "Call the notary" in WAYS["calendar feed"](book, ())
    actions.keep(scope, "something else entirely here", rows=[("interactions", note)])
    for readers in _READERS:
        for way in ("calendar feed", "day mail"):
            assert "Call the notary" not in WAYS[way](book, readers)


def test_every_way_out_is_driven(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(WAYS) == set(WAYS_OUT)
    vault = vault_of(scope)
    book = plant(vault.opened, TODAY, _WORDS)
    for name, where in WAYS_OUT.items():
        module, _, function = where.partition(":")
        called = Mock(wraps=getattr(importlib.import_module(module), function))
        with monkeypatch.context() as patched:
            patched.setattr(f"{module}.{function}", called)
            for readers in _READERS:
                WAYS[name](book, readers)
        assert called.called, f"{name}: tests.leaving does not call {where}"


def _modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module that may let something out."""
    root = Path(comity.__file__).parent
    for part in ("answers", "actions", "interfaces"):
        for path in sorted((root / part).rglob("*.py")):
            name = ".".join(path.relative_to(root.parent).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(path.read_text("utf-8"))


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return found


def _doors(tree: ast.Module) -> set[str]:
    """What a module has that lets words out: a writer, a mail, a link, a download, a file of its own."""
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {one for one in _imports(tree) if one.startswith(_WRITERS) and one not in _ONLY_READ}
    found |= names & _WRITING
    found |= {f"open({mode})" for node in ast.walk(tree) if (mode := _opens(node))[:1] in ("w", "x", "a")}
    return found | {door for door in _SAYING for text in texts if text.lower().startswith(door)}


def _opens(node: ast.AST) -> str:
    """The mode in which a call opens a file; "" for none that is written there."""
    if not isinstance(node, ast.Call):
        return ""
    if getattr(node.func, "attr", getattr(node.func, "id", "")) != "open":
        return ""
    given = [*node.args, *(one.value for one in node.keywords if one.arg == "mode")]
    modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return next((mode for mode in modes if set(mode) <= set("rwxabt+")), "")


_WRITERS = (
    "comity.exports",
    "comity.core.drafts",
    "django.core.mail",
    "smtplib",
    "csv",
    "zipfile",
    "email",
    "http.client",
    "socket",
)
_ONLY_READ = ("comity.core.drafts.KINDS", "comity.exports.reading.is_export")
_WRITING = frozenset(
    (
        "write_text",
        "write_bytes",
        "FileResponse",
        "StreamingHttpResponse",
        "urlopen",
        "launch",
        "HTTPSConnection",
    )
)
_SAYING = ("mailto:", "content-disposition", "attachment;", "text/calendar", "text/vcard", "application/pdf")


GUARDED_BY = {
    "comity.answers.advice": "comity.answers.helping",
    "comity.answers.person_document": "comity.answers.person_file",
}
"""Ways out whose words come from another module, which holds them against the guard."""


def test_whatever_lets_words_out_is_known_as_a_way_out() -> None:
    known = {way.partition(":")[0] for way in WAYS_OUT.values()} | set(FOR_ME) | set(HANDED_ON)
    unknown = {name: doors for name, tree in _modules() if name not in known and (doors := _doors(tree))}
    assert not unknown, "Pass its words through a guard and name it in answers.guarding.ways_out."


@pytest.mark.parametrize(
    "code",
    [
        "from comity.exports.pdf import pdf",
        "from django.core.mail import send_mail",
        "link = f'mailto:{to}'",
        "path.write_text(words)",
        "answer['Content-Disposition'] = 'inline'",
        "import csv",
        "with out.open('wb') as file: file.write(words)",
        "HttpResponse(x, content_type='text/calendar; charset=utf-8')",
    ],
)
def test_a_new_module_that_lets_words_out_would_be_noticed(code: str) -> None:
    assert _doors(ast.parse(code))
    assert not _doors(ast.parse("from comity.answers import trust\nmailbox = path.read_text('x')"))


def test_every_way_out_exists_and_is_guarded() -> None:
    modules = dict(_modules())
    for way in WAYS_OUT.values():
        module, _, function = way.partition(":")
        assert callable(getattr(importlib.import_module(module), function))
        guarded = _imports(modules[module])
        guarded |= _imports(modules[GUARDED_BY[module]]) if module in GUARDED_BY else set()
        assert any(one.startswith("comity.answers.guarding") for one in guarded), way
    assert {*FOR_ME, *HANDED_ON} <= set(modules)
    assert set(SEEN_BY_ME) <= set(WAYS_OUT)


def test_the_pages_of_documents_say_no_more_than_what_was_let_through(scope: Scope) -> None:
    vault, told = vault_of(scope), {"text": _WORDS, "signs": ()}
    book = plant(vault.opened, TODAY, _WORDS)
    before = _pages(book)
    assert all(_given_away(text, told) for text in before.values())
    actions.keep(vault.opened, " ".join(_WORDS))
    assert not any(_given_away(text, told) for text in _pages(book).values())


def _pages(book: Planted) -> dict[str, str]:
    """What stands on the pages of one of each kind of document."""
    scope, ids = book.scope, book.declared
    made = (
        declaring.statement(scope, ids.decision, words_of_mine=book.texts[0]),
        declaring.recusal(scope, ids.decision, words_of_mine=book.texts[0]),
        declaring.gifts_register(scope),
        idea_record(scope, ids.idea),
    )
    found = {one.template: pages(one.template, one.values) for one in made}
    file = person_document.document(person_file.begin(scope, book.who[EVE]), NOW)
    return found | {"person_file": pages("person_file", file)}
