"""Given names that stand for one another: short forms, pet names and the same name in other languages.

Each line, with those set in below it, is one name with what its bearers are also called, folded as `words.folded` folds.
A short form may stand in several (Alex, Sasha): it goes with each of those names, while these do not go with one another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_GROUPS: Final = """
aaron ronnie
abigail abby abbie gail
abraham abe bram ibrahim avraham
adam adi adas
adelaide addie heidi della
agnes aggie agnieszka aga ines inez
albert al bert bertie alberto adalbert
alexander alex alec sandy xander sasha aleksandr alexandre alessandro alejandro aleksander alexandros sascha shura
 oleksandr sandor alek lex ale
alexandra alex sandra sasha alexa lexi aleksandra alessandra alejandra xandra ola oleksandra alix
alexis alexei aleksei alyosha oleksii
alfred alf alfie fred alfredo
alice allie alicia alisa alicja
alison allison ali
amanda mandy
anastasia nastya stacy asya anastasiia tasia
andrew andy drew andre andreas andrei andres anders andrzej andras andrej ondrej andrii andrea
andrea andie andreia
angela angie angelika angelique
ann anna anne annie nan nancy hannah hanna ana anya ania anja annette anita anneke anushka anouk
anthony tony antonio anton antoine antoni antonin antonius toni toon
arthur art artie arturo artur
barbara barb babs basia bara
bartholomew bart bartosz bartek bartolomeo
basil vasily vasilii vassilis vasilis vasyl
beatrice bea trixie beatriz beatrix
benedict ben benedikt benoit benito
benjamin ben benny benji beniamino
bernard bernie bernhard bernardo bernd
bertram bert
bridget bridie birgit brigitte birgitta
bradley brad
calvin cal
cameron cam
camilla millie milla cami camille
carl karl charles carlos
caroline carrie carol caro karoline carolina karolina lina
catherine cathy kate katie kathy kat kitty cat katherine kathryn catharine katharina katarina katarzyna kasia caterina
 catalina katerina ekaterina yekaterina katya katja kathleen trine karin kati
cecilia cissy celia cecile cecily
charles charlie chuck chas carl karl karel carlos carlo karol kalle
charlotte lottie charlie lotte carlotta
christian chris kristian cristian christiaan
christina chris tina christine chrissy kristina kristin kirsten cristina krystyna kirsty kristen christa
christopher chris kit topher christoph cristobal cristoforo krzysztof christophe kristoffer christos krzys
claire clare clara klara chiara
clement clem clemens klemens
constance connie konstanze costanza
constantine kostas konstantin kostya costa konstantinos constantin kosta
cornelius kees neil cornelis corne
cyril kirill kyrylo cyrille
daniel dan danny daniil danilo daniele danila
daniella dani danielle daniela
david dave davey dawid davide dafydd dewi davit
deborah deb debbie debora
dennis denny denis denys
demetrius dimitri dmitri dmitry dima dimitris dimitrios mitya dmytro dimitar
diana di diane dianne
dominic dom dominik dominique domenico nick
donald don donnie
dorothy dot dottie dolly dorothea dorota thea
douglas doug
edgar ed eddie
edmund ed eddie ned edmond
edward ed eddie ted teddy ned eduardo eduard edoardo edouard edvard
edwin ed eddie
eleanor ellie nell nora elena eleonora leonora eleonore
elizabeth liz beth betty lizzie eliza lisa elisabeth bess libby lise elise elisa isabel isabella else elsie betsy
 elizaveta liza lisbeth erzsebet elzbieta ela ilse elspeth bettina
emily em emmy emilie emilia emma
emmanuel manny emanuel manuel manolo manu
eric erik rick erich erick
ernest ernie ernst ernesto
eugene gene eugen evgeny evgenii yevgeny zhenya yevhen ievgen eugenio jenya evgeni
eva eve evie ewa yeva
evelyn evie eve
ferdinand ferdi fernando fernand nando
felix feliks
florence flo flossie florentina
frances fran fanny frankie francesca franziska francisca francoise franka
francis frank fran francisco francesco francois franz frans franciszek paco pancho ferenc frantisek chico franco
frederick fred freddie rick friedrich fritz federico frederic fredrik fryderyk frederik freek
gabriel gabe gabriele gavriil
gabrielle gabby gabi gabriela gaby gabriella
genevieve gen ginny jenny
george georg jorge giorgio georges georgios giorgos yorgos jiri jerzy yuri yury iurii jurgen jurij georgi gyorgy jordi
 joris sjors goran yrjo
gerald gerry jerry
gerard gerry gerhard gerardo geert gert gerd
gertrude trudy gerti
giovanni gianni vanni
gregory greg grigory gregor grzegorz gregorio grisha gregoire hryhorii
gustave gus gustav gustavo gustaf
guy guido
harold harry hal harald
helen nell nellie helena helene elena olena yelena jelena eleni ilona ellen lena ilena elaine
henry harry hank hal henri heinrich heinz hendrik henrik enrique enrico henryk henk hinrich rik
herbert herb bert heribert
hugh hugo ugo hughie huw
ignatius iggy ignacio nacho ignacy ignaz ignazio
irene rene irina ira iryna irena
isaac ike zack izaak itzhak yitzhak
isabel bella izzy isabella isabelle isa ysabel izabela
jacob jake jakob jacques james yakov jakub iago diego giacomo jaime jaap jacobo kuba yaakov kobus
james jim jimmy jamie jem jaime jacques giacomo hamish seamus
jane janet jeanne joan joanna johanna giovanna juana jana jean jeannette jan ivana janina
jasmine jas jazz yasmin jasmin yasmine
jason jay
jeffrey jeff geoff geoffrey gottfried jeffery
jennifer jen jenny jenna
jeremy jerry jez jeremiah jeremias
jerome jerry hieronymus geronimo jeronimo
jessica jess jessie
joachim achim jochen jo joaquin gioacchino kim
joel jo
john jack johnny jon jan johan johann johannes hans ivan juan jean giovanni ioannis yannis giannis janos sean ian evan
 ivo joao jens hannes jussi juhani jaan jonas hank owain vanya jock shaun yahya iain eoin johnnie
jonathan jon jonny nathan johnathan yonatan
joseph joe joey jose josef giuseppe jozef yusuf youssef pepe jef josip osip iosif jos beppe sepp peppe jussuf yosef
josephine jo josie josefina giuseppina josefine fifi
joshua josh josue
judith judy jude judit
julia jules julie juliet yulia iuliia giulia juliette julka juliana
julian jules julien giuliano yulian juliano
justin jus yustin
karen caren carin
kenneth ken kenny
kimberly kim kimberley
kristof kris
lawrence larry laurence lorenzo laurent lars lorenz laurens lavrentii lauri
leah lea
leo leon leonard leonardo lev len lenny leonid leonhard
leopold leo poldi leopoldo
leslie les lesley
lillian lily lil liliana lilian
louis lou louie luis luigi ludwig lewis lodewijk ludovico aloysius lajos ludvik lutz luiz
louise lou lulu luisa louisa lovisa
lucas luke luca lukas luc lukasz
lucy lucia lucie lucille luz lucinda lucija
madeline maddie madeleine magdalena lena magda maddy maddalena
marcus mark marc marco markus marcos marek marko
mario marius mariusz
margaret maggie meg peggy greta marge madge margarita margarete margot rita margherita malgorzata gosia grete
 marguerite daisy gretchen marketa margriet marjorie merete marjan
maria mary marie mia molly polly mae maryam miriam mariya marija mariam masha maja maike moira maureen mariia marya
 maruja ria mieke marika mitzi may
marianne marian mariana
martha marta patty marfa
martin marty martijn marten martino marcin martyn
matthew matt mat matty matteo mateo matthias mathieu mateusz matias matej matvei mats mathias matti mattias
maximilian max maks massimiliano maxim maksim
maxwell max
melanie mel
melissa mel missy lissa
michael mike mick mickey miguel michel mikhail misha michal michele mihail mikael mihai mihaly micha mischa mykhailo
 mikko michiel mihajlo
michelle shelly micky michele michaela
mildred millie milly
miriam mim miri mirjam
mohammed muhammad mohamed mohammad mo mehmet ahmed hamo muhammed mohamad
montgomery monty
moses moshe moe moises musa
natalie nat natasha natalia nataliya talia natalya nathalie
nathaniel nat nate nathan
nicholas nick nicky nico nicolas nikolai nikolaus klaus nikos niklas niccolo nicola mikolaj nikola kolya claus niels
 nils miklos mykola nikolaos colin
nicole nicky nikki colette nicola
norman norm
olga olya helga
oliver ollie olivier oliviero olli
olivia liv livvy
pamela pam
patricia pat patty tricia trish patrizia paddy
patrick pat paddy patricio patryk patrice padraig
paul paulo pablo paolo pavel pawel pauli pauls pavlos pavlo pal
paula pauline polly paulina paola pavla
penelope penny pen nelly
peter pete pedro pietro pierre piotr petr pyotr petros pieter piet petter per peer peder pekka petro
philip phil pip felipe filippo philippe filip phillip philipp filippos
rachel rae raquel rahel rachael
ralph raoul raul rolf rudolph
randolph randy randall
raymond ray ramon raimund
rebecca becky becca rebeka bex rivka
reginald reg reggie reinhold
richard rick dick rich ricky richie ricardo riccardo ryszard rikard
robert bob rob bobby robbie bert roberto robin rupert roberta ruprecht robrecht
roderick rod rory rodrigo
rodney rod
roger rog rodger ruggero rogelio ruediger rudiger
roland rollo rolando orlando roeland
ronald ron ronnie ronaldo
rosemary rose rosie romy
rose rosa rosie roza
rudolf rudi rolf rudy rodolfo
russell russ rusty
ruth ruthie
salvatore sal salvador toto
samuel sam sammy shmuel samuele
samantha sam sammy
sarah sally sara sadie sal
sebastian seb bas bastian sebastien baz sebastiano
sergius sergei sergey sergio serge serhii serhiy seryozha
shirley shirl
simon sim simeon semyon simone szymon
solomon sol salomon suleiman
sophia sophie sofia zofia sofie sonia sonya sofya zosia
stanley stan stanislav stanislaw stas stanislaus
stephanie steph stefanie stefania estefania steffi
stephen steve stevie steven stefan esteban stefano etienne szczepan istvan stepan stephan stefanos steffen staffan
 stevan pista
susan sue susie suzy susanna suzanne susanne zuzanna zuzana suzan sanna
sylvester sly silvester
sylvia silvia sylvie silvie
tamara tammy toma
tatiana tanya tania tatyana tetiana tatjana
terence terry terrance
theodore ted teddy theo fyodor fedor teodoro theodor fiodor teodor fedir
theresa terry tess tessa teresa therese tracy resi
thomas tom tommy tomas tomasz tommaso foma maas
timothy tim timmy timo timofei timotheus timothee tymofii
tobias toby tobi
ulrich uli ulrik udo
ursula uschi ulla orsolya urszula
valentine val valentin valentino
valerie val valeria
vanessa nessa
veronica ronnie vera roni veronika nika veronique
victor vic viktor vittorio vitya
victoria vicky tori vic viktoria vittoria vika
vincent vince vinny vincenzo vicente vincenz cenek
virginia ginny ginger
vladimir volodya vova volodymyr wladimir vlad vladimiro
vladislav vlad wladyslaw vladyslav
walter wally walt wout gautier gualtiero
wendy wendi
wilhelmina mina minnie wilma
william bill will billy willy liam willie wilhelm guillermo guillaume guglielmo willem wim vilhelm gillermo vilem
 vilmos guillem pim
winifred winnie freddie
xavier javier xavi saverio xaver javi
yvonne ivonne
zachary zach zack zacharias
"""


_LINES: Final = tuple(line.split() for line in _GROUPS.replace("\n ", " ").split("\n") if line)


def _table() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_LINES):
        for name in names:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


GROUPS: Final = _table()
"""Folded given name → numbers of the names it may stand for."""

_NONE: Final[frozenset[int]] = frozenset()


def related(left: str, right: str) -> bool:
    """Whether two folded given names may be one person's."""
    return not GROUPS.get(left, _NONE).isdisjoint(GROUPS.get(right, _NONE))


def heads(name: str) -> tuple[str, ...]:
    """The names for which a folded given name may stand, by the first of their lines; itself if unknown."""
    numbers = GROUPS.get(name)
    return (name,) if numbers is None else tuple(_LINES[number][0] for number in sorted(numbers))
