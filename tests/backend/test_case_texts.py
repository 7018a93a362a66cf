"""Whatever can stand in a case's history has a text in every language of the console."""

from __future__ import annotations

import pytest

from backend.cases.model import EVENTS, CaseKind, HopState, State
from backend.console.view import TEXTS
from backend.texts import LANGUAGES

KEYS = [*(f"event.{kind}" for kind in EVENTS), *(f"hop.{s}" for s in HopState), *(f"state.{s}" for s in State), *(f"kind.{k}" for k in CaseKind)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_text(language: str) -> None:
    assert set(KEYS) <= TEXTS.keys(language)
