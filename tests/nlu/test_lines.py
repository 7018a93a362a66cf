"""The lines that help at once: complete in every language, and looked at again in time."""

from __future__ import annotations

from datetime import datetime

import pytest

from backend.timekeeping import BRUSSELS, day_in_brussels, utc_now
from nlu.lines import card, load_lines

NIGHT = datetime(2026, 11, 21, 3, 0, tzinfo=BRUSSELS)


def test_no_line_is_past_its_review_date() -> None:
    """A red test is the reminder: call the line, correct the data, set a new date."""
    late = [name for name, line in load_lines().lines.items() if line.review_by < day_in_brussels(utc_now())]
    assert late == []


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("audience", ["youth", "staff", None])
@pytest.mark.parametrize("category", ["self_harm", "abuse", "danger"])
def test_every_card_has_lines_that_are_open_at_night(category: str, audience: str | None, language: str) -> None:
    found = card(category, language, audience, NIGHT)
    assert len(found.open_lines) >= 2
    assert all(name in found.text for name in found.open_lines)
    assert "112" in found.text or "101" in found.text
    assert found.open_lines[0] in found.short_text
    assert "{" not in found.text + found.short_text


def test_each_language_gets_a_line_that_speaks_it() -> None:
    assert "1813" in card("self_harm", "nl", "youth", NIGHT).text
    assert "0800 32 123" in card("self_harm", "fr", "youth", NIGHT).text
    assert "112" in card("danger", "en", "youth", NIGHT).text
