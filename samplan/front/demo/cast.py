"""Made-up people. Addresses end in .example, which no mail reaches."""

import re
import unicodedata
from dataclasses import dataclass

FIRST = (
    "Alva Bertil Cecilia Dag Ebba Folke Gerd Hedda Ivar Jorun Kajsa Love Märta Nore Olga Per-Ola Runa Sixten Tyra Ulf Vega "
    "Wilmer Ylva Åke Ärla Örjan Saga Hilding Rakel Torsten Signe Malte"
).split()
LAST = (
    "Tallmo Bäckrud Ängslid Stenvret Åbrant Ljungsäter Hallkvist Vretman Rosenlid Fjällbacke Nyängen Sävdal Ekmarker Björkhult "
    "Granliden Dalstig Myråker Strandhed Vinterlid Höglunde Kvarnmo Lindåsen Tjärnvik Brovall Källrud Skogstad Älvros Hedkulla Norrmark"
).split()
CONTACT_TITLES = [
    "folkhälsostrateg",
    "utvecklingsledare",
    "verksamhetschef",
    "socialsekreterare",
    "elevhälsochef",
    "handläggare",
]
MANAGER_TITLES = ["socialchef", "förvaltningschef", "kommundirektör", "vård- och omsorgschef"]


@dataclass(frozen=True)
class Somebody:
    name: str
    title: str
    email: str


def ascii_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", ".", plain).strip(".")


def somebody(number: int, title: str, place: str) -> Somebody:
    """The same number gives the same person. The two lists' lengths share no factor, so 928 differ."""
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    return Somebody(name, title, f"{ascii_name(name)}@{ascii_name(place).replace('.', '-')}.example")


def contact(number: int, place: str) -> Somebody:
    return somebody(number * 2, CONTACT_TITLES[number % len(CONTACT_TITLES)], place)


def manager(number: int, place: str) -> Somebody:
    return somebody(number * 2 + 301, MANAGER_TITLES[number % len(MANAGER_TITLES)], place)
