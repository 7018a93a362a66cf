"""Routing rules: data that are checked when they are read, and a pure function."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import ConfigurationError
from backend.routing.model import Rulebook, load_rulebook, route

RULEBOOK = load_rulebook()
DAY = date(2026, 11, 20)
KINDS = ["absence", "dropout_risk", "expulsion", "parent_support", "youth_request"]


@pytest.mark.parametrize(
    ("facts", "rule", "target"),
    [
        ({"kind": "absence", "half_days": 5, "network": "go"}, "absence-to-own-clb", "clb"),
        ({"kind": "absence", "half_days": 4, "network": "go"}, "early-absence-to-own-clb", "clb"),
        ({"kind": "absence", "half_days": None, "network": "vrij"}, "early-absence-to-own-clb", "clb"),
        ({"kind": "absence", "half_days": 9, "network": None}, None, "helpdesk"),
        ({"kind": "expulsion", "network": "stedelijk"}, "school-to-own-clb", "clb"),
        ({"kind": "parent_support", "network": "provinciaal"}, "school-to-own-clb", "clb"),
        ({"kind": "youth_request", "network": None}, "youngster-to-helpdesk", "helpdesk"),
        ({}, None, "helpdesk"),
    ],
)
def test_where_a_referral_goes(facts: dict[str, str | int | None], rule: str | None, target: str) -> None:
    decision = route(facts, RULEBOOK, DAY)
    assert (decision.rule, decision.target.kind) == (rule, target)
    assert set(decision.reason) == {"nl", "fr", "en"}


def test_what_nearly_matched_is_kept() -> None:
    decision = route({"kind": "absence", "half_days": 4, "network": "go"}, RULEBOOK, DAY)
    assert [(miss.rule, miss.failed) for miss in decision.near] == [("absence-to-own-clb", "half_days at_least 5")]


@given(
    kind=st.sampled_from([*KINDS, "something new", None]),
    half_days=st.one_of(st.none(), st.integers(-10, 1000)),
    network=st.sampled_from(["go", "stedelijk", "vrij", "provinciaal", None]),
    on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
)
def test_every_referral_goes_somewhere_and_the_same_one_to_the_same_place(
    kind: str | None, half_days: int | None, network: str | None, on: date
) -> None:
    facts = {"kind": kind, "half_days": half_days, "network": network}
    decision = route(facts, RULEBOOK, on)
    assert decision == route(facts, RULEBOOK, on)
    assert decision.target.kind in {"clb", "helpdesk"}
    assert decision.target.kind == "helpdesk" or network is not None


def test_thresholds_are_in_force_on_days() -> None:
    assert RULEBOOK.threshold("clb_involvement", DAY) is not None
    assert RULEBOOK.threshold("clb_involvement", date(1999, 1, 1)) is None
    assert RULEBOOK.threshold("no such", DAY) is None


def test_nothing_is_past_its_review_date() -> None:
    """A red test is the reminder: look the value up again, and set a new date."""
    assert all(item.review_by >= date.today() for item in (*RULEBOOK.rules, *RULEBOOK.thresholds))  # noqa: DTZ011 - a day is meant


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"conditions": [{"fact": "kind"}]}, "exactly one"),
        ({"conditions": [{"fact": "kind", "equals": "a", "known": True}]}, "exactly one"),
        ({"reason": {"nl": "x"}}, "nl, fr and en"),
        ({"target": {"kind": "police"}}, "target"),
        ({"valid_from": "some day"}, "valid_from"),
    ],
)
def test_a_wrong_rule_is_named_when_it_is_read(tmp_path: Path, change: dict[str, object], named: str) -> None:
    source = Path("backend/routing/data")
    rules = yaml.safe_load((source / "rules.yml").read_text())
    rules[0] |= change
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules))
    (tmp_path / "thresholds.yml").write_text((source / "thresholds.yml").read_text())
    with pytest.raises(ConfigurationError, match=named):
        load_rulebook(tmp_path)


def test_two_rules_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        Rulebook(rules=(RULEBOOK.rules[0], RULEBOOK.rules[0]), thresholds=())
