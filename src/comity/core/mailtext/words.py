"""The words by which mail programs and people mark quotations, closings and signatures, in the languages of Europe.

Where a program writes a line by itself ("-----Original Message-----", "On … wrote:"), its translations are
those of Outlook, Thunderbird, Apple Mail, Gmail, Lotus Notes, Yahoo and the usual webmails.
"""

from __future__ import annotations

import re

FROM, SENT, TO, CC, SUBJECT, OTHER = "from", "sent", "to", "cc", "subject", "other"

_LABELS = {
    FROM: "from|von|de|da|van|från|fra|od|от|lähettäjä|kimden|gönderen|expéditeur|remitente|mittente|absender|"
    "afzender|remetente|feladó|author|auteur|autor|autore|差出人|发件人|寄件者|寄件人|"
    "보낸 사람|보낸사람|από|de la|від|מאת|من|šalje|pošiljatelj|expeditor|siuntėjas|nuo|saatja",
    SENT: "sent|date|gesendet|datum|envoyé|envoyé le|date d'envoi|enviado|enviado el|enviada em|enviado em|enviada|"
    "fecha|fecha de envío|inviato|inviato il|data|verzonden|verzonden op|skickat|sendt|dato|"
    "wysłano|wysłane|odesláno|"
    "дата|отправлено|lähetetty|päivämäärä|päiväys|gönderildi|tarih|sent at|elküldve|送信日時|"
    "发送时间|日付|日期|data wysłania|寄件日期|傳送時間|"
    "보낸 날짜|보낸날짜|στάλθηκε|ημερομηνία|trimis|trimis la|надіслано|נשלח|تم الإرسال|تاريخ الإرسال|изпратено|poslano|poslané|"
    "išsiųsta|saadetud|nosūtīts",
    TO: "to|an|à|a|para|aan|till|til|do|komu|pro|кому|kime|vastaanottaja|destinataire|destinatario|destinatari|"
    "empfänger|címzett|宛先|收件人|per|收件者|받는 사람|받는사람|προς|către|אל|إلى|до|prima|za|kam|saaja|kellele",
    CC: "cc|kopie|kopie (cc)|copie|copie à|copia|cópia|kopia|kopi|bcc|cci|cco|ccn|копия|bilgi|ccs",
    SUBJECT: "subject|betreff|betr|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|temat|předmět|предмет|"
    "тема|konu|"
    "aihe|tárgy|件名|主题|主旨|re|제목|θέμα|subiect|נושא|الموضوع|predmet|zadeva|tema|teema",
    OTHER: "reply-to|organization|importance|priority|priorität|wichtigkeit|importance|importancia|attachments|"
    "anlagen|anhänge|pièces jointes|adjuntos|allegati|bijlagen|anexos|newsgroups|message-id|sent by|x-mailer",
}
LABELS = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
"""Header names as mail programs write them above what they quote, and what they stand for."""

_SEPARATORS = (
    "original message|original appointment|originalnachricht|ursprüngliche nachricht|"
    "ursprüngliche mail|urspr. nachricht|"
    "original-nachricht|message d'origine|message d’origine|message original|message initial|"
    "mensaje original|mensagem original|"
    "messaggio originale|oorspronkelijk bericht|origineel bericht|ursprungligt meddelande|"
    "originalmeddelande|opprinnelig melding|"
    "oprindelig meddelelse|original besked|alkuperäinen viesti|oryginalna wiadomość|"
    "wiadomość oryginalna|původní zpráva|"
    "původní e-mail|исходное сообщение|eredeti üzenet|özgün ileti|orijinal mesaj|original e-mail|"
    "original mail|reply separator|"
    "forwarded message|forwarded by|forwarded mail|weitergeleitete nachricht|weitergeleitet von|"
    "weitergeleitete mail|message transféré|"
    "message réexpédié|transféré par|réacheminé par|mensaje reenviado|reenviado por|"
    "mensagem encaminhada|mensagem reencaminhada|"
    "encaminhado por|messaggio inoltrato|inoltrato da|doorgestuurd bericht|doorgestuurd door|"
    "vidarebefordrat meddelande|"
    "videresendt melding|videresendt meddelelse|videresendt besked|przekazana wiadomość|"
    "wiadomość przekazana|přeposlaná zpráva|"
    "пересылаемое сообщение|пересланное сообщение|välitetty viesti|iletilen ileti|"
    "inline attachment follows|forward header|"
    "reply header|original text|forwarded text|forward separator|bericht van derden|doorgezonden bericht"
)
SEPARATOR = re.compile(rf"^[\s>*]*[-_=─—–]{{2,}}[\s=]*(?:{_SEPARATORS})\b", re.IGNORECASE)
"""A line drawn above what is quoted: `-----Original Message-----`, `---- Forwarded by …`."""
BARE_SEPARATOR = re.compile(
    r"^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)|"
    r"début du message (?:transféré|réexpédié)|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht|"
    r"início da mensagem (?:encaminhada|reencaminhada)|"
    r"vidarebefordrat brev|videresendt brev|start på videresendt besked|"
    r"treść przekazanej wiadomości|fwd message follows|"
    r"forwarded message follows|välitetty viesti alkaa)\s*:?$",
    re.IGNORECASE,
)
RULE = re.compile(r"^[\s>]*(?=[-_=*#~+.─━—–]*[-_=*#~+─━—–])(?:[-_=*#~+─━—–.]\s?){3,}$")
"""A line of nothing but dashes, stars or the like."""

WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb|schreibt|geschrieben|a écrit|écrit|escribió|escribio|escribe|"
    r"ha scritto|scrive|scritto|schreef|"
    r"geschreven|escreveu|escreve|skrev|skriver|pisze|napisał|napisała|napisał\(a\)|napsal|napsala|"
    r"пишет|написал|написала|"
    r"kirjoitti|yazdı|írta|a scris|έγραψε|sent the following|messaged)\b",
    re.IGNORECASE,
)
OPENER = re.compile(
    r"^[\s>-]*(?:on|am|le|el|il|op|em|den|on the|w dniu|dnia|dne|quoting|zitat von|at|le|at|pe|в|"
    r"on|quota|quoth|in a message dated|"
    r"in message|in article|vào|tarihinde|el día|il giorno|em|no dia|à|at|von|\d{1,4}[-/.年])\b",
    re.IGNORECASE,
)

CLOSING = re.compile(
    r"^\W*(?:(?:(?:with\s+)?(?:best|kind|kindest|warm|warmest|many|all the best|cordial|sincere|with|my)\s+)?"
    r"(?:regards|wishes|greetings|thanks)|thanks(?: again| a lot| so much| in advance| and regards|"
    r" very much)?|thank you(?: again| very much| in advance)?|thx|tks|"
    r"(?:yours\s+)?(?:sincerely|truly|faithfully|respectfully)(?:\s+yours)?|sincerely|cheers|best|"
    r"cordially|love|take care|"
    r"yours|ciao|later|rgds|br|kr|"
    r"(?:mit\s+)?(?:freundlichen?|besten?|herzlichen?|vielen?|lieben?|schönen?|kollegialen|"
    r"sonnigen)\s+(?:grüßen?|gruessen?|grüssen?|gruß|gruss|dank)(?:\s+aus\s+\w+)?|"
    r"(?:viele|liebe|beste|herzliche|schöne|freundliche)\s+(?:grüße|gruesse|"
    r"grüsse)(?:\s+aus\s+\w+)?|gruß|gruss|lg|mfg|vg|hochachtungsvoll|danke|"
    r"(?:bien\s+)?cordialement|cordialement vôtre|amicalement|bien à (?:vous|toi)|(?:meilleures|"
    r"sincères) salutations|salutations(?: distinguées)?|merci(?: d'avance| beaucoup)?|cdlt|bises|"
    r"(?:un\s+)?(?:cordial\s+)?saludos?(?: cordiales)?|atentamente|(?:muchas\s+)?gracias|un abrazo|abrazos|"
    r"(?:cordiali|distinti|cari|un caro)\s+saluti?|saluti|grazie(?: mille)?|a presto|cordialmente|"
    r"(?:met\s+)?(?:vriendelijke|hartelijke|beste)\s+groet(?:en)?|groet(?:en|jes)?|mvg|"
    r"(?:alvast\s+)?bedankt|dank je wel|"
    r"(?:com os\s+)?(?:melhores\s+)?cumprimentos|atenciosamente|(?:muito\s+)?obrigad[oa]|abraços?|abs|"
    r"(?:med\s+)?(?:vänliga?|vennlig|venlig|bästa|mange|beste|de bedste)\s+(?:hälsningar|hilsen|"
    r"hilsener|tak)|mvh|hälsningar|hilsen|tack|tak|takk|"
    r"pozdrawiam|z poważaniem|s pozdravem|с уважением|terveisin|ystävällisin terveisin|saygılarımla)"
    r"(?:\s*(?:/|&|and|und|et|y|e|en)\s*\w{2,10})?(?:\s+(?:to all|everyone|all|bob))?\s*[,.!;\-:)]*\s*$",
    re.IGNORECASE,
)
"""A line that closes a letter; it is still the writer's own."""

DEVICE = re.compile(
    r"^\W*(?:sent (?:from|via|with|using) (?:my|the|an?|outlook|mail|yahoo|gmail|proton|samsung|"
    r"mailbird|blackberry|iphone|ipad|android|nokia|spark|superhuman|windows|mobile|airmail)|"
    r"(?:von meinem|gesendet (?:von|mit|aus|über)|diese nachricht wurde von meinem|"
    r"versendet (?:von|mit)|von (?:unterwegs|iphone) gesendet)|"
    r"envoyé (?:de|depuis|à partir de|avec)|(?:enviado|enviada) (?:desde|do|a partir do|com|via|de|"
    r"pelo) |inviato (?:da|dal|con)|"
    r"verzonden (?:vanaf|met|via|vanuit)|verstuurd vanaf|skickat från|sendt fra|wysłane z|"
    r"wysłano z|отправлено с|lähetetty |iphone'umdan|"
    r"(?:get|download|obtenir|télécharger|obtener|holen sie sich|hol dir|ottieni|scarica|download|"
    r"obter|obtenha) outlook|outlook für |"
    r"this (?:message|email|e-mail) was sent from my|von meinem (?:iphone|ipad|handy)|sent wirelessly|wysłane z)",
    re.IGNORECASE,
)
"""What a telephone or a program adds below a message."""

ADVERT = re.compile(
    r"do you yahoo|yahoo! (?:mail|messenger|auctions|photos|greetings)|msn (?:hotmail|explorer|"
    r"messenger|photos)|hotmail\.com\b|"
    r"free e-?mail|get your (?:private, )?free|get more from the web|virus[- ]?(?:free|frei|scan)|"
    r"avast|avg\b.*virus|scanned by|"
    r"please consider the environment|think before (?:you )?print|bitte (?:prüfen|denken|"
    r"überlegen) sie.*(?:druck|umwelt)|"
    r"pensez à l.environnement|avant d.imprimer|antes de imprimir|prima di stampare|denk aan het milieu|"
    r"for more information.{0,60}(?:visit|web ?site)|mailing list\b|_______.*list|unsubscribe|"
    r"to post to this|mailman/listinfo|posting guide|reproducible code|"
    r"(?:folgen|besuchen) sie uns|follow us on|suivez-nous|síguenos|seguici su"
)
"""For text in lower case, as is `DISCLAIMER`: so many beginnings are found five times as fast as without regard to case."""

DISCLAIMER = re.compile(
    r"confidential|privileged|intended (?:only|solely|recipient|for the|exclusively)|sole use of|"
    r"not the (?:intended|named|addressee)|"
    r"(?:received|receive) this (?:e-?mail|message|communication|transmission|"
    r"fax)[^.]{0,30} in error|unauthori[sz]ed|"
    r"(?:strictly )?prohibited|disclosure|property of|legally (?:binding|protected)|"
    r"do(?:es)? not (?:necessarily )?(?:represent|reflect)|virus(?:es)?\b|"
    r"delete (?:it|this|the|all)|not be (?:relied|construed|regarded|copied|disclosed)|"
    r"solicitation|circular 230|attorney[- ]client|error-?free|"
    r"vertraulich|rechtlich geschützt|nicht der (?:richtige|beabsichtigte|vorgesehene)|irrtümlich|"
    r"unbefugte|unerlaubte|nicht gestattet|vernichten sie|"
    r"confidentiel|destinataire|par erreur|strictement interdite?|usage exclusif|divulgation|"
    r"confidencial|destinatari[oa]|por error|prohibid[oa]|por engano|proibid[oa]|uso exclusivo|"
    r"riservat[oae]|confidenziali|per errore|vietat[oaie]|d\.?lgs|gdpr|"
    r"vertrouwelijk|uitsluitend bestemd|geadresseerde|ten onrechte|niet toegestaan|"
    r"konfidentiell|fortrolig|avsedd endast|registered (?:in|office|number)|registergericht|"
    r"amtsgericht|handelsregister|hr[ab]\s?\d|"
    r"geschäftsführ(?:er|ung)|sitz der gesellschaft|ust-?id|vorstand:|aufsichtsrat|siège social|"
    r"r\.?c\.?s\.? |partita iva|p\.\s?iva|capital social|kvk|vat (?:no|reg)|"
    r"this e-?mail|this message|this communication|diese e-?mail|diese nachricht|ce message|"
    r"ce courriel|este (?:mensaje|correo)|esta mensagem|questo messaggio|questa e-?mail|"
    r"dit bericht|deze e-?mail"
)
"""Turns of phrase of which confidentiality notices and company details are made, in lower case; a notice has several."""
