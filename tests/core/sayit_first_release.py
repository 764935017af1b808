"""What the grammar of the first release understood, as examples that still hold."""

from __future__ import annotations

import datetime as dt

from comity.core.records import Kind

FRIDAY = dt.date(2024, 10, 4)
PEOPLE = (
    ("1", "Ada Moreno"),
    ("2", "Ada Quill"),
    ("3", "Žofie Nová"),
    ("4", "Will Hope"),
    ("5", "Jan van der Berg"),
    ("6", "Bo"),
    ("7", "東 京子"),
    ("8", "Ana Ruiz"),
    ("9", "Ana Ruiz Costa"),
    ("10", ""),
    ("11", "Sam Slack"),
    ("12", "Sam Slack"),
)
KINDS = [
    ("coffee with Ada", Kind.MEETING),
    ("Called Ada", Kind.CALL),
    ("a 1:1 with Ada", Kind.MEETING),
    ("Brief call with Ada", Kind.CALL),
    ("postcard from Ada", Kind.LETTER),
    ("wrote to Ada", Kind.MAIL),
    ("texted Ada", Kind.CHAT),
    ("the conference, with Ada", Kind.EVENT),
    ("Kaffee mit Ada", Kind.MEETING),
    ("Ada moves to Porto", Kind.NOTE),
    ("calling cards", Kind.NOTE),
    ("", Kind.NOTE),
]
DAYS = [
    ("coffee with Ada", FRIDAY),
    ("coffee with Ada today", FRIDAY),
    ("coffee with Ada yesterday", dt.date(2024, 10, 3)),
    ("gestern Kaffee mit Ada", dt.date(2024, 10, 3)),
    ("vorgestern", dt.date(2024, 10, 2)),
    ("lunch on Monday", dt.date(2024, 9, 30)),
    ("lunch last friday", dt.date(2024, 9, 27)),
    ("Mittwoch: Treffen", dt.date(2024, 10, 2)),
    ("lunch 3 days ago", dt.date(2024, 10, 1)),
    ("lunch 1 week ago", dt.date(2024, 9, 27)),
    ("lunch 2 Weeks Ago", dt.date(2024, 9, 20)),
    ("lunch on 2024-02-29", dt.date(2024, 2, 29)),
    ("version 0000-00-00", FRIDAY),
]
MENTIONS: list[tuple[str, list[list[str]]]] = [
    ("coffee with Ada Moreno", [["1"]]),
    ("coffee with ada moreno", [["1"]]),
    ("coffee with Ada", [["1", "2"]]),
    ("coffee with ada", []),
    ("coffee with Ada and Moreno", [["1"]]),
    ("coffee with Ada Moreno and Ada Quill", [["1"], ["2"]]),
    ("Zofie Nova called", [["3"]]),
    ("Žofie: she moves to Porto", [["3"]]),
    ("I hope it will work", []),
    ("Will called", [["4"]]),
    ("Jan van der Berg wrote", [["5"]]),
    ("met Bo", [["6"]]),
    ("京子 called", [["7"]]),
    ("Quill's party", [["2"]]),
    ("Quill’s party", [["2"]]),
    ("met Ana Ruiz Costa", [["9"]]),
    ("met Ana Ruiz", [["8"]]),
    ("met Ana Ruiz and Ana Ruiz Costa", [["9"], ["8"]]),
    ("Sam Slack wrote", [["11", "12"]]),
    ("Slack with nobody", []),
    ("", []),
]
DAYS_AHEAD = [
    ("2024-12-24", dt.date(2024, 12, 24)),
    ("2024-02-30", None),
    ("today", FRIDAY),
    ("heute", FRIDAY),
    ("Tomorrow", dt.date(2024, 10, 5)),
    ("morgen", dt.date(2024, 10, 5)),
    ("monday", dt.date(2024, 10, 7)),
    ("freitag", dt.date(2024, 10, 11)),
    ("in 1 day", dt.date(2024, 10, 5)),
    ("in 3  weeks", dt.date(2024, 10, 25)),
    ("in 2 months", dt.date(2024, 12, 4)),
    ("in a week", dt.date(2024, 10, 11)),
    ("someday", None),
    ("", None),
]
