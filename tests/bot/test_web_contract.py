"""The web chat's JSON contract over real HTTP semantics (ASGI), with the desk and the database behind it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from backend.cases.tables import CaseRow
from backend.conversations.tables import InboundRow
from backend.core import Backend
from bot.app import create_app
from bot.desk import Desk


@pytest.fixture
async def client(backend: Backend, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(backend, desk)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


async def _open(client: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    answer = await client.post("/chat/conversations", json=body)
    assert answer.status_code == 201
    return dict(answer.json())


async def _send(client: httpx.AsyncClient, chat: dict[str, Any], *, message_id: str | None = None, **body: Any) -> httpx.Response:
    return await client.post(
        f"/chat/conversations/{chat['conversation']}/messages",
        json={**body, "client_message_id": message_id or uuid4().hex},
        headers={"Authorization": f"Bearer {chat['token']}"},
    )


async def test_a_conversation_opens_with_a_welcome(client: httpx.AsyncClient) -> None:
    chat = await _open(client, language="fr", audience="staff", invite=None)
    assert set(chat) == {"conversation", "token", "replies"}
    reply = chat["replies"][0]
    assert set(reply) == {"id", "text", "sender", "buttons", "asks"}
    assert reply["id"] == 1
    assert reply["sender"] == "bot"
    assert "Bonjour" in reply["text"]
    assert {"title", "payload"} == set(reply["buttons"][0])


async def test_no_body_at_all_opens_one_too(client: httpx.AsyncClient) -> None:
    assert (await client.post("/chat/conversations")).status_code == 201


async def test_the_same_message_id_again_has_no_second_effect(client: httpx.AsyncClient, backend: Backend) -> None:
    chat = await _open(client, language="nl", audience="staff")
    first = await _send(client, chat, message_id="m1", payload="/report_absence")
    again = await asyncio.gather(*(_send(client, chat, message_id="m1", payload="/report_absence") for _ in range(5)))
    assert all(answer.json() == first.json() for answer in again)
    assert first.json()["owner"] == "bot"
    async with backend.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(InboundRow)) == 2  # the start and m1


async def test_two_clients_may_use_the_same_message_id(client: httpx.AsyncClient) -> None:
    one, two = await _open(client, language="nl", audience="staff"), await _open(client, language="fr", audience="youth")
    await _send(client, one, message_id="1", payload="/report_absence")
    answer = (await _send(client, two, message_id="1", payload="/seek_coach")).json()
    assert answer["replies"][-1]["asks"] == "topic"


async def test_quick_messages_of_one_person_are_handled_in_order(client: httpx.AsyncClient) -> None:
    chat = await _open(client, language="nl", audience="staff")
    await _send(client, chat, payload="/report_absence")
    answers = [(await _send(client, chat, text=text)).json()["replies"][-1]["asks"] for text in ("Amina Touré", "VTI Merksem", "4B", "6")]
    assert answers == ["school", "class_group", "half_days", "since"]


@pytest.mark.parametrize("token", ["", "wrong", "Bearer"])
async def test_a_conversation_opens_only_with_its_own_secret(client: httpx.AsyncClient, token: str) -> None:
    chat = await _open(client)
    assert (await _send(client, {**chat, "token": token}, text="hallo")).status_code == 404
    path = f"/chat/conversations/{chat['conversation']}/messages"
    assert (await client.get(path, headers={"Authorization": f"Bearer {token}"})).status_code == 404
    other = await _open(client)
    assert (await _send(client, {**chat, "token": other["token"]}, text="hallo")).status_code == 404


@pytest.mark.parametrize("body", [{}, {"text": "a", "payload": "/greet"}, {"text": 3}, {"payload": "x" * 1000}])
async def test_a_body_that_cannot_be_used_is_refused_and_not_repeated(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    chat = await _open(client)
    answer = await _send(client, chat, **body)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_input"
    assert "xxx" not in answer.text


async def test_a_text_of_twenty_thousand_characters_gets_a_sentence(client: httpx.AsyncClient) -> None:
    chat = await _open(client, language="en", audience="staff")
    await _send(client, chat, payload="/report_absence")
    answer = await _send(client, chat, text="very long " * 2000)
    assert answer.status_code == 200
    assert "too long" in answer.json()["replies"][0]["text"]
    assert answer.json()["replies"][-1]["asks"] == "pupil_name"


async def test_all_replies_after_a_number(client: httpx.AsyncClient) -> None:
    chat = await _open(client, language="en", audience="staff")
    await _send(client, chat, payload="/report_absence")
    headers = {"Authorization": f"Bearer {chat['token']}"}
    path = f"/chat/conversations/{chat['conversation']}/messages"
    assert [r["id"] for r in (await client.get(path, params={"after": 0}, headers=headers)).json()["replies"]] == [1, 2]
    assert [r["id"] for r in (await client.get(path, params={"after": 1}, headers=headers)).json()["replies"]] == [2]


async def test_a_forged_button_cannot_do_more_than_free_text(client: httpx.AsyncClient, backend: Backend) -> None:
    chat = await _open(client, language="en", audience="staff")
    await _send(client, chat, payload="/report_absence")
    for payload in (
        '/set_field{"half_days":-3}',
        '/set_field{"confirm":"yes"}',
        '/set_field{"state":"closed"}',
        "/action_send_absence",
        "/nonsense",
        "{}",
    ):
        answer = await _send(client, chat, payload=payload)
        assert answer.status_code == 200
        assert answer.json()["replies"][-1]["asks"] in ("pupil_name", "half_days"), payload
    async with backend.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(CaseRow).where(CaseRow.reporter_conversation_id.is_not(None))) == 0


async def test_no_log_line_holds_what_was_said(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    chat = await _open(client, language="nl", audience="staff")
    await _send(client, chat, payload="/report_absence")
    await _send(client, chat, text="Xantippe Onbestaand")
    printed = capfd.readouterr()
    assert "Xantippe" not in caplog.text + printed.out + printed.err + json.dumps([str(r.args) for r in caplog.records])
