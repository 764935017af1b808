"""How columns are called, in the languages that exports are written in; compared by `mapping.words_of`."""

from __future__ import annotations

from comity.core.records import Kind
from comity.core.tables.mapping import IGNORE, words_of

_HEADERS = {
    "name": """name, full name, fullname, display name, contact, contact name, contact person, person, person
        name, people, who, attendee, attendees, participants, associated contact, contacts,
        vollständiger name, vor und nachname, kontakt, kontaktperson, ansprechpartner, teilnehmer, nom
        complet, nom et prénom, contact principal, interlocuteur, nombre completo, nombre y apellidos,
        contacto, nome completo, nome e cognome, contatto, nominativo, volledige naam, naam,
        contactpersoon, imię i nazwisko, kontaktná osoba, fullt namn, fulde navn, navn, namn, nimi, celé
        jméno, ad soyad, isim, фио, имя и фамилия, полное имя, контакт, 氏名, 名前, 姓名, 名称, 이름""",
    "given": """first name, firstname, given name, given names, forename, christian name, vorname, rufname,
        prénom, prenom, nombre, nombres, nome, primeiro nome, nome próprio, voornaam, imię, imie,
        förnamn, fornavn, etunimi, jméno, křestní jméno, meno, keresztnév, ad, имя, 名, 이름, first""",
    "middle": """middle name, middle, additional name, second name, zweiter vorname, deuxième prénom, segundo nombre,
        отчество""",
    "family": """last name, lastname, last, surname, family name, nachname, familienname, zuname, nom, nom de famille,
        apellido, apellidos, cognome, sobrenome, apelido, achternaam, familienaam, nazwisko, efternamn,
        efternavn, etternavn, sukunimi, příjmení, priezvisko, vezetéknév, soyad, soyadı, фамилия, 姓, 성""",
    "prefix": """prefix, name prefix, salutation, honorific, anrede, titel vor, civilité, tratamiento, aanhef""",
    "suffix": "suffix, name suffix, namenszusatz",
    "nickname": "nickname, nick name, alias, spitzname, surnom, apodo, soprannome, bijnaam",
    "email": """email, e mail, mail, email address, e mail address, emails, email addresses, emailadresse, e
        mail adresse, mailadresse, courriel, adresse e mail, adresse email, adresse mail, adresse
        électronique, mél, correo, correo electrónico, dirección de correo, indirizzo email, indirizzo e
        mail, posta elettronica, endereço de e mail, e mailadres, adres e mail, e post, epost, e
        postadress, sähköposti, e mailová adresa, e posta, эл почта, электронная почта, почта, 電子メール,
        メール, メールアドレス, 邮箱, 电子邮件, 电子邮箱, 이메일""",
    "phone": """phone, phone number, phone numbers, phones, telephone, telephone number, tel, tel no, mobile,
        mobile phone, mobile number, cell, cell phone, cellphone, cell number, whatsapp, telefon,
        telefonnummer, rufnummer, handy, handynummer, mobil, mobiltelefon, mobilnummer, téléphone,
        portable, numéro de téléphone, teléfono, móvil, celular, telefono, cellulare, telefone,
        telemóvel, telefoon, telefoonnummer, mobiel, komórka, puhelin, puhelinnumero, mobilní telefon,
        cep telefonu, телефон, мобильный, 電話, 電話番号, 携帯, 电话, 手机, 전화""",
    "organisation": """organisation, organization, company, company name, organisation name, organization name,
        employer, account, account name, associated company, business, firm, workplace, current company,
        firma, firmenname, unternehmen, arbeitgeber, société, entreprise, organisme, employeur, empresa,
        compañía, organización, azienda, società, ditta, organizzazione, organização, companhia,
        bedrijf, bedrijfsnaam, organisatie, werkgever, organizacja, företag, virksomhed, yritys,
        společnost, şirket, компания, организация, 会社, 会社名, 公司, 单位, 회사""",
    "title": """title, job title, jobtitle, job, position, role, occupation, headline, function, current
        position, current title, designation, berufsbezeichnung, stellenbezeichnung, funktion, stelle,
        beruf, titel, poste, fonction, titre, intitulé du poste, puesto, cargo, título, ruolo,
        posizione, mansione, qualifica, função, functie, functietitel, stanowisko, befattning, stilling,
        tehtävä, pozice, funkce, pozisyon, unvan, должность, 役職, 职位, 职务, 직책""",
    "department": """department, dept, division, team, unit, abteilung, bereich, service, département, departamento,
        reparto, dipartimento, afdeling, dział, avdelning, osasto, oddělení, отдел, 部署, 部门""",
    "profile": """linkedin, linkedin url, linkedin profile, linkedin profile url, linkedin link, profile url,
        public profile url, linkedin bio, linkedin in""",
    "url": """website, web site, url, web, homepage, web page, webseite, internetseite, site web, site
        internet, sitio web, página web, sito, sito web, strona www, сайт, twitter, twitter url,
        facebook, instagram, blog, github""",
    "street": """street, street address, address line, address 1, mailing street, strasse, straße, straße und
        hausnummer, rue, calle, via, indirizzo via, rua, straat, ulica, gata, улица""",
    "postcode": """postcode, postal code, zip, zip code, zip postal code, mailing zip postal code, plz,
        postleitzahl, code postal, código postal, codigo postal, cap, cep, kod pocztowy, postnummer,
        psč, индекс""",
    "city": """city, town, mailing city, ort, stadt, wohnort, ville, ciudad, población, città, cidade, plaats,
        stad, miasto, kaupunki, město, şehir, город, 市, 城市""",
    "region": """state, region, province, state province, mailing state province, county, bundesland, kanton,
        région, provincia, estado, regione, provincie, область""",
    "country": """country, country region, mailing country, land, pays, país, pais, paese, kraj, maa, země, ülke,
        страна, 国, 国家""",
    "address": """address, full address, location, postal address, anschrift, adresse, adresse postale, adresse
        complète, dirección, domicilio, indirizzo, endereço, adres, adress, osoite, adresa, адрес, 住所,
        地址""",
    "birthday": """birthday, birthdate, birth date, date of birth, dob, bday, geburtstag, geburtsdatum,
        anniversaire, date de naissance, né le, cumpleaños, fecha de nacimiento, compleanno, data di
        nascita, aniversário, data de nascimento, verjaardag, geboortedatum, urodziny, data urodzenia,
        födelsedag, fødselsdag, syntymäpäivä, narozeniny, doğum tarihi, день рождения, дата рождения,
        誕生日, 生年月日, 生日""",
    "anniversary": """anniversary, wedding anniversary, jahrestag, hochzeitstag, anniversaire de mariage, aniversario""",
    "labels": """tags, tag, labels, label, category, categories, group, groups, list, lists, segment, segments,
        keywords, relationship, circle, circles, schlagworte, schlagwörter, kategorie, kategorien,
        gruppe, gruppen, étiquettes, étiquette, catégorie, catégories, groupe, groupes, etiquetas,
        etiqueta, categoría, categorías, grupo, grupos, etichette, categoria, categorie, gruppi, labels,
        groep, groepen, etykiety, kategoria, kategorier, теги, метки, группа, タグ, 标签, 태그""",
    "note": """note, notes, comment, comments, remark, remarks, description, bio, about, about me, memo,
        summary, details, body, content, text, message, how we met, notiz, notizen, bemerkung,
        bemerkungen, anmerkung, anmerkungen, kommentar, beschreibung, inhalt, remarque, remarques,
        commentaire, commentaires, contenu, nota, notas, comentario, comentarios, observaciones,
        osservazioni, commento, commenti, descrizione, observações, comentários, opmerking, opmerkingen,
        notitie, notities, notatki, uwagi, anteckningar, noter, muistiinpanot, poznámka, poznámky,
        notlar, заметки, комментарий, примечание, メモ, 備考, 备注""",
    "met_on": """met on, met, date met, first met, first met on, connected on, connected, known since,
        kennengelernt, kennengelernt am, bekannt seit, rencontré le, connu depuis, conocido el,
        conosciuto il, ontmoet op, познакомились""",
    "last_contact": """last contact, last contacted, last contact date, last activity, last activity date, last
        interaction, last interaction date, last seen, last touch, last touched, last spoke, last
        talked, last spoken, last met, last meeting, last reached out, letzter kontakt, zuletzt
        kontaktiert, letzte aktivität, zuletzt gesprochen, dernier contact, dernière activité, último
        contacto, última actividad, ultimo contatto, ultima attività, último contato, laatste contact,
        ostatni kontakt, senaste kontakt, poslední kontakt, последний контакт""",
    "day": """date, day, when, activity date, date and time, datetime, date time, timestamp, start,
        start date, starts, starts at, starts on, begin, begins, due date, happened at, happened on,
        occurred at, occurred on, date of contact, contact date, interaction date, meeting date, call
        date, completed, completed on, date completed, marked as done time, datum, tag und uhrzeit, wann,
        zeitpunkt, beginn, beginnt am, startdatum, date de début, date et heure, quand, fecha, fecha de
        inicio, fecha de comienzo, cuándo, data, quando, data e ora, data inizio, data de início,
        begindatum, dato, päivämäärä, data i godzina, datum a čas, tarih, дата, 日付, 日期, 날짜""",
    "time": """time, start time, time of day, begin time, uhrzeit, zeit, startzeit, beginnt um, anfangszeit, heure,
        heure de début, hora, hora de inicio, hora de comienzo, hora de início, ora, ora inizio, ora di inizio, tijd,
        starttijd, begintijd, godzina, klockslag, klokkeslæt, čas, saat, время, 時刻, 时间""",
    "end_day": """end, end date, ends, ends at, ends on, until, finish, end day, ende, enddatum, endet, endet am, bis,
        fin, date de fin, fecha de fin, fecha de finalización, data fine, data di fine, fine, data de término, einde,
        einddatum, koniec, slut, slutdatum, окончание""",
    "end_time": """end time, finish time, endzeit, endet um, heure de fin, hora de fin, hora de finalización, ora fine,
        ora di fine, hora de término, eindtijd, sluttid""",
    "what": """type, kind, activity, activity type, interaction type, engagement type, channel, medium, method,
        task type, art, typ, aktivität, aktivitätstyp, kanal, type d activité, canal, tipo, tipo de
        actividad, tipo di attività, soort, rodzaj, tyyppi, тип, 種類, 类型""",
    "direction": """direction, richtung, sens, dirección del contacto, direzione, incoming outgoing, inbound
        outbound, направление""",
    "state": """status, state of activity, done, completed status, task status, outcome, erledigt, statut,
        estado de la actividad, stato, hecho, fatto, статус""",
    "subject": """subject, topic, activity subject, activity title, call title, meeting title, meeting name,
        event, event name, betreff, thema, objet, sujet, asunto, tema, oggetto, argomento, assunto,
        onderwerp, temat, ämne, emne, aihe, předmět, konu, тема, 件名, 主题""",
    IGNORE: """id, record id, contact id, account id, person id, uuid, guid, owner, contact owner, account
        owner, lead owner, record owner, deal owner, assigned, assigned to, assigned to user, created,
        created at, created by, created date, create date, date created, created on, updated, updated
        at, modified, last modified, last modified date, modified date, lead source, lead status,
        lifecycle stage, stage, priority, score, rating, photo, image, avatar, picture, file as, gender,
        language, time zone, timezone, time spent, time tracked, currency, revenue, number of employees, industry, email opt out,
        do not call, unsubscribed, next contact, next step, next activity date, follow up, follow up
        date, reminder, deal, deal name, opportunity, erstellt, erstellt am, geändert, geändert am,
        besitzer, zuständig""",
}
HEADER_WORDS: dict[str, str] = {
    words_of(phrase): field for field, phrases in _HEADERS.items() for phrase in phrases.split(",")
}
"""The name of a column to its field."""
JOINED_WORDS = {words.replace(" ", ""): field for words, field in HEADER_WORDS.items()}
"""The same without spaces: one writes “LinkedIn”, “Firstname” and “first name”."""

QUALIFIERS = frozenset(
    words_of(word)
    for word in """primary, secondary, work, home, business, main, other, office, personal, private, contact,
        person, people, lead, client, customer, contacts, associated, mailing, current, my, their,
        direct, preferred, default, value, first, gmt, utc, optional, required, organization,
        organisation, company, geschäftlich, privat, dienstlich, haupt, professionnel, personnel,
        principal, trabajo, personal, lavoro, zakelijk, prive, yyyy, mm, dd""".split(",")
)
"""Words that tell which of several, not what."""

_KINDS = {
    Kind.MAIL: "mail, email, emails, e mail, courriel, correo",
    Kind.MEETING: """meeting, meetings, meet, lunch, coffee, dinner, breakfast, drinks, visit, appointment, demo,
        video, zoom, teams, in person, treffen, besprechung, termin, mittagessen, kaffee, besuch,
        réunion, rencontre, déjeuner, visite, rendez vous, reunión, almuerzo, visita, incontro,
        riunione, pranzo, reunião, vergadering, afspraak, spotkanie, möte, møde, встреча""",
    Kind.CALL: """call, calls, phone, phone call, telephone, called, voicemail, anruf, telefonat, telefon, appel,
        appel téléphonique, llamada, chiamata, telefonata, chamada, ligação, gesprek, telefoontje,
        rozmowa, samtal, opkald, звонок""",
    Kind.CHAT: """chat, message, messages, sms, text, whatsapp, signal, telegram, slack, dm, linkedin message, im,
        nachricht, mensaje, messaggio, mensagem, bericht, wiadomość""",
    Kind.LETTER: "letter, post, postcard, card, brief, lettre, carta, lettera, list",
    Kind.EVENT: """event, conference, party, workshop, webinar, veranstaltung, konferenz, événement, evento,
        evenement, wydarzenie""",
    Kind.COMMENT: "comment, kommentar",
    Kind.NOTE: """note, notes, notiz, nota, task, to do, todo, deadline, aufgabe, tâche, tarea, attività, taak,
        zadanie, other, sonstiges""",
}
KIND_WORDS: dict[str, Kind] = {
    words_of(word): kind for kind, listed in _KINDS.items() for word in listed.split(",")
}
"""A word for a kind of interaction to that kind."""
TASK_WORDS = frozenset(
    map(words_of, "task, to do, todo, deadline, aufgabe, tâche, tarea, taak, zadanie".split(","))
)
"""Kinds that are something to do, and so no contact."""
DONE_WORDS = frozenset(
    map(
        words_of,
        """done, completed, complete, closed, held, yes, true, 1, x, finished, sent, logged, connected,
        erledigt, abgeschlossen, ja, terminé, fait, oui, hecho, completado, sí, fatto, completato,
        concluído, sim, gedaan, voltooid, zrobione, tak, klar, да, готово""".split(","),
    )
)
"""States that say that something took place; an empty one says so too."""
OFF_WORDS = frozenset(
    map(
        words_of,
        """canceled, cancelled, no show, deferred, missed, no answer, abgesagt, annulé, cancelado,
        annullato, geannuleerd, odwołane, отменено""".split(","),
    )
)
"""States that say that it did not."""
IN_WORDS = frozenset(
    map(
        words_of,
        """in, incoming, inbound, received, from them, eingehend, entrant, reçu, entrante, recibido,
        ricevuto""".split(","),
    )
)
OUT_WORDS = frozenset(
    map(
        words_of,
        """out, outgoing, outbound, sent, to them, ausgehend, sortant, envoyé, saliente, enviado, inviato""".split(
            ","
        ),
    )
)
"""Which way something went, as exports write it."""
