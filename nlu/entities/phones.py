"""Telephone numbers; without a country code they are Belgian."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from nlu.entities.candidates import Candidate
from nlu.entities.text import Utterance

REGION = "BE"
_RUN = re.compile(r"(?<![\w.,/+-])(?:\+|00)?\(?\d(?:[ ./()-]{0,3}\d){7,14}(?![\d\w]|[.,/-]\d)")
_SECOND = re.compile(r"(?<=\d)(?:\s{1,3}|\s?/\s?)(?=(?:0[1-9]|\+))")
# Invented and newly given numbers are not in the library's tables of ranges: their form is enough.
_BELGIAN_FORM = re.compile(r"^\+32(?:4\d{8}|[1-9]\d{7})$")


def find_phones(message: Utterance) -> Iterator[Candidate]:
    """All numbers with nine digits or more, in E.164. Short public numbers (101, 1712) and dates are none."""
    for match in _RUN.finditer(message.folded):
        yield from _parse(match[0], match.start())


def _parse(run: str, start: int) -> Iterator[Candidate]:
    value = _e164(run)
    if value:
        yield Candidate("phone", value, start, start + len(run), 1.0)
        return
    # Two numbers in a row, or a number that follows another one.
    for split in _SECOND.finditer(run):
        for part, offset in ((run[: split.start()], start), (run[split.end() :], start + split.end())):
            value = _e164(part)
            if value:
                yield Candidate("phone", value, offset, offset + len(part), 1.0)


def _e164(text: str) -> str | None:
    if not text.startswith(("0", "+", "(0", "(+")) and not text.startswith("32"):
        return None
    try:
        number = phonenumbers.parse("+" + text if text.startswith("32") else text.replace("(0)", ""), REGION)
    except phonenumbers.NumberParseException:
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return value if phonenumbers.is_valid_number(number) or _BELGIAN_FORM.match(value) else None
