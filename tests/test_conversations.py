"""Whole conversations as data: the turns, the replies, and the case that results. The files are in `tests/conversations/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from backend.core import Backend
from backend.identity.model import SYSTEM
from bot.desk import Desk
from bot.messages import InboundMessage, Kind, Reply

FOLDER = Path(__file__).parent / "conversations"


def _load() -> list[Any]:
    return [
        pytest.param(conversation, id=f"{path.stem}: {conversation['name']}")
        for path in sorted(FOLDER.glob("*.yml"))
        for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _message(turn: dict[str, Any], last: list[Reply]) -> tuple[Kind, str]:
    if "say" in turn:
        return Kind.TEXT, turn["say"]
    if "press" in turn:
        wanted = turn["press"]
        if wanted.startswith("/"):  # what a menu command or an older button sends
            return Kind.PAYLOAD, wanted
        buttons = [button for reply in last for button in reply.buttons]
        found = [button.payload for button in buttons if wanted == button.title]
        assert found, f"no button {wanted!r} among {[b.title for b in buttons]}"
        return Kind.PAYLOAD, found[0]
    return Kind(turn["send"]), ""


def _check_replies(turn: dict[str, Any], replies: list[Reply], number: int) -> None:
    said = "\n".join(reply.text for reply in replies)
    assert replies, f"turn {number} got no reply"
    for part in turn.get("reply", []):
        assert part in said, f"turn {number}: {part!r} is not in {said!r}"
    for part in turn.get("never", []):
        assert part not in said, f"turn {number}: {part!r} is in {said!r}"
    if "asks" in turn:
        assert replies[-1].asks == turn["asks"], f"turn {number} asks {replies[-1].asks}: {said!r}"


@pytest.mark.parametrize("conversation", _load())
async def test_conversation(conversation: dict[str, Any], desk: Desk, backend: Backend, network: Any) -> None:
    school = conversation.get("invited_by")
    opened = await desk.open_chat(
        language=conversation.get("language"), audience=conversation.get("audience"), invite=network.invites[school] if school else None
    )
    last = opened.replies
    for number, turn in enumerate(conversation["turns"], start=1):
        kind, text = _message(turn, last)
        last = await desk.receive(InboundMessage(opened.conversation_id, "web", f"{opened.conversation_id}:{number}", kind, text))
        _check_replies(turn, last, number)
    await _check_cases(backend, opened.conversation_id, conversation.get("cases", []))


async def _check_cases(backend: Backend, conversation_id: UUID, expected: list[dict[str, Any]]) -> None:
    async with backend.database.transaction() as session:
        casework = backend.casework(session, SYSTEM)
        cases = await casework.cases.reported_in(conversation_id)
        owners = [await casework.directory.get(case.owner_id) for case in cases if case.owner_id]
    assert len(cases) == len(expected)
    for case, owner, wanted in zip(cases, owners, expected, strict=True):
        found = {
            "kind": case.kind.value,
            "state": case.state.value,
            "owner": owner.short_id if owner else None,
            "rule": case.decision.rule if case.decision else None,
            "referral": case.referral.model_dump(mode="json", exclude_none=True),
        }
        referral = wanted.get("referral", {})
        rest = {key: value for key, value in wanted.items() if key != "referral"}
        assert {key: found[key] for key in rest} == rest
        assert {key: found["referral"].get(key) for key in referral} == referral
