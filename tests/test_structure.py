"""What must hold everywhere, and is easily forgotten at one place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from backend.console.view import TEXTS as CONSOLE_TEXTS
from backend.core import Backend
from backend.database.tables import metadata
from backend.texts import LANGUAGES, Catalogue
from dialogue.actions import all_actions
from dialogue.actions.answers import INSIDE_A_FORM
from dialogue.forms import FORMS
from dialogue.forms.intake import SIDE_INTENTS
from dialogue.payloads import LONGEST, SET_FIELD, payload
from dialogue.texts import TEXTS

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())
CATALOGUES = {"dialogue": (TEXTS, ("bot", "dialogue")), "console": (CONSOLE_TEXTS, ("backend",))}


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_text_is_there_in_every_language_with_the_same_places(name: str) -> None:
    catalogue, _ = CATALOGUES[name]
    keys = {language: catalogue.keys(language) for language in LANGUAGES}
    assert keys["nl"] == keys["fr"] == keys["en"]
    for key in keys["nl"]:
        places = {language: sorted(re.findall(r"\{(\w+)\}", _raw(catalogue, key, language))) for language in LANGUAGES}
        assert places["nl"] == places["fr"] == places["en"], key


def _raw(catalogue: Catalogue, key: str, language: str) -> str:
    return catalogue.text(key, language)


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_text_is_unused(name: str) -> None:
    """A key counts as used when it stands in the code, or when its beginning does (for keys that are put together)."""
    catalogue, folders = CATALOGUES[name]
    code = "\n".join(p.read_text() for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".html"))
    put_together = set(re.findall(r"""["']([a-z_.]+\.)(?:\{|["'] ?~)""", code)) | {"answer.", "welcome."}
    unused = [k for k in catalogue.keys("nl") if f'"{k}"' not in code and f"'{k}'" not in code and not any(k.startswith(s) for s in put_together)]
    assert unused == []


def test_every_action_of_the_domain_exists_and_the_other_way_round() -> None:
    assert {action().name() for action in all_actions()} == set(DOMAIN["actions"])


def test_every_form_of_the_domain_is_one_of_ours_with_its_fields_in_order() -> None:
    assert set(DOMAIN["forms"]) == set(FORMS)
    for name, form in FORMS.items():
        asked = [step.field.name for step in form.steps if step.when({})]
        assert DOMAIN["forms"][name]["required_slots"] == asked


def test_every_field_is_a_slot_and_every_slot_steers_nothing() -> None:
    fields = {step.field.name for form in FORMS.values() for step in form.steps}
    assert fields <= set(DOMAIN["slots"])
    assert all(slot["influence_conversation"] is False for slot in DOMAIN["slots"].values())


def test_every_side_intent_has_its_answer() -> None:
    assert set(INSIDE_A_FORM) == set(SIDE_INTENTS)
    intents = {next(iter(intent)) for intent in DOMAIN["intents"]}
    assert intents >= SIDE_INTENTS


def test_every_option_has_its_words_and_fits_a_button() -> None:
    for form in FORMS.values():
        for step in form.steps:
            assert TEXTS.has(f"field.{step.field.name}") or step.field.name == "confirm"
            for option in step.field.choices:
                assert len(payload(SET_FIELD, **{step.field.name: option}).encode()) <= LONGEST
                assert step.field.name in ("district", "contact_language") or TEXTS.has(f"option.{step.field.name}.{option}")


async def test_the_migrations_make_what_the_tables_say(empty_backend: Backend) -> None:
    engine = create_engine(empty_backend.database.url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert differences == []


def test_no_module_reads_or_connects_when_it_is_imported() -> None:
    """No call to open, connect or load at the top level of a module of ours."""
    suspects = {"open", "connect", "create_engine", "safe_load", "load_settings", "read_text", "get_server"}
    for folder in ("bot", "dialogue", "nlu", "backend"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr)):
                    called = {getattr(c.func, "attr", getattr(c.func, "id", "")) for c in ast.walk(node) if isinstance(c, ast.Call)}
                    assert not called & suspects, f"{path.relative_to(ROOT)}:{node.lineno}"
