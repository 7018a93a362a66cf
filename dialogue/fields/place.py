"""Where somebody lives and which language they want to speak. Pure."""

from __future__ import annotations

from typing import Any

from dialogue.fields.cues import plain
from dialogue.fields.model import Field, Known, Problem, Result, Value
from dialogue.turn import Message
from nlu.entities.extract import extract

DISTRICTS = (
    "Antwerpen",
    "Berchem",
    "Berendrecht-Zandvliet-Lillo",
    "Borgerhout",
    "Borsbeek",
    "Deurne",
    "Ekeren",
    "Hoboken",
    "Merksem",
    "Wilrijk",
)
LANGUAGES = ("nl", "fr", "en", "ar", "tr", "es", "pl", "ro", "bg", "uk", "pt")
_LANGUAGE_FRAME = "ik spreek {}"


def _accept_district(raw: Any, known: Known) -> Result:
    return Value(raw) if raw in DISTRICTS else Problem("district_unknown")


def _pick_district(message: Message, known: Known) -> Result:
    found = message.values("district")
    return Value(found[0]) if found else None


def _loose_district(message: Message, known: Known) -> Result:
    return Problem("district_unknown")


DISTRICT = Field("district", _accept_district, _pick_district, _pick_district, _loose_district, True, DISTRICTS)


def _accept_language(raw: Any, known: Known) -> Result:
    return Value(raw) if isinstance(raw, str) and 2 <= len(raw) <= 3 and raw.isalpha() else Problem("language_unknown")


def _pick_language(message: Message, known: Known) -> Result:
    found = message.values("contact_language")
    return Value(found[0]) if found else None


def _read_language(message: Message, known: Known) -> Result:
    found = _pick_language(message, known)
    if found:
        return found
    framed = extract(_LANGUAGE_FRAME.format(plain(message.text)), today=message.today, language="nl")
    values = [entity.value for entity in framed if entity.entity == "contact_language"]
    return Value(values[0]) if values else None


def _loose_language(message: Message, known: Known) -> Result:
    return Problem("language_unknown")


CONTACT_LANGUAGE = Field("contact_language", _accept_language, _pick_language, _read_language, _loose_language, True, LANGUAGES)
