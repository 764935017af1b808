"""The tables of a LinkedIn export are told by their columns and read with what they show of the owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.records import (
    OWNER,
    Card,
    Exchange,
    Flag,
    Handle,
    Interaction,
    Kind,
    Mine,
    OwnPosition,
    Part,
    Problem,
    Record,
)
from comity.sources import Place
from comity.sources.linkedin import source
from tests.sources.places import place_of

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,"
    "CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT\n"
)
INVITATIONS = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
ME, BO, CY = (Handle("linkedin", f"in/{name}") for name in ("ada-ek", "bo-falk", "cy-lind"))
URL = "https://www.linkedin.com/in/"


def read(folder: Path, content: str, name: str = "file.csv") -> list[Record]:
    place = place_of(folder, content, name)
    assert source.recognise(place) > 50
    return list(source.read(place))


def message(conversation: str, sender: str, to: str, text: str, date: str = "2026-07-10 09:00:00 UTC") -> str:
    people = f"{sender.title()},{URL}{sender},{to.title()},{URL}{to}"
    return f'{conversation},,{people},{date},,"{text}",INBOX,,No,No\n'


def chats(records: list[Record]) -> list[Interaction]:
    return [record for record in records if isinstance(record, Interaction)]


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, Problem)]


@pytest.mark.parametrize("preamble", ["", 'Notes:\n"When exporting, some\naddresses are missing"\n\n'])
def test_a_connection_is_a_card_known_since_a_day(tmp_path: Path, preamble: str) -> None:
    row = (
        f"Bo,Falk,{URL}Bo-Falk?x=1,Bo@Example.org,Nordlicht,Engineer,12 Mar 2024\n,,,,,,\n,,,,,,3 May 2020\n"
    )
    (card,) = read(tmp_path, preamble + CONNECTIONS + row)
    assert isinstance(card, Card)
    assert card.handles == (BO, Handle("email", "bo@example.org"))
    assert (card.name, card.given, card.family) == ("Bo Falk", "Bo", "Falk")
    assert (card.organisation, card.title, card.known_on) == ("Nordlicht", "Engineer", 19794)
    assert card.position == 2 + preamble.count("\n")


def test_columns_may_be_missing_or_in_another_order(tmp_path: Path) -> None:
    (card,) = read(tmp_path, "Connected_On,LAST NAME,First Name\n12 Mar 2024,Falk,Bo\n")
    assert isinstance(card, Card)
    assert (card.name, card.handles[0].kind) == ("Bo Falk", "card")


def test_a_date_that_cannot_be_read_is_told_and_the_connection_kept(tmp_path: Path) -> None:
    problem, card = read(tmp_path, CONNECTIONS + "Bo,Falk,,,,,when it rained\n")
    assert isinstance(card, Card)
    assert (codes([problem]), card.known_on) == (["unreadable-date"], None)


def test_a_message_is_a_chat_line(tmp_path: Path) -> None:
    records = read(
        tmp_path, MESSAGES + message("c1", "bo-falk", "ada-ek", "<p>Hello&nbsp;Ada,</p>\nhow are you?")
    )
    (chat,) = chats(records)
    assert (chat.kind, chat.at, chat.position) == (Kind.CHAT, 1783674000, 2)
    assert [(party.part, party.handle) for party in chat.parties] == [(Part.SENDER, BO), (Part.TO, ME)]
    assert chat.text == "Hello\u00a0Ada,\n\nhow are you?"
    assert chat.snippet == "Hello Ada, how are you?"


def test_the_same_message_has_the_same_key_in_any_export(tmp_path: Path) -> None:
    one, two = message("c1", "bo-falk", "ada-ek", "Hello"), message("c1", "ada-ek", "bo-falk", "Hello")
    forth, back = read(tmp_path, MESSAGES + one + two), read(tmp_path, MESSAGES + two + one)
    assert {chat.key for chat in chats(forth)} == {chat.key for chat in chats(back)}
    assert len({chat.key for chat in chats(forth)}) == 2


def test_drafts_are_left_out_and_spam_is_flagged(tmp_path: Path) -> None:
    draft = message("c1", "ada-ek", "bo-falk", "x").replace("No,No", "Yes,No")
    older = MESSAGES.replace(",ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT", "")
    assert read(tmp_path, MESSAGES + draft) == []
    (spam,) = chats(read(tmp_path, older + f"c,,B,{URL}b,A,{URL}a,2026-07-10 09:00:00 UTC,,x,SPAM\n"))
    assert spam.flags == Flag.BULK


def test_the_profile_in_every_conversation_is_the_owner(tmp_path: Path) -> None:
    two = message("c1", "bo-falk", "ada-ek", "a") + message("c2", "ada-ek", "cy-lind", "b")
    assert [record.handle for record in read(tmp_path, MESSAGES + two) if isinstance(record, Mine)] == [ME]
    one = message("c1", "bo-falk", "ada-ek", "a") + message("c2", "ada-ek", "bo-falk", "b")
    assert not any(isinstance(record, Mine) for record in read(tmp_path, MESSAGES + one))


def test_several_recipients_are_named_only_where_names_and_profiles_match(tmp_path: Path) -> None:
    row = f'c,Group,Ada,{URL}ada-ek,"{{}}","{URL}bo-falk,{URL}cy-lind",2026-07-10 09:00:00 UTC,,x,INBOX\n'
    (even,) = chats(read(tmp_path, MESSAGES + row.format("Bo,Cy")))
    assert [(party.handle, party.name) for party in even.parties[1:]] == [(BO, "Bo"), (CY, "Cy")]
    (odd,) = chats(read(tmp_path, MESSAGES + row.format("Bo, PhD,Cy")))
    assert [(party.handle, party.name) for party in odd.parties[1:]] == [(BO, ""), (CY, "")]


def test_people_without_profile_are_known_by_name_and_those_who_left_not_at_all(tmp_path: Path) -> None:
    named = "c,,Bo Falk,,LinkedIn Member,,2026-07-10 09:00:00 UTC,,x,INBOX\n"
    gone = "c,,LinkedIn Member,,LinkedIn Member,,2026-07-10 09:00:00 UTC,,x,INBOX\n"
    undated = f"c,,Bo,{URL}bo,Ada,{URL}ada,yesterday,,x,INBOX\n"
    records = read(tmp_path, MESSAGES + named + gone + undated)
    (chat,) = chats(records)
    assert [party.handle for party in chat.parties] == [Handle("name", "bo falk")]
    assert codes(records) == ["no-people", "no-date"]


@pytest.mark.parametrize(
    "name", ["guide_messages.csv", "Learning Coach Messages.csv", "learning_role_play_messages.csv"]
)
def test_chats_with_a_machine_are_no_chats(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, MESSAGES + message("c1", "bo-falk", "ada-ek", "a"), f"export.zip › x/{name}") == []


def test_an_invitation_is_a_chat_line_and_shows_the_owner(tmp_path: Path) -> None:
    rows = f'Ada Ek,Bo Falk,"8/30/22, 5:51 PM",Hello Bo,OUTGOING,{URL}ada-ek,{URL}bo-falk\n'
    rows += f'Cy Lind,Ada Ek,"8/31/22, 5:51 AM",,INCOMING,{URL}cy-lind,{URL}ada-ek\n'
    first, second, mine = read(tmp_path, INVITATIONS + rows)
    assert isinstance(first, Interaction)
    assert isinstance(second, Interaction)
    assert (first.kind, first.text, second.text) == (Kind.CHAT, "Hello Bo", "Invitation to connect")
    assert [(party.part, party.handle) for party in second.parties] == [(Part.SENDER, CY), (Part.TO, ME)]
    assert isinstance(mine, Mine)
    assert mine.handle == ME


def test_invitations_that_name_nobody_are_told_and_contradicting_ones_show_no_owner(tmp_path: Path) -> None:
    rows = (
        f"A,B,2024-01-01 10:00:00,,OUTGOING,{URL}a,{URL}b\nC,D,2024-01-01 10:00:00,,OUTGOING,{URL}c,{URL}d\n"
    )
    rows += "LinkedIn Member,,2024-01-01 10:00:00,,INCOMING,,\n"
    records = read(tmp_path, INVITATIONS + rows)
    assert codes(records) == ["no-date"]
    assert not any(isinstance(record, Mine) for record in records)


def entries(records: list[Record]) -> list[Exchange]:
    return [record for record in records if isinstance(record, Exchange)]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Recommendations_Received.csv", False),
        ("Recommendations Given.csv", True),
        ("export.zip › Empfehlungen_erhalten.csv", False),
    ],
)
def test_a_recommendation_is_something_given_or_received(tmp_path: Path, name: str, given: bool) -> None:
    rows = 'Bo,Falk,Nordlicht,Engineer,Ada is great,"08/30/22, 05:51 PM",VISIBLE\n'
    rows += 'Cy,Lind,,,Good,"08/30/22, 05:51 PM",PENDING\nDi,,,,x,never,VISIBLE\n'
    records = read(tmp_path, RECOMMENDATIONS + rows, name)
    first, second = entries(records)
    assert (first.handle, first.name, first.given) == (Handle("name", "bo falk"), "Bo Falk", given)
    assert (first.kind, first.text, first.on) == ("recommendation", "Ada is great", 19_234)
    assert (first.asks_thanks, second.asks_thanks) == (not given, not given)
    card = next(record for record in records if isinstance(record, Card))
    assert (card.handles, card.organisation, card.title) == ((first.handle,), "Nordlicht", "Engineer")
    assert codes(records) == ["no-date"]
    assert chats(records) == []


def test_a_recommendation_that_was_only_asked_for_is_none(tmp_path: Path) -> None:
    row = 'Bo,Falk,,,,"08/30/22, 05:51 PM",PENDING\n'
    assert read(tmp_path, RECOMMENDATIONS + row, "Recommendations_Received.csv") == []


def test_a_file_that_does_not_say_its_direction_counts_as_received_and_says_so(tmp_path: Path) -> None:
    row = 'Bo,Falk,,,Good,"08/30/22, 05:51 PM",VISIBLE\n'
    records = read(tmp_path, RECOMMENDATIONS + row, "x.csv")
    assert codes(records) == ["direction-unknown"]
    assert not entries(records)[0].given


@pytest.mark.parametrize(("who", "given"), [("Endorser", False), ("Endorsee", True)])
def test_an_endorsement_is_something_given_that_asks_for_no_thanks(
    tmp_path: Path, who: str, given: bool
) -> None:
    header = (
        f"Endorsement Date,Skill Name,{who} First Name,{who} Last Name,{who} Public Url,Endorsement Status\n"
    )
    rows = "2026/07/28 13:20:49 UTC,Optics,Bo,Falk,www.linkedin.com/in/bo-falk,ACCEPTED\n"
    rows += "2026/07/28 13:20:49 UTC,Optics,Cy,Lind,www.linkedin.com/in/cy-lind,REJECTED\n"
    rows += "some day,Optics,Cy,Lind,www.linkedin.com/in/cy-lind,ACCEPTED\n"
    records = read(tmp_path, header + rows)
    (found,) = entries(records)
    assert (found.handle, found.given, found.kind, found.text) == (BO, given, "endorsement", "Optics")
    assert not found.asks_thanks
    assert codes(records) == ["no-date"]


def test_the_same_entry_of_two_exports_has_the_same_key(tmp_path: Path) -> None:
    row = 'Bo,Falk,{},,Ada is {},"08/30/22, 05:51 PM",{}\n'
    one = read(tmp_path, RECOMMENDATIONS + row.format("Old", "good", "PENDING"), "Recommendations_Given.csv")
    two = read(tmp_path, RECOMMENDATIONS + row.format("New", "great", "VISIBLE"), "recommendations given.csv")
    assert entries(one)[0].key == entries(two)[0].key


def test_what_the_owner_wrote_in_public_is_theirs_alone(tmp_path: Path) -> None:
    link = "https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A1"
    tables = {
        "Date,Link,Message": f'2024-01-02 03:04:05,{link},"Well said, Bo"\n',
        "Date,Type,Link": f"2024-01-02 03:04:05,PRAISE,{link}\nnever,LIKE,{link}\n",
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility": f"2024-01-02 03:04:05,{link},News,,,x\n",
    }
    for header, rows in tables.items():
        records = read(tmp_path, f"{header}\n{rows}", "Shares_2.csv")
        (found,) = chats(records)
        assert (found.kind, found.at) == (Kind.COMMENT, 1_704_164_645)
        assert [(party.part, party.handle) for party in found.parties] == [(Part.SENDER, OWNER)]
        assert link in found.text
        assert [record.handle for record in records if isinstance(record, Mine)] == [OWNER]
    assert codes(read(tmp_path, "Date,Type,Link\n" + tables["Date,Type,Link"])) == ["no-date"]


def test_columns_that_others_have_too_are_linkedins_only_with_its_links(tmp_path: Path) -> None:
    text = "Date,Link,Message\n2024-01-02,https://quill.example,Hello\n"
    assert source.recognise(place_of(tmp_path, text, "Comments.csv")) == 0


def test_positions_and_schools_are_the_owners_career(tmp_path: Path) -> None:
    header = "Company Name,Title,Description,Location,Started On,Finished On\n"
    rows = "Nordlicht,Engineer,Lamps,Lund,Mar 2019,\nQuill,Clerk,,,2015,Feb 2019\nQuill,,,,soon,\n,,,,,\n"
    records = read(tmp_path, header + rows, "Positions.csv")
    jobs = [record for record in records if isinstance(record, OwnPosition)]
    assert [(j.organisation, j.title, j.text, j.since, j.until) for j in jobs] == [
        ("Nordlicht", "Engineer", "Lund\n\nLamps", 17_956, None),
        ("Quill", "Clerk", "", 16_436, 17_955),
        ("Quill", "", "", None, None),
    ]
    assert codes(records) == ["unreadable-date"]
    header = "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    (school,) = read(tmp_path, header + "Lund,2009,Sep 2012,Good,BSc,Rowing\n", "Education.csv")
    assert school == OwnPosition("Lund", "BSc", "Good\n\nRowing", 14_245, 15_613, 2)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verknüpft am", "12. März 2024"),
        ("Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le", "12 mars 2024"),
        ("Nombre,Apellidos,URL,Correo electrónico,Empresa,Cargo,Fecha de conexión", "12 de marzo de 2024"),
        ("Nome,Cognome,URL,Indirizzo e-mail,Azienda,Posizione,Collegato il", "12 mar 2024"),
        ("Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em", "12 de março de 2024"),
        ("Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op", "12 mrt 2024"),
        ("Etunimi,Sukunimi,URL-osoite,Sähköposti,Yritys,Asema,Yhteys alkaen", "2024-03-12"),
    ],
)
def test_connections_are_read_in_other_languages(tmp_path: Path, header: str, row: str) -> None:
    text = f"\ufeffHinweise:\n\n{header}\nBo,Falk,{URL}bo-falk,bo@example.org,Nordlicht,Engineer,{row}\n"
    (card,) = read(tmp_path, text, "Verbindungen.csv")
    assert isinstance(card, Card)
    assert card.handles == (BO, Handle("email", "bo@example.org"))
    assert (card.name, card.organisation, card.title) == ("Bo Falk", "Nordlicht", "Engineer")
    assert (card.known_on, card.position) == (19_794, 4)


@pytest.mark.parametrize(
    "header",
    [
        "Konversations-ID,Titel der Unterhaltung,Von,Profil-URL des Absenders,An,Profil-URLs der Empfänger,"
        "Datum,Betreff,Inhalt,Ordner",
        "ID de conversation,Titre de la conversation,De,URL du profil de l'expéditeur,À,"
        "URL du profil des destinataires,Date,Objet,Contenu,Dossier",
        "ID de conversación,Título de la conversación,De,URL del perfil del remitente,Para,"
        "URL de los perfiles de los destinatarios,Fecha,Asunto,Contenido,Carpeta",
        "ID conversazione,Titolo della conversazione,Da,URL del profilo del mittente,A,"
        "URL dei profili dei destinatari,Data,Oggetto,Contenuto,Cartella",
        "ID da conversa,Título da conversa,De,URL do perfil do remetente,Para,"
        "URLs dos perfis dos destinatários,Data,Assunto,Conteúdo,Pasta",
        "Gespreks-ID,Titel van gesprek,Van,Profiel-URL van afzender,Aan,Profiel-URL's van ontvangers,"
        "Datum,Onderwerp,Inhoud,Map",
        "Keskustelu,Otsikko,Lähettäjä,Lähettäjän profiili,Saaja,Saajien profiilit,Päiväys,Aihe,Sisältö,Kansio",
    ],
)
def test_messages_are_read_in_other_languages(tmp_path: Path, header: str) -> None:
    row = f"c1,,Bo Falk,{URL}bo-falk,Ada Ek,{URL}ada-ek,2026-07-10 09:00:00 UTC,Hi,Good day,INBOX\n"
    (chat,) = chats(read(tmp_path, f"{header}\n{row}", "Nachrichten.csv"))
    assert [(party.part, party.handle, party.name) for party in chat.parties] == [
        (Part.SENDER, BO, "Bo Falk"),
        (Part.TO, ME, "Ada Ek"),
    ]
    assert (chat.text, chat.subject) == ("Good day", "Hi")


def test_a_table_of_somebody_else_with_profiles_is_not_taken_for_linkedins(tmp_path: Path) -> None:
    text = f"Who,Where,Profile,Mail,Firm,Since,Note\nBo,Lund,{URL}bo,b@x.example,Quill,2020,nice\n"
    assert source.recognise(place_of(tmp_path, text)) == 0


def test_the_order_of_day_and_month_is_told_by_the_column(tmp_path: Path) -> None:
    rows = "Bo,Falk,,,,,25/03/2024\nCy,Lind,,,,,04/03/2024\n"
    known = [record.known_on for record in read(tmp_path, CONNECTIONS + rows) if isinstance(record, Card)]
    assert known == [19_807, 19_786]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings_are_told_by_their_mark(tmp_path: Path, encoding: str) -> None:
    text = (CONNECTIONS + f"Bø,Falk,{URL}bo-falk,,,,12 Mar 2024\n").replace("\n", "\r\n")
    place = place_of(tmp_path, text.encode(encoding))
    (card,) = source.read(place)
    assert isinstance(card, Card)
    assert card.name == "Bø Falk"


def test_imported_contacts_are_cards(tmp_path: Path) -> None:
    header = "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,FullName\n"
    rows = 'x,,,Nordlicht,Engineer,"bo@example.org,b2@example.org","+46 1",Bo Falk\nx,,,,,,+46 2,\nx,,,,,,,\n'
    first, second = read(tmp_path, header + rows)
    assert isinstance(first, Card)
    assert isinstance(second, Card)
    assert (first.name, len(first.handles), first.values) == ("Bo Falk", 2, (("phone", "+46 1"),))
    assert second.handles[0].kind == "card"


def test_the_accounts_own_addresses_are_mine(tmp_path: Path) -> None:
    rows = "ada@example.org,Yes,Yes,\nold@example.org,No,No,\nnone,Yes,No,\n"
    records = read(tmp_path, "Email Address,Confirmed,Primary,Updated On\n" + rows)
    assert [record.handle.value for record in records if isinstance(record, Mine)] == ["ada@example.org"]


def test_the_owners_profile_is_known_and_yields_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "First Name,Last Name,Headline,Industry\nAda,Ek,Engineer,Lamps\n") == []


def test_other_tables_are_not_recognised(tmp_path: Path) -> None:
    assert (
        source.recognise(place_of(tmp_path, "First Name,Last Name,E-mail Address\n", "Connections.csv")) == 0
    )


def test_without_its_beginning_at_hand_a_file_is_read_all_the_same(tmp_path: Path) -> None:
    place = place_of(tmp_path, CONNECTIONS + "Bo,Falk,,,,,12 Mar 2024\n")
    assert len(list(source.read(Place(place.path, place.label)))) == 1


def test_bad_rows_and_hostile_names_cost_only_themselves(tmp_path: Path) -> None:
    text = CONNECTIONS + f'Bo,"open,,,,,\n<svg onload=x>,{{{{x}}}},{URL}x,,=1+1,,12 Mar 2024\n'
    problem, card = read(tmp_path, text)
    assert codes([problem]) == ["unreadable-row"]
    assert isinstance(card, Card)
    assert (card.name, card.organisation) == ("<svg onload=x> {{x}}", "=1+1")


def test_a_firm_that_writes_is_nobody_and_its_message_no_contact(tmp_path: Path) -> None:
    row = f"c1,,Acme Ads,https://www.linkedin.com/company/acme,Ada,{URL}ada-ek,2026-07-10 09:00:00 UTC,Buy,Now,INBOX,,No,No\n"
    (found,) = chats(read(tmp_path, MESSAGES + row))
    assert [party.handle for party in found.parties] == [ME]
    assert found.flags == Flag.BULK


def test_quotes_in_comments_and_lines_of_shares_are_written_linkedins_way(tmp_path: Path) -> None:
    link = "https://www.linkedin.com/feed/update/1"
    rows = (
        f'2026-07-28 13:20:49,{link},"Well done \\"Bo\\", great\nand more"\n2026-07-28 13:21:49,{link},Yes\n'
    )
    said = chats(read(tmp_path, "Date,Link,Message\n" + rows))
    assert [one.text.split("\n\n")[0] for one in said] == ['Well done "Bo", great\nand more', "Yes"]
    header = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    (post,) = chats(read(tmp_path, header + f'2026-07-28 13:20:49,{link},"One""\n""""\n""Two ""x""",,,ALL\n'))
    assert post.text == f'One\n\nTwo "x"\n\n{link}'


def test_applications_for_jobs_are_no_people(tmp_path: Path) -> None:
    header = (
        "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name\n"
    )
    assert read(tmp_path, header + '"3/12/24, 9:05 AM",ada@ek.example,+44,Quill,Boss,http://x,cv.pdf\n') == []
