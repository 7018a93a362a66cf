"""`parse --jsonl`: the contract's lines, errors on their own line, and the same results as the trained assistant gives."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from dialogue.engine import Engine
from nlu.parse import run
from nlu.pipeline import Pipeline

NOW = date(2026, 11, 20)
HELD_OUT = Path(__file__).resolve().parent.parent / "nlu_held_out" / "nl.jsonl"
MESSAGES = [
    ("hey amira vd 4B is al 6 halve dagen weg sinds 3/11, mama neemt ni op", "staff"),
    ("wallah g plus envie dy aller", "youth"),
    ("who reads this stuff", None),
    ("ik wil er niet meer zijn", "youth"),
    ("\u0645\u0631\u062d\u0628\u0627", None),
    ("\u202eabc\u202c \x00 \x07", None),
    ("👍", None),
    ("", None),
]


def _run(data: bytes, model: Path) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    status = run(io.BytesIO(data), out, model, NOW)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_lines_in_and_out_in_the_same_order(model: Path) -> None:
    lines = "\n".join(json.dumps({"id": f"x{i}", "text": text, "audience": audience}) for i, (text, audience) in enumerate(MESSAGES))
    status, results = _run(lines.encode(), model)
    assert status == 0
    assert [result["id"] for result in results] == [f"x{i}" for i in range(len(MESSAGES))]
    for result, (text, _) in zip(results, MESSAGES, strict=True):
        assert set(result) == {"id", "language", "intent", "confidence", "entities", "safety"}
        for entity in result["entities"]:  # type: ignore[attr-defined]
            assert text[entity["start"] : entity["end"]] == entity["text"]
    first = {entity["entity"]: entity["value"] for entity in results[0]["entities"]}  # type: ignore[attr-defined]
    assert (results[0]["language"], results[0]["intent"]) == ("nl", "report_absence")
    assert first == {"pupil_name": "amira", "class_group": "4B", "half_days": 6, "since": "2026-11-03"}
    assert results[3]["safety"] == "self_harm"


@pytest.mark.parametrize(
    "bad",
    [
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b'{"id": "a"}',
        b'{"id": "a", "text": 3}',
        b'{"text": "x", "audience": "parent"}',
        b"[" * 100_000,
        b'"' + b"x" * 1_100_000 + b'"',
    ],
)
def test_a_line_that_cannot_be_used_costs_only_itself(model: Path, bad: bytes) -> None:
    good = json.dumps({"id": "ok", "text": "hallo"}).encode()
    status, results = _run(good + b"\n" + bad + b"\n" + good + b"\n", model)
    assert status == 1
    assert [result.get("id") for result in results][::2] == ["ok", "ok"]
    assert set(results[1]) == {"id", "error"}


def test_a_long_text_and_a_lone_surrogate_are_parsed(model: Path) -> None:
    lines = json.dumps({"id": 1, "text": "woord " * 30_000}) + "\n" + '{"id": 2, "text": "\\ud800 hallo"}'
    status, results = _run(lines.encode(), model)
    assert status == 0
    assert [result["id"] for result in results] == [1, 2]


async def test_the_assistant_understands_the_same(model: Path, engine: Engine) -> None:
    """The pipeline without Rasa's graph is a shortcut, and may never be another one."""
    pipeline = Pipeline.load(model)
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()][::20]
    for text, audience in [*((row["text"], row["audience"]) for row in rows), *MESSAGES[:3]]:
        ours = pipeline.understand(text, audience=audience, today=NOW)
        theirs = await engine.understand(text, audience=audience, language=None, today=NOW)
        assert (theirs.intent, theirs.safety, theirs.language) == (ours.prediction.intent, ours.safety, ours.language.language)
        assert theirs.confidence == pytest.approx(ours.prediction.confidence)
        assert [(e.name, e.value, e.start, e.end) for e in theirs.entities] == [
            (e.entity, e.value, e.start, e.end) for e in ours.entities if not e.negated
        ]
