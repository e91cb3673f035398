"""Short forms of forenames that are not English: the library `nicknames` knows English ones alone.

Folded, as `names_spelling.fold` gives them. Only what a bearer is called in everyday life and signs
with; what may stand for any name of its language (a mere ending) is left out.
"""

from __future__ import annotations

from collections import defaultdict

_POLISH = """
agata/agatka agnieszka/aga,agusia aleksandra/ola,olka aleksander/olek andrzej/jedrek
anna/ania,anka antoni/antek barbara/basia,baska bartlomiej/bartek bartosz/bartek boguslaw/bogus
bozena/bozenka czeslaw/czesiek dariusz/darek dorota/dorotka elzbieta/ela,elka ewa/ewka,ewunia
franciszek/franek grazyna/grazka grzegorz/grzesiek,grzes halina/halinka hanna/hania
henryk/heniek irena/irka iwona/iwonka jacek/jacus jadwiga/jadzia jakub/kuba jan/janek,jas
jaroslaw/jarek jerzy/jurek joanna/asia,aska jozef/jozek justyna/justynka katarzyna/kasia,kaska
kazimierz/kazik krystyna/krysia krzysztof/krzysiek,krzys lucyna/lucynka maciej/maciek
magdalena/magda,madzia malgorzata/gosia,malgosia,goska maria/marysia,maryska mateusz/mati
mieczyslaw/mietek miroslaw/mirek monika/monia natalia/natalka piotr/piotrek,piotrus
radoslaw/radek renata/renia roman/romek ryszard/rysiek slawomir/slawek stanislaw/staszek,stasiek
stefan/stefek sylwia/sylwka szymon/szymek tadeusz/tadek teresa/tereska tomasz/tomek urszula/ula
wieslaw/wiesiek witold/witek wlodzimierz/wlodek wojciech/wojtek zbigniew/zbyszek
zdzislaw/zdzisiek zofia/zosia zuzanna/zuzia
"""
_EASTERN = """
aleksandr/sasha,sanya,shura alexander/sasha aleksandra/sasha,shura aleksei/alyosha,lyosha
alexei/alyosha,lyosha anastasia/nastya,nastia anastasiya/nastya anatoly/tolya andrei/andriusha
anna/anya,anyuta boris/borya daria/dasha darya/dasha dmitri/dima,mitya dmitry/dima,mitya
ekaterina/katya,katia yekaterina/katya elena/lena yelena/lena evgenia/zhenya evgeny/zhenya
yevgeny/zhenya galina/galya georgi/gosha,zhora grigory/grisha irina/ira ivan/vanya
konstantin/kostya larisa/lara leonid/lyonya lyudmila/lyuda,mila maria/masha,marusya
mikhail/misha nadezhda/nadya natalia/natasha natalya/natasha nikolai/kolya nikolay/kolya
oksana/ksyusha oleksandr/sashko olga/olya pavel/pasha polina/polya sergei/seryozha
sergey/seryozha sofia/sonya svetlana/sveta tatiana/tanya,tania tatyana/tanya valentina/valya
vasily/vasya victoria/vika viktoria/vika viktor/vitya vladimir/volodya,vova
volodymyr/volodya,vova vladislav/vlad yulia/yulya yuri/yura kateryna/katya,katrusya
"""
_ROMANCE = """
alessandro/sandro,ale alejandro/alex,jandro antonio/tonio,toni,tono carlos/carlitos,cacho
concepcion/concha,conchita consuelo/chelo dolores/lola eduardo/edu,lalo enrique/kike,quique
ernesto/neto fernando/nando,fer francisco/paco,pancho,kiko,chico,paquito francesco/ciccio
gabriel/gabi gheorghe/gigi,ghita giovanni/gianni,nino giuseppe/beppe,peppe,pino gregorio/goyo
guadalupe/lupe,lupita guillermo/memo ignacio/nacho ioan/ion,nelu,ionel ionut/ionel
isabel/chabela,isa jesus/chuy,chucho joaquin/quino jorge/jorginho jose/pepe,ze,chepe josefa/pepa
luigi/gigi luis/lucho manuel/manolo,manu mercedes/merche mihaela/miha mihai/misu,mihaita
montserrat/montse nicolae/nicu,nelu pedro/perico pilar/piluca rafael/rafa roberto/beto,berto
rosario/charo salvador/salva,chava salvatore/toto,turi santiago/santi,chago stefania/stefi
teresa/tere vasile/vasilica vicente/chente vincenzo/enzo
"""
_OTHERS = """
anastasios/tasos athanasios/thanasis,nasos charalampos/babis,haris dimitrios/dimitris,mitsos
eleni/lena evangelia/litsa georgios/giorgos,yiorgos ioannis/yannis,giannis
konstantinos/kostas,dinos nikolaos/nikos panagiotis/panos,takis vasiliki/vaso vasileios/vasilis
erzsebet/bozsi,zsoka ferenc/feri gyorgy/gyuri ilona/ilonka,ica istvan/pista,isti
janos/jancsi,jani jozsef/jozsi,joci katalin/kati,kata laszlo/laci magdolna/magdi
sandor/sanyi,sanyika zsuzsanna/zsuzsi,zsuzsa frantisek/franta,fanda jan/honza,jenda jiri/jirka
josef/pepa,jozka katerina/katka,kacka lubomir/lubos miroslav/mirek,mira vaclav/vasek
zdenek/zdenda algirdas/algis kestutis/kestas mindaugas/mindas vytautas/vytas
friedrich/fritz,friedel heinrich/heinz,heiner johannes/hannes,hans matthias/matze
wilhelm/willi,willy ludwig/lutz,wiggerl abdurrahman/apo ibrahim/ibo mehmet/memo,mamo
mustafa/mistik suleyman/sulo huseyin/huso hasan/haso
"""


def _table() -> dict[str, frozenset[str]]:
    full: dict[str, set[str]] = defaultdict(set)
    for entry in f"{_POLISH} {_EASTERN} {_ROMANCE} {_OTHERS}".split():
        name, _, short = entry.partition("/")
        for each in short.split(","):
            full[each].add(name)
    return {short: frozenset(names) for short, names in full.items()}


FULL_FORMS = _table()
"""Short form -> the forenames that it may be short for."""
