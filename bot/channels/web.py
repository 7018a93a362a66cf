"""The web chat: the JSON contract, and replies as they come over server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.conversations.repository import ConversationRepository
from backend.core import Backend
from bot.desk import WEB, Desk, reply_of
from bot.live import Live
from bot.messages import InboundMessage, Kind, Reply

KEEP_ALIVE = 20.0  # seconds between two signs of life on an idle stream
LONGEST_BODY = 40_000  # characters; the desk answers a text over its own limit with a sentence


class NewConversation(BaseModel):
    """What a client may say when it opens a conversation."""

    model_config = ConfigDict(extra="ignore")

    language: Literal["nl", "fr", "en"] | None = None
    audience: Literal["staff", "youth"] | None = None
    invite: str | None = Field(default=None, max_length=64)


class NewMessage(BaseModel):
    """A message: a text or a button's payload, with the client's own id, which makes sending it again harmless."""

    model_config = ConfigDict(extra="ignore")

    text: str | None = Field(default=None, max_length=LONGEST_BODY)
    payload: str | None = Field(default=None, max_length=400)
    client_message_id: str = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _one_of_both(self) -> NewMessage:
        if (self.text is None) == (self.payload is None):
            raise ValueError("give either text or payload")
        return self


def chat_router(backend: Backend, desk: Desk, live: Live) -> APIRouter:
    """The routes of the web chat. Each asks for the conversation's own secret."""
    router = APIRouter(prefix="/chat")

    async def allowed(conversation_id: UUID, token: str) -> str:
        async with backend.database.transaction() as session:
            return (await ConversationRepository(session).with_token(conversation_id, token)).owner

    async def replies_after(conversation_id: UUID, after: int) -> list[Reply]:
        async with backend.database.transaction() as session:
            return [reply_of(row) for row in await ConversationRepository(session).replies_after(conversation_id, after)]

    @router.post("/conversations", status_code=201)
    async def open_conversation(new: NewConversation | None = None) -> dict[str, Any]:
        new = new or NewConversation()
        opened = await desk.open_chat(language=new.language, audience=new.audience, invite=new.invite)
        return {
            "conversation": str(opened.conversation_id),
            "token": opened.token,
            "replies": [reply.as_json() for reply in opened.replies],
        }

    @router.post("/conversations/{conversation_id}/messages")
    async def send_message(conversation_id: UUID, new: NewMessage, authorization: Annotated[str, Header()] = "") -> dict[str, Any]:
        await allowed(conversation_id, _bearer(authorization))
        kind = Kind.TEXT if new.payload is None else Kind.PAYLOAD
        text = new.text if new.payload is None else new.payload
        message_id = f"{conversation_id}:{new.client_message_id}"
        replies = await desk.receive(InboundMessage(conversation_id, WEB, message_id, kind, text or ""))
        return {"replies": [reply.as_json() for reply in replies], "owner": await allowed(conversation_id, _bearer(authorization))}

    @router.get("/conversations/{conversation_id}/messages")
    async def read_messages(
        conversation_id: UUID, after: Annotated[int, Query(ge=0)] = 0, authorization: Annotated[str, Header()] = ""
    ) -> dict[str, Any]:
        owner = await allowed(conversation_id, _bearer(authorization))
        return {"replies": [reply.as_json() for reply in await replies_after(conversation_id, after)], "owner": owner}

    @router.get("/conversations/{conversation_id}/events")
    async def stream_events(
        request: Request, conversation_id: UUID, after: Annotated[int, Query(ge=0)] = 0, token: str = "", authorization: Annotated[str, Header()] = ""
    ) -> StreamingResponse:
        # A browser's EventSource cannot send a header: it may give the secret as `token`.
        await allowed(conversation_id, _bearer(authorization) or token)
        last_seen = request.headers.get("last-event-id", "")
        start = int(last_seen) if last_seen.isdecimal() else after

        async def events() -> AsyncIterator[str]:
            sent = start
            async with live.watching(conversation_id) as news:
                while True:
                    news.clear()
                    for reply in await replies_after(conversation_id, sent):
                        sent = reply.id
                        yield f"id: {reply.id}\ndata: {json.dumps(reply.as_json(), ensure_ascii=False)}\n\n"
                    try:
                        await asyncio.wait_for(news.wait(), KEEP_ALIVE)
                    except TimeoutError:
                        yield ": still here\n\n"

        return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})

    return router


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
