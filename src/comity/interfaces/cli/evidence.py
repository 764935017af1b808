"""`comity incidents verify`, `anchor` and `pack`: how whole the chain is, proof from outside, and the file for others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from comity.core.errors import Invalid
from comity.interfaces.cli import screen, shared
from comity.interfaces.cli.incidents import incidents, meant
from comity.interfaces.cli.shared import command, json_option, open_book
from comity.interfaces.cli.unlocking import opened_scope, passphrase_option


@incidents.command("anchor")
@click.option("--server", metavar="URL", help="A time stamp server (RFC 3161); only the digest leaves.")
@click.option("--private", is_flag=True, help="The server may be on this machine or in your own network.")
@click.option(
    "--print",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the head as a page to print.",
)
@click.option("--mail", "to", metavar="TO", help="Show a link that opens your mail program with the head.")
@click.option("--done", is_flag=True, help="With --print or --mail: note that it was handed over or sent.")
@command
def anchor(server: str | None, private: bool, page: Path | None, to: str | None, done: bool) -> None:
    """Tell the head of the chain outside, so that it cannot be written anew. Nothing needs to be open for it."""
    if sum(one is not None for one in (server, page, to)) != 1:
        raise click.UsageError("Name one of --server, --print and --mail.")
    scope = open_book()
    from comity.actions import anchors as actions
    from comity.answers import anchors

    if server is not None:
        actions.stamp(scope, server, private=private)
        one = anchors.anchors(scope, limit=1)[0]
        screen.say(f"Entry {one.number} stamped at {one.at:%Y-%m-%d %H:%M:%S %Z}; signature: {one.signed}.")
        return
    head = anchors.head(scope)
    if page is not None:
        head, made = anchors.head_page(scope)
        page.write_bytes(made)
        screen.say(f"Entry {head.number}: {head.groups}")
    elif to is not None:
        head, href = anchors.head_mail(scope, to)
        screen.say(href)
    if done:
        actions.outside(scope, head.number, head.digest, "mailed" if to else "printed", head.at, to or "")
        click.echo("Noted.")


@incidents.command("verify")
@json_option
@command
def verify(as_json: bool) -> None:
    """Look through the whole chain, and tell what is anchored. Nothing needs to be open; ends with 1 where it is broken."""
    scope = open_book()
    from comity.answers import anchors

    report, lines = anchors.checked(scope), anchors.anchors(scope)
    if as_json:
        shared.put_json(
            {
                "whole": report.is_whole,
                "entries": report.count,
                "head": report.head,
                "stamped": report.proved,
                "claimed": report.claimed,
                "not_anchored": report.not_anchored,
                "findings": [{"number": one.number, "what": one.what} for one in report.findings],
                "anchors": [
                    {
                        "id": one.id,
                        "number": one.number,
                        "digest": one.digest,
                        "kind": one.kind,
                        "at": one.at,
                        "to": one.to,
                        "signature": one.signed,
                    }
                    for one in lines
                ],
            }
        )
    else:
        for finding in report.findings:
            screen.say(f"Entry {finding.number}: {finding.what}", bold=True)
        screen.say(f"{report.count} entries; the head is {report.head or 'nothing yet'}")
        for one in lines:
            screen.say(
                f"up to {one.number}: {one.kind} {one.at:%Y-%m-%d %H:%M} {one.to} {one.signed}".rstrip(),
                indent=2,
            )
        screen.say(
            f"Not anchored yet: {report.not_anchored}." if report.not_anchored else "All of it is anchored."
        )
    if not report.is_whole:
        shared.fail("The chain is not whole.", "See what each word means in the documentation, “Incidents”.")


@incidents.command("pack")
@click.argument("incident", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The zip to write."
)
@click.option("--for", "made_for", required=True, metavar="WORDS", help="For whom it is; stands in the pack.")
@click.option(
    "--reader",
    "readers",
    multiple=True,
    metavar="WHO",
    help="A person of your book who will read it; may be repeated.",
)
@click.option(
    "--redact",
    multiple=True,
    metavar="ENTRY:FIELD=REASON",
    help="Leave a field out, and why; may be repeated.",
)
@click.option(
    "--release",
    multiple=True,
    metavar="ENTRY:FIELD=REASON",
    help="Show it although it was told in confidence, and why.",
)
@passphrase_option
@command
def pack(
    incident: Sequence[str],
    output: Path,
    made_for: str,
    readers: Sequence[str],
    redact: Sequence[str],
    release: Sequence[str],
) -> None:
    """Make an evidence pack of incidents, by their ids or parts of their titles."""
    scope = opened_scope()
    from comity.answers import evidence
    from comity.answers.finding import find

    ids = [meant(scope, one) for one in incident]
    audience = evidence.audience_of([find(scope, who).pk for who in readers])
    left, released = _choices(redact), _choices(release)
    against = [line for line in evidence.look(scope, ids, audience) if line.against]
    for line in against:
        if (line.number, line.field) not in {**left, **released}:
            screen.say(f"{line.key} ({line.label}): {line.text}", bold=True)
            screen.say(f"Told in confidence. {line.against}", indent=2)
    made = evidence.pack(scope, ids, audience, made_for=made_for, left_out=left, released=released)
    output.write_bytes(made.data)
    screen.say(f"Written: {output}")
    screen.say(f"Its fingerprint: {made.fingerprint}")


def _choices(given: Sequence[str]) -> dict[tuple[int, str], str]:
    found = {}
    for one in given:
        key, _equals, reason = one.partition("=")
        number, _colon, field = key.partition(":")
        if not (number.isascii() and number.isdecimal() and len(number) < 10 and field):
            raise Invalid("field", one[:80], "write it as ENTRY:FIELD=REASON, such as 3:saw/2=Names a client")
        found[int(number), field] = reason
    return found
