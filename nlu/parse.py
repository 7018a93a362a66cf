"""`frontdesk parse --jsonl`: one JSON object a line in, one a line out, in the same order; a line that cannot be used costs only itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from nlu.entities.model import Entity
from nlu.pipeline import Pipeline

LONGEST_LINE = 1_000_000  # bytes
AUDIENCES = ("staff", "youth")


class Unusable(ValueError):
    """A line that cannot be parsed; the words say why, without what stood in it. `line_id` is its id, if it had one."""

    def __init__(self, why: str, line_id: Any = None) -> None:
        super().__init__(why)
        self.line_id = line_id


def run(stdin: BinaryIO, stdout: TextIO, model: Path, today: date) -> int:
    """Parse every line; the exit status: 1 if any line was unusable, else 0."""
    pipeline = Pipeline.load(model)
    status = 0
    for raw in stdin:
        if not raw.strip():
            continue
        try:
            result = parse_line(raw, pipeline, today)
        except Unusable as error:
            result, status = {"id": error.line_id, "error": str(error)}, 1
        stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    stdout.flush()
    return status


def parse_line(raw: bytes, pipeline: Pipeline, today: date) -> dict[str, Any]:
    """One line's result, as the contract has it. Raises `Unusable`."""
    line = read_line(raw)
    understood = pipeline.understand(line["text"], audience=line["audience"], today=today)
    return {
        "id": line["id"],
        "language": understood.language.language,
        "intent": understood.prediction.intent,
        "confidence": round(understood.prediction.confidence, 4),
        "entities": [entity_json(entity) for entity in understood.entities if not entity.negated],
        "safety": understood.safety,
    }


def entity_json(entity: Entity) -> dict[str, Any]:
    """An entity as the contract has it; for a school the directory's official name beside what was typed."""
    found = {"entity": entity.entity, "value": entity.value, "start": entity.start, "end": entity.end, "text": entity.text}
    return found | ({"official": entity.official} if entity.official else {})


def read_line(raw: bytes) -> dict[str, Any]:
    """Id, text and audience of a line. Raises `Unusable`."""
    if len(raw) > LONGEST_LINE:
        raise Unusable(f"the line is longer than {LONGEST_LINE} bytes")
    try:
        line = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unusable("the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise Unusable("the line is not JSON") from None
    if not isinstance(line, dict):
        raise Unusable("the line is no JSON object")
    line_id, text, audience = line.get("id"), line.get("text"), line.get("audience")
    if not isinstance(text, str):
        raise Unusable("text is missing or is no text", line_id)
    if audience is not None and audience not in AUDIENCES:
        raise Unusable("audience is none of staff, youth, null", line_id)
    # A lone surrogate is valid JSON and no character: it could not be written again.
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {"id": line_id, "text": clean, "audience": audience}
