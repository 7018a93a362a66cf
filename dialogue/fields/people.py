"""Fields about who it is: the pupil's name, age, a nickname, and how a reporter can be reached. Pure."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers

from dialogue.fields.model import Field, Known, Problem, Result, Value
from dialogue.turn import Message

NAME_LENGTH = 80
NICKNAME_LENGTH = 40
AGES = range(5, 26)

_NAME = re.compile(r"[^\W\d_]+(?:[ .'’\-]{1,2}[^\W\d_]+)*\.?")
_NO_NAME = re.compile(r"[<>{}\\=;]|--")
_LEAD = re.compile(
    r"^(?:het (?:is|gaat over)|(?:de|haar|zijn|mijn) naam is|naam\s*:|leerling\s*:?|noem me(?: maar)?|ik heet|ik ben"
    r"|il s'agit de|c['’]est|son nom est|nom\s*:|l['’][ée]l[èe]ve (?:est|s['’]appelle)|appelle[- ]moi|je m['’]appelle|je suis"
    r"|it['’]?s|it is|(?:the|her|his) name is|name\s*:|call me|i['’]?m|i am|my name is)\s+",
    re.IGNORECASE,
)


def bare_name(text: str) -> str | None:
    """The name in an answer like "het is Amira El Idrissi"; None if what is left cannot be a name."""
    said = _LEAD.sub("", " ".join(text.split())).strip(' .,!?;:"')
    if not said or len(said) > NAME_LENGTH or len(said.split()) > 6 or not _NAME.fullmatch(said):
        return None
    return said


def _accept_name(raw: Any, known: Known) -> Result:
    name = bare_name(str(raw))
    return Value(name) if name else Problem("name_unreadable")


def _name_entity(message: Message, known: Known) -> Result:
    names = [str(v) for v in message.values("pupil_name")]
    current = known.values.get("pupil_name")
    fresh = [name for name in names if name != current]
    return Value((fresh or names)[0]) if names else None


def _loose_name(message: Message, known: Known) -> Result:
    name = bare_name(message.text)
    return Value(name) if name else Problem("name_unreadable")


def _read_name(message: Message, known: Known) -> Result:
    # A name inside code or markup is not what was meant, whatever the tagger finds in it.
    return Problem("name_unreadable") if _NO_NAME.search(message.text) else _name_entity(message, known)


PUPIL_NAME = Field("pupil_name", _accept_name, pick=_name_entity, read=_read_name, loose=_loose_name)


def _loose_nickname(message: Message, known: Known) -> Result:
    said = _LEAD.sub("", " ".join(message.text.split())).strip(' .,!?;:"')
    if not said or len(said) > NICKNAME_LENGTH or re.search(r"[<>{}\[\]\\]", said):
        return Problem("nickname_unreadable", facts={"longest": NICKNAME_LENGTH})
    return Value(said)


NICKNAME = Field("nickname", lambda raw, known: Value(str(raw)[:NICKNAME_LENGTH]) if str(raw).strip() else None, loose=_loose_nickname, optional=True)


def _accept_age(raw: Any, known: Known) -> Result:
    try:
        age = int(raw)
    except (TypeError, ValueError):
        return Problem("age_unreadable")
    return Value(age) if age in AGES else Problem("age_out_of_range", facts={"youngest": AGES.start, "oldest": AGES.stop - 1})


def _pick_age(message: Message, known: Known) -> Result:
    ages = [int(v) for v in message.values("age") if int(v) in AGES]
    return Value(ages[-1]) if ages else None


def _read_age(message: Message, known: Known) -> Result:
    found = _pick_age(message, known)
    if found:
        return found
    number = re.search(r"(?<![\d\-])\d{1,3}(?!\d)", message.text)
    return _accept_age(number.group(), known) if number else None


AGE = Field("age", _accept_age, pick=_pick_age, read=_read_age, optional=True)


def _contact(text: str) -> str | None:
    address = re.search(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}", text)
    if address:
        return address.group().lower().rstrip(".")
    for match in phonenumbers.PhoneNumberMatcher(text, "BE"):
        return str(phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164))
    return None


def _accept_contact(raw: Any, known: Known) -> Result:
    contact = _contact(str(raw))
    return Value(contact) if contact else Problem("contact_unreadable")


def _read_contact(message: Message, known: Known) -> Result:
    contact = _contact(message.text)
    return Value(contact) if contact else None


def _loose_contact(message: Message, known: Known) -> Result:
    return Problem("contact_unreadable")


REPORTER_CONTACT = Field("reporter_contact", _accept_contact, read=_read_contact, loose=_loose_contact, optional=True)
