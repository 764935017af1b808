"""Small valid files of each format, made up, from which fuzzing begins."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import plistlib
import zipfile
from io import BytesIO
from pathlib import Path

FOUND = Path(__file__).parent / "found"
"""Inputs that once broke something, a folder for each source; they are tried again at every run."""

MAIL = b"""From: Ines Falk <ines@falk.example>
To: "Osei, Ama" <ama@quill.example>, bo@quill.example
Cc: Gardeners <gardeners@lists.example>
Date: Tue, 5 Mar 2024 10:20:00 +0100
Subject: =?utf-8?q?Caf=C3=A9?= and =?utf-8?B?0L/RgNC40LLQtdGC?=
Message-ID: <m1@mail.example>
In-Reply-To: <m0@mail.example>
References: <m9@mail.example> <m0@mail.example>

Dear Ama,

shall we meet at the harbour?

On Mon, 4 Mar 2024, Ama wrote:
> Yes, let us.

--\x20
Ines Falk, Physicist, Nordlicht
Tel. +49 431 1234
"""
MULTIPART = b"""From: ama@quill.example
To: ines@falk.example
Date: 6 Mar 2024 11:00:00 -0500
Subject: Plans
List-Id: <gardeners.lists.example>
List-Unsubscribe: <https://lists.example/off>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe aus K=F6ln
--b2
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

PHA+SGVsbG8gPGI+dGhlcmU8L2I+PC9wPg==
--b2--
--b1
Content-Type: message/rfc822

From: x@y.example
Subject: inner

text
--b1
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR
--b1--
"""
BOUNCE = b"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@post.example>
Date: Thu, 7 Mar 2024 08:00:00 +0000
Subject: Undeliverable
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="r"

--r
Content-Type: text/plain

It could not be delivered.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example
Final-Recipient: rfc822; gone@quill.example
Action: failed
Status: 5.1.1

--r--
"""
_LINE = b"From ines@falk.example Tue Mar  5 10:20:00 2024\n"
MBOX = (
    _LINE
    + MAIL
    + b"\n"
    + _LINE
    + b"X-Gmail-Labels: Inbox,=?UTF-8?Q?Entw=C3=BCrfe?=\nContent-Length: 12\n"
    + MULTIPART
    + b"\n>From here\n\n"
    + _LINE
    + BOUNCE
)
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:urn:uuid:1234\r\nN:Falk;Ines;Maria;Dr.;PhD\r\nFN:Dr. Ines Falk\r\n"
    b"NICKNAME:Ini,Nine\r\nORG:Nordlicht;Optics\r\nTITLE:Physicist\r\nEMAIL;TYPE=work,pref:ines@falk.example\r\n"
    b"item1.TEL:+49 431 1234\r\nitem1.X-ABLabel:_$!<Work>!$_\r\nADR;TYPE=home:;;Am Hafen 1;Kiel;;24103;Germany\r\n"
    b"BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\nANNIVERSARY:20150607\r\nURL:https://www.linkedin.com/in/ines-falk\r\n"
    b"NOTE:Met in\\nKiel\\, twice\r\nCATEGORIES:Physics,Friends\r\nREV:2024-01-02T03:04:05Z\r\n"
    b"PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg=\n;;\n"
    b"TEL;CELL:0170 1\nEND:VCARD\n"
    b"BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Crew\nMEMBER:urn:uuid:1234\nEND:VCARD\n"
)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:ama@quill.example\r\nX-WR-TIMEZONE:Europe/Berlin\r\n"
    b"BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\n"
    b"TZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
    b"DTSTART:19700329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    b"BEGIN:VEVENT\r\nUID:e1@cal.example\r\nDTSTART;TZID=Own:20240305T100000\r\nDTEND;TZID=Own:20240305T110000\r\n"
    b"RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=TU\r\nEXDATE;TZID=Own:20240312T100000\r\nRDATE:20240401T080000Z\r\n"
    b"SUMMARY:Weekly talk\r\nLOCATION:Room 1\r\nORGANIZER;CN=Ama Osei:mailto:ama@quill.example\r\n"
    b'ATTENDEE;PARTSTAT=ACCEPTED;CN="Falk, Ines":mailto:ines@falk.example\r\nEND:VEVENT\r\n'
    b"BEGIN:VEVENT\r\nUID:e1@cal.example\r\nRECURRENCE-ID;TZID=Own:20240319T100000\r\n"
    b"DTSTART;TZID=Own:20240319T140000\r\nDURATION:PT1H\r\nSEQUENCE:2\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:e2\r\nDTSTART;VALUE=DATE:20240501\r\nSUMMARY:Holiday\r\n"
    b"DESCRIPTION:<p>Long\\n and\r\n  folded</p>\r\nBEGIN:VALARM\r\nTRIGGER:-PT5M\r\nREPEAT:2\r\nEND:VALARM\r\n"
    b"END:VEVENT\r\nBEGIN:VTODO\r\nUID:t1\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
)
_PROFILE = "https://www.linkedin.com/in/"
LINKEDIN = tuple(
    text.encode()
    for text in (
        'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        f"Ines,Falk,{_PROFILE}ines-falk,ines@falk.example,Nordlicht,Physicist,05 Mar 2024\n",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,"
        "CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT\n"
        f"2-a,,Ines Falk,{_PROFILE}ines-falk,Ama Osei,{_PROFILE}ama-osei,2024-03-05 10:00:00 UTC,,"
        '"Hello,\nAma",INBOX,,No,No\n'
        f"2-a,,Ama Osei,{_PROFILE}ama-osei,Ines Falk,{_PROFILE}ines-falk,2024-03-05 10:05:00 UTC,,"
        "<p>Hello</p>,INBOX,,No,No\n",
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Ines Falk,Ama Osei,"3/5/24, 10:00 AM",Hi,INCOMING,{_PROFILE}ines-falk,{_PROFILE}ama-osei\n',
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        'Ines,Falk,Nordlicht,Physicist,"Good, very good","03/05/24, 10:00 AM",VISIBLE\n',
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,Endorsement Status\n"
        "2024/03/05 10:00:00 UTC,Optics,Ines,Falk,www.linkedin.com/in/ines-falk,ACCEPTED\n",
        "Email Address,Confirmed,Primary,Updated On\nama@quill.example,Yes,Yes,Not Available\n",
        "Company Name,Title,Description,Location,Started On,Finished On\nQuill,Editor,Books,Kiel,Mar 2020,\n",
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\nUni Kiel,2010,2014,,MSc,\n",
        f"Date,Link,Message\n2024-03-05 10:00:00,{_PROFILE}x,Well said\n",
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        f'2024-03-05 10:00:00,{_PROFILE}y,"Words ""quoted""",,,MEMBER_NETWORK\n',
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verknüpft am\n"
        f"Ines,Falk,{_PROFILE}ines-falk,,Nordlicht,Physikerin,05 März 2024\n",
    )
)
GOOGLE = (
    b"First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,"
    b"Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Formatted,"
    b"Website 1 - Value,Event 1 - Label,Event 1 - Value\n"
    b"Ines,Maria,Falk,Ini,,Nordlicht,Physicist,1990-03-04,Met in Kiel,Physics ::: * myContacts,* Work,"
    b'ines@falk.example ::: i@falk.example,Mobile,+49 170 1,"Am Hafen 1\nKiel",linkedin.com/in/ines-falk,'
    b"Anniversary,--06-07\n"
)
GOOGLE_OLD = (
    "Name,Given Name,Family Name,Yomi Name,Birthday,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "Organization 1 - Name,Organization 1 - Title\nBo Ek,Bo,Ek,, --02-29,,Friends,* Work,bo@ek.example,Ek,Boss\n"
).encode("utf-16")
OUTLOOK = (
    b'"Title","First Name","Last Name","Company","Job Title","Business Street","Business City","Business Phone",'
    b'"Birthday","Anniversary","Categories","E-mail Address","E-mail Display Name","Notes","Web Page"\r\n'
    b'"Dr.","Ines","Falk","Nordlicht","Physicist","Am Hafen 1\r\nHof","Kiel","+49 431 1","3/14/1990","0/0/00",'
    b'"Physics; Kiel","Ines@Falk.example","Ines Falk","Met","https://x.example"\r\n'
)
OUTLOOK_CALENDAR = (
    b'"Subject","Start Date","Start Time","End Date","End Time","All day event","Meeting Organizer",'
    b'"Required Attendees","Optional Attendees","Description","Location","Show time as"\r\n'
    b'"Prices","3/14/2024","10:30:00 AM","3/14/2024","11:00:00 AM","False","Ines Falk",'
    b'"Bo Ek; ama@quill.example","Osei, Ama (ama@osei.example)","Talk","Quay 2","2"\r\n'
    b'"Fair","3/15/2024","12:00:00 AM","3/17/2024","12:00:00 AM","True","Ines Falk","Bo Ek",,,,"3"\r\n'
    b'"Write","3/16/2024","9:00:00 AM",,,"False","Ines Falk",,,,,"1"\r\n'
)
CSV = tuple(
    text.encode()
    for text in (
        "Full Name;E-Mail;Phone;Company;Birthday;Tags;Notes\nInes Falk;ines@falk.example;+49 431 1;Nordlicht;"
        "04.03.1990;a,b;Likes tea\nBo Ek;bo@ek.example;;;;;\nAma Osei;ama@quill.example;;Quill;31.12.1980;;\n",
        "Date,Contact,Type,Direction,Subject,Details\n2024-03-05 10:00,Ines Falk,Call,out,Plans,We spoke\n"
        '2024-03-06 11:30,"Falk, Ines",Meeting,in,Lunch,"Long, long"\n',
        "=cmd()|'x'!A1\tines@falk.example\n+1\tbo@ek.example\n",
    )
)


def _collection(kind: str, *values: object) -> dict[str, object]:
    return {"type": kind, "count": len(values), "values": list(values)}


def _thing(uuid: str, **told: object) -> dict[str, object]:
    return {"uuid": uuid, "created_at": "2024-01-02T03:04:05Z", "properties": told}


_CONTACT = {
    "uuid": "c1",
    "created_at": "2024-01-02T03:04:05Z",
    "properties": {
        "first_name": "Ines",
        "last_name": "Falk",
        "company": "Nordlicht",
        "job": "Physicist",
        "tags": ["Friends"],
        "birthdate": _thing("s1", date="1990-03-04T00:00:00Z", is_year_unknown=False),
        "stay_in_touch_frequency": 30,
        "is_dead": True,
        "deceased_date": _thing("s2", date="2024-02-01"),
        "first_met_through": "c2",
        "food_preferences": "Tea",
    },
    "data": [
        _collection("contact_field", _thing("f1", data="ines@falk.example", type="t1")),
        _collection("address", _thing("a1", street="Am Hafen 1", city="Kiel")),
        _collection("call", _thing("k1", called_at="2024-03-05T10:00:00Z", content="We spoke")),
        _collection("note", _thing("n1", body="Likes tea")),
        _collection("gift", _thing("g1", name="Book", status="offered", amount=10)),
        _collection("debt", _thing("d1", in_debt="yes", status="inprogress", amount=5)),
        _collection("reminder", _thing("r1", initial_date="2024-05-01", frequency_type="year", title="Call")),
        _collection("task", _thing("x1", title="Send book", completed=False)),
        _collection("life_event", _thing("l1", name="Moved", happened_at="2023-01-01")),
        _collection("activity", "v1"),
        _collection(
            "conversation",
            {
                "messages": [
                    {"uuid": "w1", "written_at": "2024-03-05", "content": "Hi", "written_by_me": True}
                ]
            },
        ),
    ],
}
MONICA = json.dumps(
    {
        "version": "1.0-preview.1",
        "app_version": "4.0.0",
        "export_date": "2024-04-01T00:00:00Z",
        "exported_by": "u1",
        "account": {
            "data": [
                _collection("user", {"uuid": "u1", "properties": {"email": "ama@quill.example"}}),
                _collection("contact", _CONTACT, {"uuid": "c2", "properties": {"first_name": "Bo"}}),
                _collection("activity", _thing("v1", summary="Lunch", happened_at="2024-03-06")),
                _collection("relationship", _thing("z1", type="friend", contact_is="c1", of_contact="c2")),
            ],
            "instance": {
                "contact_field_types": [{"uuid": "t1", "properties": {"name": "Email", "type": "email"}}]
            },
        },
    }
).encode()


def _zip(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


_APPLE = {
    "UID": "1234:ABPerson",
    "First": "Ines",
    "Last": "Falk",
    "Organization": "Nordlicht",
    "Birthday": dt.datetime(1990, 3, 4, 12),  # noqa: DTZ001 - property lists know no zones
    "Email": {
        "identifiers": ["a"],
        "labels": ["_$!<Work>!$_"],
        "primary": "a",
        "values": ["ines@falk.example"],
    },
    "Phone": {"labels": ["x"], "values": ["+49 431 1"]},
    "Address": {"labels": ["x"], "values": [{"Street": "Am Hafen 1", "City": "Kiel", "ZIP": "24103"}]},
    "Note": "Met in Kiel",
}
APPLE = (
    plistlib.dumps(_APPLE, fmt=plistlib.FMT_XML),
    plistlib.dumps(_APPLE, fmt=plistlib.FMT_BINARY),
)
ARCHIVES = (
    _zip({"Takeout/Mail/All.mbox": _LINE + MAIL, "Takeout/Contacts/all.vcf": VCARD[:300]}),
    _zip({"Connections.csv": LINKEDIN[0], "../messages.csv": LINKEDIN[1]}, zipfile.ZIP_STORED),
    _zip({"inner.zip": _zip({"C:\\a.ics": CALENDAR[:400]}, zipfile.ZIP_STORED)}, zipfile.ZIP_STORED),
    gzip.compress(MAIL, mtime=0),
)
SEPARATOR = b"\n\x0c\n"
"""What lies between the messages of a Maildir in one input."""

SEEDS: dict[str, tuple[bytes, ...]] = {
    "mbox": (MBOX, _LINE + MAIL),
    "maildir": (SEPARATOR.join((MAIL, MULTIPART, BOUNCE)), MAIL),
    "eml": (MAIL, MULTIPART, BOUNCE),
    "vcard": (VCARD,),
    "icalendar": (CALENDAR,),
    "linkedin": LINKEDIN,
    "google-csv": (GOOGLE, GOOGLE_OLD),
    "outlook-csv": (OUTLOOK, OUTLOOK_CALENDAR),
    "monica": (MONICA,),
    "csv": CSV,
    "abcdp": APPLE,
    "archive": ARCHIVES,
}
"""By the key of the source; `archive` is what lies before any of them."""


def seeds_of(name: str) -> list[bytes]:
    """The valid files of a source, and what once broke it."""
    folder = FOUND / name
    found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return [*SEEDS[name], *(path.read_bytes() for path in found)]
