"""The school and the class. Pure."""

from __future__ import annotations

import re
from typing import Any

from backend.directory.model import match_school
from dialogue.fields.cues import plain
from dialogue.fields.model import Field, Known, Problem, Result, Value
from dialogue.turn import Message

KEEP_AS_TYPED = "*"  # a button's value: the school is not in the list, keep what was typed
TYPED = "school_typed"
SCHOOL_ID = "school_id"
CLASS_LENGTH = 20
SCHOOL_LENGTH = 120

_LEAD = re.compile(
    r"^(?:het is|(?:de )?school(?: is| heet)?\s*:?|op|in|van|bij|c['’]est|[àa] l['’]|l['’][ée]cole(?: est)?\s*:?"
    r"|au|[àa]|it['’]?s|the school is|at|from)\s+",
    re.IGNORECASE,
)


def resolve_school(typed: str, known: Known) -> Result:
    """The school of the directory that was meant, or a question that helps to find it."""
    typed = " ".join(typed.split())[:SCHOOL_LENGTH]
    match = match_school(typed, known.schools)
    if match.school is not None:
        return Value(match.school.name, {SCHOOL_ID: match.school.short_id, TYPED: None})
    if match.candidates:
        return Problem("school_which", tuple((s.name, s.short_id) for s in match.candidates), also={TYPED: typed})
    return Problem("school_unknown", also={TYPED: typed})


def _accept(raw: Any, known: Known) -> Result:
    if raw == KEEP_AS_TYPED:
        typed = known.values.get(TYPED)
        return Value(typed, {SCHOOL_ID: None, TYPED: None}) if typed else Problem("school_unknown")
    return resolve_school(str(raw), known)


def _entity(message: Message, known: Known) -> Result:
    found = [e for e in message.entities if e.name == "school"]
    results = [resolve_school(e.official or str(e.value), known) for e in found]
    fresh = [r for r in results if not (isinstance(r, Value) and r.value == known.values.get("school"))]
    return (fresh or results)[0] if results else None


def _read(message: Message, known: Known) -> Result:
    said = _LEAD.sub("", message.text.strip())
    whole = resolve_school(said, known)
    if isinstance(whole, Value) or (isinstance(whole, Problem) and whole.choices):
        return whole
    return _entity(message, known)


def _loose(message: Message, known: Known) -> Result:
    said = _LEAD.sub("", message.text.strip())
    return resolve_school(said, known) if re.search(r"[^\W\d_]{2}", said) else Problem("school_unknown")


SCHOOL = Field("school", _accept, pick=_entity, read=_read, loose=_loose)

_CLASS = re.compile(r"[\w][\w .\-/+°º&]{0,19}")
_CLASS_LEAD = re.compile(
    r"^(?:(?:het is|c['’]est|it['’]?s|in|uit|van|en|de|the)\s+)?(?:(?:klas|classe|class|groep|groupe|group)\s*:?\s*)?", re.IGNORECASE
)


def _accept_class(raw: Any, known: Known) -> Result:
    said = _CLASS_LEAD.sub("", " ".join(str(raw).split())).strip(' .,!?;:"')
    if not _CLASS.fullmatch(said) or not (re.search(r"\d", said) or re.match(r"(?i)okan|buso|naft", said)):
        return Problem("class_unreadable")
    return Value(said.upper())


def _pick_class(message: Message, known: Known) -> Result:
    groups = [str(v) for v in message.values("class_group")]
    negated = re.search(r"(?:ni|nie|niet|pas|not)\s+(?:de |la |the )?(?:klas |classe |class )?([\w]+)", plain(message.text))
    wrong = {known.values.get("class_group"), negated.group(1).upper() if negated else None}
    fresh = [group for group in groups if group not in wrong]
    return Value((fresh or groups)[0][:CLASS_LENGTH]) if groups else None


def _read_class(message: Message, known: Known) -> Result:
    found = _pick_class(message, known)
    if found:
        return found
    result = _accept_class(message.text, known)
    return result if isinstance(result, Value) and len(message.text.split()) <= 5 else None


def _loose_class(message: Message, known: Known) -> Result:
    return Problem("class_unreadable")


CLASS_GROUP = Field("class_group", _accept_class, pick=_pick_class, read=_read_class, loose=_loose_class, optional=True)
