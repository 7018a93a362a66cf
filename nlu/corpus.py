"""The training data as plain values: what the model is trained on, and who wrote it.

Rasa reads the same files by itself. Here they are read without Rasa, because the evaluation and the experiments need the *writer* of each example
(a file is one writer's voice), and because importing Rasa takes ten seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

LANGUAGES = ("nl", "fr", "en")
DATA_DIRECTORY = Path(__file__).parent / "data"

_ANNOTATION = re.compile(r"\[(?P<text>[^\[\]]+)\]\((?P<entity>[a-z_]+)\)")
_INTENT_LINE = re.compile(r"^(?P<indent>\s*)- intent:\s*\S+\s*$")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an example's text that is marked as an entity; offsets in code points."""

    entity: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Example:
    """One message of the training data. ``writer`` is the name of the file it stands in, without language and extension."""

    text: str
    intent: str
    language: str
    writer: str
    entities: tuple[Span, ...] = ()


def plain(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Takes the marks out of ``[Amira](pupil_name) is weg`` and says where they stood."""
    text, spans, position = "", [], 0
    for match in _ANNOTATION.finditer(marked):
        text += marked[position : match.start()]
        spans.append(Span(match["entity"], len(text), len(text) + len(match["text"])))
        text += match["text"]
        position = match.end()
    return text + marked[position:], tuple(spans)


def read_file(path: Path, language: str) -> Iterator[Example]:
    """The intent examples of one file of Rasa NLU data."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    for block in content.get("nlu", []):
        if "intent" not in block:
            continue
        for line in block["examples"].splitlines():
            if line.strip().startswith("- "):
                text, spans = plain(line.strip()[2:].strip())
                yield Example(text, block["intent"], language, path.stem, spans)


def read(directory: Path = DATA_DIRECTORY) -> list[Example]:
    """All intent examples of the three languages, in the order of the files' names."""
    return [example for language in LANGUAGES for path in sorted((directory / language).glob("*.yml")) for example in read_file(path, language)]


def stamped(content: str, language: str, writer: str) -> str:
    """The same file with ``metadata`` (language, writer) under each intent, as Rasa hands it to the components. Idempotent."""
    lines = content.split("\n")
    out: list[str] = []
    for index, line in enumerate(lines):
        out.append(line)
        match = _INTENT_LINE.match(line)
        following = lines[index + 1].strip() if index + 1 < len(lines) else ""
        if match and not following.startswith("metadata:"):
            indent = match["indent"] + "  "
            out += [f"{indent}metadata:", f"{indent}  language: {language}", f"{indent}  writer: {writer}"]
    return "\n".join(out)


def stamp(directory: Path = DATA_DIRECTORY) -> list[Path]:
    """Writes the metadata into every file that lacks it and gives back the files that were changed."""
    changed = []
    for language in LANGUAGES:
        for path in sorted((directory / language).glob("*.yml")):
            before = path.read_text(encoding="utf-8")
            after = stamped(before, language, path.stem)
            if after != before:
                path.write_text(after, encoding="utf-8")
                changed.append(path)
    return changed


if __name__ == "__main__":
    for changed_path in stamp():
        print(changed_path)
