"""The extractor inside Rasa's graph: trained, kept, loaded, asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.entities import TIME_ZONE, FrontdeskEntityExtractor, day_of, read_schools

NAMES = ["Amira", "Yusuf", "Lotte", "Kwame", "Zeynep", "Oleksandra", "Mateusz", "Blessing", "Tenzin", "Rohullah"]
CONTEXT = ExecutionContext(GraphSchema({}), "model")


def training_data() -> TrainingData:
    examples = [
        Message({TEXT: f"{name} uit 4B is weg", INTENT: "report_absence", ENTITIES: [
            {"entity": "pupil_name", "start": 0, "end": len(name), "value": name}]})
        for name in NAMES
    ]  # fmt: skip
    examples += [Message({TEXT: f"meester {name} is ziek", INTENT: "out_of_scope"}) for name in NAMES]
    return TrainingData(examples)


@pytest.fixture
def schools_file(tmp_path: Path) -> Path:
    path = tmp_path / "schools.txt"
    path.write_text("# directory\nStedelijk Lyceum Vlierhof\nVTI Merksem\n", encoding="utf-8")
    return path


@pytest.fixture
def component(tmp_path: Path, schools_file: Path) -> FrontdeskEntityExtractor:
    folder = tmp_path / "model"
    folder.mkdir()
    storage, resource = LocalModelStorage(folder), Resource("entities")
    config = {**FrontdeskEntityExtractor.get_default_config(), "schools_file": str(schools_file)}
    trained = FrontdeskEntityExtractor.create(config, storage, resource, CONTEXT)
    assert trained.train(training_data()) == resource
    return FrontdeskEntityExtractor.load(config, storage, resource, CONTEXT)


def ask(component: FrontdeskEntityExtractor, text: Any, **metadata: Any) -> list[dict[str, Any]]:
    message = Message({TEXT: text, "metadata": metadata})
    component.process([message])
    entities: list[dict[str, Any]] = message.get(ENTITIES, [])
    return entities


def test_entities_as_rasa_wants_them(component: FrontdeskEntityExtractor) -> None:
    found = {entity["entity"]: entity for entity in ask(component, "Amira uit 4B is al 6 halve dagen weg sinds 3/11", now="2026-11-20")}
    assert {kind: entity["value"] for kind, entity in found.items()} == {
        "pupil_name": "Amira", "class_group": "4B", "half_days": 6, "since": "2026-11-03",
    }  # fmt: skip
    assert found["half_days"]["start"] == 19
    assert found["half_days"]["end"] == 32
    assert found["half_days"]["extractor"] == "FrontdeskEntityExtractor"
    assert 0.5 <= found["half_days"]["confidence_entity"] <= 1.0


def test_now_comes_with_the_message(component: FrontdeskEntityExtractor) -> None:
    assert [e["value"] for e in ask(component, "afwezig sinds maandag", now="2026-11-18T08:00:00")] == ["2026-11-16"]
    assert [e["value"] for e in ask(component, "afwezig sinds maandag", now="2026-11-12")] == ["2026-11-09"]


def test_a_school_of_the_directory_keeps_its_official_name_beside(component: FrontdeskEntityExtractor) -> None:
    (entity,) = ask(component, "stedelijk lyceum vlierhof")
    assert (entity["value"], entity["official"]) == ("stedelijk lyceum vlierhof", "Stedelijk Lyceum Vlierhof")


def test_what_is_denied_is_marked(component: FrontdeskEntityExtractor) -> None:
    entities = [e for e in ask(component, "niet 4B maar 4C") if e["entity"] == "class_group"]
    assert [entity.get("negated", False) for entity in entities] == [True, False]


def test_entities_of_others_are_kept(component: FrontdeskEntityExtractor) -> None:
    message = Message({TEXT: "6 halve dagen", ENTITIES: [{"entity": "other", "value": "x", "start": 0, "end": 1}]})
    component.process([message])
    assert [entity["entity"] for entity in message.get(ENTITIES)] == ["other", "half_days"]


@pytest.mark.parametrize("text", ["", None, " ", "\x00", "\ud800"])
def test_messages_without_text_pass(component: FrontdeskEntityExtractor, text: str | None) -> None:
    assert ask(component, text) == []


def test_without_metadata_or_with_odd_ones(component: FrontdeskEntityExtractor) -> None:
    message = Message({TEXT: "4B"})
    component.process([message])
    assert [entity["value"] for entity in message.get(ENTITIES)] == ["4B"]
    assert ask(component, "4B", now="no date", audience=None)[0]["value"] == "4B"


def test_day_of() -> None:
    assert day_of("2026-11-20") == date(2026, 11, 20)
    assert day_of("2026-11-20T23:30:00+00:00") == date(2026, 11, 21)
    before = datetime.now(UTC).astimezone(TIME_ZONE).date()
    assert before <= day_of(None) <= datetime.now(UTC).astimezone(TIME_ZONE).date()


def test_a_missing_schools_file_is_an_empty_directory(tmp_path: Path) -> None:
    assert read_schools(tmp_path / "none.txt").names == ()
