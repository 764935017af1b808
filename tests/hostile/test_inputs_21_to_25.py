"""Of the twenty-five inputs that no importer may choke on, those of names, pictures, sealed mail and copies."""

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from comity.actions import access, imports
from comity.answers.books import scope_for
from comity.answers.imports import batch
from comity.core.errors import ReaderDied
from comity.sources._reading import Chunk, Message, read_all
from comity.store.models import Interaction
from tests.fuzz.seeds import MONICA
from tests.hostile.desk import Desk
from tests.made_up import ME

HEAD = "From: Ines Falk <ines@falk.example>\nDate: Mon, 30 Sep 2024 10:00:00 +0000\nMessage-ID: <{0}@falk.example>\nSubject: {0}\n"
TABLE = "Full Name,E-Mail,Company,Notes\n"


def card(name: str, *lines: str) -> str:
    """A card of this name."""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""])


def test_21_cells_that_are_formulas_are_kept_as_the_text_they_are(desk: Desk) -> None:
    formulas = ("=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK(""http://x.example"")')
    rows = "".join(f'"{cell}",p{number}@falk.example,"{cell}",\n' for number, cell in enumerate(formulas))
    found = desk.bring(
        desk.write("a.csv", TABLE + rows + "Ines Falk,ines@falk.example,Nordlicht,Likes tea\n")
    )
    assert found.codes == []
    assert found.names() == {"Ines Falk", *(cell.replace('""', '"') for cell in formulas)}


class Test22NamesThatAreScriptsTemplatesOrNoText:
    NAMES = (
        "<svg onload=alert(1)>",
        "{{constructor.constructor('alert(1)')()}}",
        "{% debug %}",
        "safe\u202egpj.exe\u2066",
        "half\ud800",
        "nul\0and\x1bescape",
        "x" * 1_000_000,
        "\u0300" * 10_000,
        "'; DROP TABLE store_person; --",
    )

    def test_they_are_kept_within_bounds_and_as_text(self, desk: Desk) -> None:
        cards = "".join(card(name, f"EMAIL:c{number}@falk.example") for number, name in enumerate(self.NAMES))
        mails = []
        for number, name in enumerate(self.NAMES):
            text = HEAD.format(f"m{number}").replace("Ines Falk <ines", f'"{name}" <m{number}') + "\nHello.\n"
            mails.append(desk.write(f"{number}.eml", text))
        rows = "".join(
            f'"{name}",t{number}@falk.example,"{name}",\n' for number, name in enumerate(self.NAMES)
        )
        export = json.loads(MONICA)
        export["account"]["data"][1]["values"][1]["properties"]["first_name"] = "half\ud800"
        found = desk.bring(
            desk.write("a.vcf", cards),
            desk.write("a.csv", TABLE + rows + "Bo Ek,bo@ek.example,Ek,\n"),
            desk.write("monica.json", json.dumps(export)),
            *mails,
        )
        assert set(found.codes) == {"too-long", "unknown-format"}, (
            "a line of a megabyte; a table of which that is the beginning"
        )
        names = found.names()
        assert all(len(name) <= 200 and not set(name) & set("\0\x1b\r\n") for name in names)
        assert {"<svg onload=alert(1)>", "{% debug %}", "'; DROP TABLE store_person; --"} <= names
        assert len(found.subjects()) >= len(self.NAMES)

    def test_no_page_takes_them_for_more_than_text(self, db: None, client: Client, tmp_path: Path) -> None:
        user = access.first_user()
        desk = Desk(scope_for(user), tmp_path)
        cards = "".join(card(name, f"EMAIL:c{number}@falk.example") for number, name in enumerate(self.NAMES))
        desk.bring(desk.write("a.vcf", cards))
        client.force_login(get_user_model().objects.get(pk=user), settings.AUTHENTICATION_BACKENDS[0])
        for page in ("/", "/people", "/import", "/search?q=svg"):
            answer = client.get(page, follow=True)
            assert answer.status_code == 200, page
            assert b"<svg onload" not in answer.content
        assert b"&lt;svg onload=alert(1)&gt;" in client.get("/people").content


def test_23_photos_of_50000_by_50000_pictures_with_scripts_and_files_of_this_machine(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("a secret of this machine")
    png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (50_000).to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0" + bytes(40)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
    photos = (
        f"PHOTO;ENCODING=b;TYPE=PNG:{b64encode(png).decode()}",
        f"PHOTO:data:image/svg+xml;base64,{b64encode(svg).decode()}",
        f"PHOTO;VALUE=uri:file://{tmp_path}/secret",
        "PHOTO;VALUE=uri:http://127.0.0.1:1/track.png",
        "PHOTO;ENCODING=b:" + "A" * (4 << 20),
    )
    cards = "".join(card(f"Person {n}", f"EMAIL:p{n}@falk.example", photo) for n, photo in enumerate(photos))
    found = desk.bring(desk.write("a.vcf", cards))
    assert found.names() >= {f"Person {n}" for n in range(4)}
    assert len(found.names()) + len(found.codes) == len(photos)
    kept = repr(desk.seen())
    assert "secret" not in kept
    assert "svg" not in kept
    assert "IHDR" not in kept


def test_24_tnef_sealed_mail_bodies_in_base64_and_mails_within_mails(desk: Desk) -> None:
    sealed = b64encode(os.urandom(60_000)).decode()
    kind = "MIME-Version: 1.0\nContent-Type: {}\nContent-Transfer-Encoding: base64\n\n"
    bodies = {
        "tnef": kind.format('application/ms-tnef; name="winmail.dat"') + sealed,
        "smime": kind.format('application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"') + sealed,
        "signed": 'MIME-Version: 1.0\nContent-Type: multipart/signed; boundary="s"\n\n--s\nContent-Type: text/plain\n\n'
        f"Signed words.\n--s\n{kind.format('application/pkcs7-signature')[18:]}{sealed}\n--s--\n",
        "base64": kind.format("text/plain; charset=utf-8") + b64encode(b"Hidden words. " * 30_000).decode(),
        "noise": kind.format("text/plain; charset=utf-8") + sealed[:-3] + "%%%",
        "loop": "MIME-Version: 1.0\n"
        + "Content-Type: message/rfc822\n\n" * 4000
        + "Subject: inmost\n\nThe end.\n",
        "itself": 'MIME-Version: 1.0\nContent-Type: message/external-body; access-type=local-file; name="/etc/passwd"\n\n',
    }
    files = [desk.write(f"{name}.eml", HEAD.format(name) + body) for name, body in bodies.items()]
    found = desk.bring(*files)
    assert len(found.subjects()) + len(found.codes) == len(bodies)
    assert set(found.codes) <= {"unreadable"}
    assert {"tnef", "smime", "signed", "base64", "noise"} <= set(found.subjects())
    texts = found.texts()
    assert any("Signed words." in text for text in texts)
    assert any(text.startswith("Hidden words.") and len(text) <= 200_000 for text in texts)
    assert not any("root:" in text for text in texts)


class Test25TheSameExportTwiceOverlappingOrReplacedWhileItIsRead:
    LINE = "From ines@falk.example Mon Sep 30 10:00:00 2024\n"

    def _box(self, desk: Desk, name: str, first: int, last: int, body: str = "Good day.") -> Path:
        mails = (f"{self.LINE}{HEAD.format(f'm{number}')}\n{body}\n\n" for number in range(first, last))
        return desk.write(name, "".join(mails))

    def test_what_is_brought_twice_is_there_once(self, desk: Desk) -> None:
        one = self._box(desk, "one.mbox", 0, 20)
        assert desk.bring(one, one).counts["new"] == 21
        before = desk.seen()
        again = desk.bring(one, desk.write("copy.mbox", one.read_bytes()))
        assert (again.counts["new"], again.counts["known"]) == (0, 41)
        assert desk.seen() == before
        overlapping = desk.bring(self._box(desk, "two.mbox", 10, 30))
        assert (overlapping.counts["new"], overlapping.counts["known"]) == (10, 11)
        imports.undo(desk.scope, overlapping.number)
        assert desk.seen() == before
        desk.check()

    @pytest.mark.parametrize("how", ["another in its place", "written to", "removed"])
    def test_a_mailbox_that_changes_while_it_is_read_is_read_whole_or_as_far_as_it_went(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        box = self._box(desk, "one.mbox", 0, 300, "x" * 100_000)
        size = box.stat().st_size

        def change() -> None:
            if how == "removed":
                box.unlink()
            elif how == "written to":
                with box.open("ab") as file:
                    file.write(b"and more")
            else:
                other = self._box(desk, "other", 500, 503)
                other.rename(box)

        self._bring(desk, box, change, monkeypatch)
        found = Interaction.objects.filter(book_id=desk.scope.book_id, subject__startswith="m").count()
        assert found == 300
        assert size > 30_000_000
        desk.check()

    def test_a_mailbox_that_is_cut_off_while_it_is_read_is_told_and_taken_back(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        box = self._box(desk, "one.mbox", 0, 300, "x" * 100_000)
        before = desk.seen()
        with pytest.raises(ReaderDied) as caught:
            self._bring(desk, box, lambda: os.truncate(box, 100), monkeypatch)
        assert caught.value.last == "box"
        assert desk.seen() == before
        desk.check(witnessed=False)
        assert "changed while it was read" in batch(desk.scope, 1).error

    def _bring(self, desk: Desk, box: Path, change, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
        """Import a mailbox that changes once its first piece was read."""
        done: list[bool] = []

        def changing(*given: object) -> Generator[Message, None, None]:
            for message in read_all(*given):  # type: ignore[arg-type]
                if isinstance(message, Chunk) and not done:
                    done.append(True)
                    change()
                yield message

        with monkeypatch.context() as patch:
            patch.setattr(imports, "read_all", changing)
            imports.import_files(
                desk.scope, [(box, "box"), (desk.folder / "witness.eml", "witness.eml")], me=[ME]
            )


def test_the_list_is_complete() -> None:
    """Each of the twenty-five has its test, in the order of the list."""
    files = sorted(Path(__file__).parent.glob("test_inputs_*.py"))
    found = [
        int(n)
        for file in files
        for n in re.findall(r"^(?:class Test|def test_)(\d\d)", file.read_text(), re.M)
    ]
    assert found == list(range(1, 26))
