"""Routing rules as data, and the pure function that applies them. No rule that matches: a human, never nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from backend.errors import ConfigurationError

Fact = str | int | bool | None
Texts = dict[str, str]  # by language


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Data):
    """One test of one fact: exactly one of `equals`, `one_of`, `at_least`, `at_most`, `known`. An unknown fact passes only `known: false`."""

    fact: str
    equals: str | int | bool | None = None
    one_of: tuple[str, ...] | None = None
    at_least: int | None = None
    at_most: int | None = None
    known: bool | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        tests = (self.equals, self.one_of, self.at_least, self.at_most, self.known)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("a condition has exactly one of equals, one_of, at_least, at_most, known")
        return self

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Whether the condition is met."""
        value = facts.get(self.fact)
        if self.known is not None:
            return (value is not None) is self.known
        if value is None:
            return False
        if self.equals is not None:
            return value == self.equals
        if self.one_of is not None:
            return value in self.one_of
        if not isinstance(value, int):
            return False
        return value >= self.at_least if self.at_least is not None else value <= (self.at_most or 0)

    def __str__(self) -> str:
        test = {k: v for k, v in self.model_dump(exclude={"fact"}).items() if v is not None}
        name, value = next(iter(test.items()))
        return f"{self.fact} {name} {', '.join(value) if isinstance(value, tuple) else value}"


class Target(_Data):
    """Who receives the case: an organisation of a kind; `network: of_school` narrows it to the network of the pupil's school."""

    kind: Literal["clb", "helpdesk"]
    network: Literal["of_school"] | None = None


class Rule(_Data):
    """A routing rule. The first one, in the order of the file, whose conditions all hold on the day decides."""

    id: str
    conditions: tuple[Condition, ...]
    target: Target
    reason: Texts
    source: str
    valid_from: date
    valid_until: date | None = None
    review_by: date

    def in_force(self, on: date) -> bool:
        """Whether the rule is valid on a day, both ends included."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @model_validator(mode="after")
    def _three_languages(self) -> Rule:
        if set(self.reason) != {"nl", "fr", "en"}:
            raise ValueError(f"rule {self.id}: a reason in nl, fr and en is needed")
        return self


class Threshold(_Data):
    """A number that a law or an agreement sets, with its unit and its source."""

    id: str
    value: int
    unit: str
    source: str
    valid_from: date
    valid_until: date | None = None
    review_by: date

    def in_force(self, on: date) -> bool:
        """Whether the threshold is valid on a day, both ends included."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class NearMiss(_Data):
    """A rule that failed on one condition only, for the explanation."""

    rule: str
    failed: str


class Decision(_Data):
    """Where a case goes, and why. `rule` is None when no rule matched and a human must look."""

    rule: str | None
    target: Target
    reason: Texts
    source: str
    matched: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()


NO_RULE: Texts = {
    "nl": "Geen enkele regel past: de coördinator van het Centraal Meldpunt bekijkt het.",
    "fr": "Aucune règle ne correspond : la coordination du point de contact central examine le signalement.",
    "en": "No rule matches: the coordinator of the Central Helpdesk looks at it.",
}


class Rulebook(_Data):
    """All rules and thresholds of an installation."""

    rules: tuple[Rule, ...]
    thresholds: tuple[Threshold, ...]

    @model_validator(mode="after")
    def _unique(self) -> Rulebook:
        ids = [rule.id for rule in self.rules]
        if len(ids) != len(set(ids)):
            raise ValueError("two rules have the same id")
        return self

    def threshold(self, threshold_id: str, on: date) -> Threshold | None:
        """The threshold that is in force on a day, if any."""
        return next((t for t in self.thresholds if t.id == threshold_id and t.in_force(on)), None)


def route(facts: Mapping[str, Fact], rulebook: Rulebook, on: date) -> Decision:
    """The decision for a referral's facts on a day. Pure: the same facts, rules and day give the same decision."""
    near: list[NearMiss] = []
    for rule in rulebook.rules:
        if not rule.in_force(on):
            continue
        failed = [condition for condition in rule.conditions if not condition.holds(facts)]
        if not failed:
            matched = tuple(str(condition) for condition in rule.conditions)
            return Decision(rule=rule.id, target=rule.target, reason=rule.reason, source=rule.source, matched=matched, near=tuple(near))
        if len(failed) == 1 and len(rule.conditions) > 1:  # a rule of which nothing held did not nearly match
            near.append(NearMiss(rule=rule.id, failed=str(failed[0])))
    return Decision(rule=None, target=Target(kind="helpdesk"), reason=NO_RULE, source="", near=tuple(near))


def load_rulebook(directory: Path | None = None) -> Rulebook:
    """The rules and thresholds from the data files. Raises `ConfigurationError` that names what is wrong."""
    directory = directory or Path(__file__).parent / "data"
    document: dict[str, Any] = {}
    try:
        for name in ("rules", "thresholds"):
            document[name] = yaml.safe_load((directory / f"{name}.yml").read_text(encoding="utf-8"))
        return Rulebook.model_validate(document)
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"The routing data in {directory} cannot be read: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"The routing data in {directory} is wrong at {place}: {first['msg']}.") from error
