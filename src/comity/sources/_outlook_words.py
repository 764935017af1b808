"""What Outlook calls the columns of its contacts and appointments in other languages, in those of the English tables.

They are the words of Outlook's own export; where versions differ, both stand here. A language that is not here
is still read, by the mapping that Comity guesses from the columns and shows first.
"""

from __future__ import annotations

from comity.sources._tables import folded

_WORDS = {
    "title": "anrede, civilité, tratamiento, titolo, aanhef",
    "firstname": "vorname, prénom, nombre, nome, voornaam, primeiro nome",
    "middlename": "weitere vornamen, zweiter vorname, deuxième prénom, segundo nombre, secondo nome, tussenvoegsel, "
    "nome do meio",
    "lastname": "nachname, nom, apellidos, apellido, cognome, achternaam, sobrenome, apelido",
    "suffix": "suffixe, sufijo, suffisso, achtervoegsel, sufixo",
    "company": "firma, société, entreprise, organización, compañía, società, bedrijf, empresa",
    "department": "abteilung, service, departamento, reparto, afdeling",
    "jobtitle": "position, fonction, puesto, cargo, posizione, functie",
    "businessstreet": "straße geschäftlich, rue (bureau), calle del trabajo, via (uff.), straat (werk)",
    "businesscity": "ort geschäftlich, ville (bureau), ciudad de trabajo, città (uff.), plaats (werk)",
    "businesspostalcode": "postleitzahl geschäftlich, code postal (bureau), código postal del trabajo, cap (uff.), "
    "postcode (werk)",
    "businesscountry/region": "land/region geschäftlich, pays/région (bureau), país o región del trabajo, "
    "paese/area geografica (uff.), land/regio (werk)",
    "homestreet": "straße privat, rue (domicile), calle del domicilio, via (ab.), straat (thuis)",
    "homecity": "ort privat, ville (domicile), ciudad del domicilio, città (ab.), plaats (thuis)",
    "homepostalcode": "postleitzahl privat, code postal (domicile), código postal del domicilio, cap (ab.), "
    "postcode (thuis)",
    "homecountry/region": "land/region privat, pays/région (domicile), país o región del domicilio, "
    "paese/area geografica (ab.), land/regio (thuis)",
    "businessphone": "telefon geschäftlich, telefon (geschäftlich), téléphone (bureau), teléfono del trabajo, "
    "ufficio, telefoon op werk, telefone comercial",
    "businessphone2": "telefon geschäftlich 2, téléphone 2 (bureau), teléfono del trabajo 2, ufficio 2, "
    "telefoon op werk 2",
    "homephone": "telefon privat, telefon (privat), téléphone (domicile), particular, teléfono particular, "
    "abitazione, telefoon thuis, telefone residencial",
    "mobilephone": "mobiltelefon, tél. mobile, téléphone mobile, móvil, teléfono móvil, cellulare, "
    "mobiele telefoon, telemóvel, celular",
    "primaryphone": "haupttelefon, téléphone principal, teléfono principal, telefono principale",
    "e-mailaddress": "e-mail-adresse, adresse de messagerie, dirección de correo electrónico, "
    "indirizzo posta elettronica, e-mailadres, endereço de email, endereço de correio eletrónico",
    "e-maildisplayname": "e-mail: angezeigter name, nom complet de l'adresse de messagerie, "
    "nombre de pantalla de correo electrónico, nome visualizzato posta elettronica, weergavenaam voor e-mail",
    "e-mail2address": "e-mail 2: adresse, adresse de messagerie 2, dirección del correo electrónico 2, "
    "indirizzo posta elettronica 2, e-mailadres 2",
    "e-mail3address": "e-mail 3: adresse, adresse de messagerie 3, dirección del correo electrónico 3, "
    "indirizzo posta elettronica 3, e-mailadres 3",
    "birthday": "geburtstag, anniversaire, cumpleaños, data di nascita, compleanno, verjaardag, aniversário",
    "anniversary": "jahrestag, aniversario, anniversario, speciale datum",
    "categories": "kategorien, catégories, categorías, categorie, categorieën, categorias",
    "notes": "notizen, notas, note, notities",
    "webpage": "webseite, page web, página web, pagina web, webpagina",
    "nickname": "spitzname, surnom, apodo, soprannome, roepnaam",
    "spouse": "partner, partner/in, conjoint(e), cónyuge, coniuge, partner/echtgenoot",
    "children": "kinder, enfants, hijos, figli, kinderen",
    "hobby": "loisirs, aficiones, hobby's",
    "profession": "beruf, profession, profesión, professione, beroep",
    "manager'sname": "name des/der vorgesetzten, responsable, nombre del director, nome manager, naam manager",
    "assistant'sname": "name assistent, nom de l'assistant(e), nombre del ayudante, nome assistente, naam assistent",
    "referredby": "empfohlen von, recommandé par, referido por, presentato da, verwezen door",
}
ENGLISH = {folded(word): name for name, words in _WORDS.items() for word in words.split(", ")}
"""The English column by the folded name of a localised one."""

_CALENDAR = {
    "subject": "betreff, objet, asunto, oggetto, onderwerp, assunto",
    "startdate": "beginnt am, début, fecha de comienzo, data inizio, data di inizio, begindatum, data de início",
    "starttime": "beginnt um, comienzo, ora inizio, ora di inizio, begintijd, hora de início",
    "enddate": "endet am, fin, fecha de finalización, data fine, data di fine, einddatum, data de término",
    "endtime": "endet um, finalización, ora fine, ora di fine, eindtijd, hora de término",
    "alldayevent": "ganztägiges ereignis, ganztaegiges ereignis, journée entière, todo el día, giornata intera, "
    "duurt hele dag, hele dag, o dia inteiro, dia inteiro",
    "meetingorganizer": "besprechungsplanung, organisateur d'une réunion, organizador de la reunión, "
    "organizzatore riunione, organisator van vergadering, organizador da reunião",
    "requiredattendees": "erforderliche teilnehmer, participants obligatoires, asistentes necesarios, "
    "partecipanti necessari, partecipanti obbligatori, verplichte deelnemers, participantes necessários",
    "optionalattendees": "optionale teilnehmer, participants facultatifs, asistentes opcionales, "
    "partecipanti facoltativi, optionele deelnemers, participantes opcionais",
    "description": "beschreibung, descripción, descrizione, beschrijving, descrição",
    "location": "ort, emplacement, ubicación, lugar, luogo, ubicazione, locatie, local",
    "showtimeas": "zeitspanne zeigen als, afficher la disponibilité, mostrar tiempo como, mostrar hora como, "
    "mostra orario come, tijd weergeven als, mostrar horário como",
}
CALENDAR = {folded(word): name for name, words in _CALENDAR.items() for word in words.split(", ")}
"""The same of appointments; French calls a date and its time alike."""
YES = frozenset("true wahr ein vrai verdadero vero waar verdadeiro ja yes oui sí si sim on 1 -1".split())
"""How “All day event” is answered."""
TENTATIVE = frozenset(
    "1|tentative|mit vorbehalt|unter vorbehalt|provisoire|provisional|provvisorio|voorlopig|provisório".split(
        "|"
    )
)
"""How “Show time as” says that a meeting is not certain; a table has the figure or the word."""
FREE = frozenset("0|3|free|frei|libre|disponible|disponibile|beschikbaar|vrij|livre|disponível".split("|"))
"""The same of time that stays free."""
