"""Words that comparisons must know: titles, very common names, mail providers, legal forms. All folded."""

from __future__ import annotations

from comity.core import name_words
from comity.core.matching.words import folded

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor doctor sir dame lord lady rev reverend fr sr sra srta don dona herr frau dipl ing "
    "mag monsieur madame mme mlle m sig signor signora ingeniero lic dott dhr mevr hon capt col gen maj sgt lt pan pani".split()
) - {"don", "fr", "sr", "m"}
"""Stand before a name. Those that are also names or initials (Don, M.) are left out."""

BORN = frozenset((*map(folded, name_words.BORN), "born", "rodz", "sunt"))
"""Stand before the name somebody was born with."""

VERY_COMMON_GIVEN = frozenset(
    (
        "james john robert michael william david richard thomas charles daniel matthew anthony mark paul steven andrew peter "
        "mary patricia jennifer linda elizabeth susan jessica sarah karen lisa anna maria jose juan luis carlos jean marie "
        "mohammed ahmed ali hans klaus michel pierre giuseppe marco andrea antonio ivan alexander sergei elena olga wei li "
        "jan piotr chris alex tom mike dave"
    ).split()
)
COMMON_GIVEN = frozenset(
    (
        "kenneth joshua kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen "
        "larry justin scott brandon benjamin samuel frank gregory raymond patrick jack dennis jerry simon martin philip "
        "nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura "
        "sharon cynthia kathleen amy angela emma nicole helen katherine christine julia sophie claire kate jane rachel eva "
        "francisco manuel javier miguel pedro jorge carmen ana isabel laura pablo stefan andreas thomas wolfgang petra sabine "
        "monika ursula christian philippe nicolas isabelle nathalie francesca giovanni paolo luca roberto stefano dmitri "
        "natalia irina tatiana andrei anna katarzyna tomasz pawel lars erik anders johan karin fatima omar hassan ibrahim "
        "ravi amit priya raj jim bob bill joe steve sam ben dan tim nick matt"
    ).split()
)
VERY_COMMON_FAMILY = frozenset(
    (
        "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson "
        "muller martin silva santos wang li zhang chen liu nguyen kim lee park singh kumar khan patel ivanov novak hansen "
        "jensen johansson andersson fernandez perez sanchez rossi"
    ).split()
)
COMMON_FAMILY = frozenset(
    (
        "thomas taylor moore jackson thompson white harris clark lewis robinson walker young allen king wright scott torres hill "
        "flores green adams nelson baker hall rivera campbell mitchell carter roberts evans edwards turner phillips parker "
        "collins stewart morris murphy cook rogers morgan cooper reed bailey bell ward watson wood hughes kelly ryan "
        "schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer richter klein wolf neumann "
        "bernard dubois durand moreau laurent simon michel lefebvre leroy russo ferrari esposito bianchi romano colombo ricci "
        "ruiz diaz gomez moreno alvarez romero navarro ramos costa ferreira pereira oliveira souza rodrigues petrov sidorov "
        "smirnov kuznetsov popov kowalski nowak nielsen larsen olsen nilsson karlsson de jong jansen bakker visser papadopoulos "
        "yang huang zhao wu zhou xu sun ma tran pham sharma gupta ahmed ali hussain tanaka sato suzuki takahashi watanabe "
        "cohen levy"
    ).split()
)

FREE_MAIL = frozenset(
    (
        "gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.fr outlook.com live.com msn.com yahoo.com yahoo.co.uk "
        "yahoo.fr yahoo.de yahoo.es yahoo.it ymail.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch "
        "web.de t-online.de freenet.de mail.ru yandex.ru yandex.com bk.ru inbox.ru list.ru rambler.ru ukr.net protonmail.com "
        "proton.me pm.me fastmail.com fastmail.fm posteo.de mailbox.org tutanota.com tuta.io zoho.com hey.com orange.fr "
        "wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tin.it alice.it seznam.cz centrum.cz wp.pl o2.pl onet.pl "
        "interia.pl abv.bg bigpond.com optusnet.com.au comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net "
        "btinternet.com sky.com virginmedia.com ntlworld.com blueyonder.co.uk earthlink.net mail.com qq.com 163.com 126.com "
        "sina.com naver.com daum.net hanmail.net rediffmail.com uol.com.br bol.com.br terra.com.br xs4all.nl ziggo.nl kpnmail.nl "
        "telenet.be skynet.be bluewin.ch telia.com online.no"
    ).split()
)
"""Where anybody may have a mailbox, so that sharing the domain says nothing."""

DOTS_DO_NOT_COUNT = frozenset(("gmail.com", "googlemail.com"))

LEGAL_FORMS = frozenset(
    (
        "ab ag as asa bv co company corp corporation gbr gmbh inc incorporated kg kk limited llc llp ltd nv oy oyj plc pte pty "
        "sa sarl sas se sl spa srl sro the and und et y group holding holdings international"
    ).split()
)
"""Left out when organisations are compared."""
