"""The control API, `/control/...` in JSON: lets scripts and other processes act as the persons, and look on.

| call | does |
|---|---|
| `POST /control/users` `{"id", "first_name"?, "language_code"?, "last_name"?, "username"?}` | make a person |
| `POST /control/users/ID/send` `{"text", "chat"?, "reply_to"?}` | write; `chat` is a group's id |
| `POST .../press` `{"button", "message_id"?, "chat"?, "stale"?}` | press by title or data |
| `POST .../tap` `{"title", "chat"?}` | tap a button of the reply keyboard |
| `POST .../forge_press` `{"data", "message_id", "chat"?}` | press with any data |
| `POST .../edit` `{"message_id", "text", "chat"?}` | correct an own message |
| `POST .../photo` `{"content"?, "caption"?, "chat"?}` | a small one of its own without content (base64) |
| `POST .../voice` `{"content"?, "seconds"?, "chat"?}` | as above |
| `POST .../document` `{"name", "content", "mime_type"?, "caption"?}` | a file, content in base64 |
| `POST .../location` `{"latitude"?, "longitude"?}`, `.../sticker` `{"emoji"?}`, `.../contact` `{"phone_number"}` | |
| `POST .../block`, `.../unblock`, `.../deactivate` | |
| `POST /control/groups` `{"id", "title"?}` | make a group |
| `POST /control/groups/ID/add` `{"user"}`, `.../remove` `{"user"}` | a person comes or goes |
| `POST /control/groups/ID/add_bot` `{"user", "administrator"?}`, `.../remove_bot` `{"user"}` | the bot, by a person |
| `GET /control/chats/ID/messages?after=N&wait=S&from=bot` | what changed after change N; waits up to S seconds for it |
| `GET /control/presses/ID?wait=S` | the bot's answer to a press, or null |
| `POST /control/faults` `{"kind", ...}`, `GET`, `DELETE` | the fields are those of `faults.Fault` |
| `PUT /control/limits` `{"chat_per_second"?, "burst"?, ...}` or `null` | flood limits on or off |
| `GET /control/calls?method=M&chat=ID&after=N` | the bot's calls from number N on |
| `GET /control/state` | pending updates, webhook, number of calls and users |

A mistake gets 400, 404 or 409 with `{"error": "..."}`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .limits import Limits
from .model import Chat, Press
from .people import Group, NoSuchButton, User

if TYPE_CHECKING:
    from .api import BotApi

Json = dict[str, Any]


class Control:
    """Translates control calls into what the persons of a `BotApi` do."""

    def __init__(self, api: BotApi) -> None:
        self.api = api

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/users", _answering(self.make_user)),
            web.post("/control/users/{id}/{action}", _answering(self.act)),
            web.post("/control/groups", _answering(self.make_group)),
            web.post("/control/groups/{id}/{action}", _answering(self.act_in_group)),
            web.get("/control/chats/{id}/messages", _answering(self.messages)),
            web.get("/control/presses/{id}", _answering(self.press)),
            web.post("/control/faults", _answering(self.add_fault)),
            web.get("/control/faults", _answering(self.faults)),
            web.delete("/control/faults", _answering(self.clear_faults)),
            web.put("/control/limits", _answering(self.set_limits)),
            web.get("/control/calls", _answering(self.calls)),
            web.get("/control/state", _answering(self.state)),
        ]

    async def make_user(self, request: web.Request, body: Json) -> Any:
        user = self.api.user(int(body.pop("id")), **body)
        return user.person.to_json()

    async def make_group(self, request: web.Request, body: Json) -> Any:
        return self.api.group(int(body["id"]), body.get("title", "Test group")).chat.to_json()

    def _user(self, user_id: object) -> User:
        user = self.api.users.get(int(str(user_id)))
        if user is None:
            raise web.HTTPNotFound(reason="no such user")
        return user

    def _group(self, group_id: object) -> Group:
        group = self.api.groups.get(int(str(group_id)))
        if group is None:
            raise web.HTTPNotFound(reason="no such group")
        return group

    async def act(self, request: web.Request, body: Json) -> Any:
        user, action = self._user(request.match_info["id"]), request.match_info["action"]
        if body.get("chat") is not None:
            body["chat"] = self._group(body["chat"])
        if "content" in body:
            body["content"] = base64.b64decode(body["content"], validate=True)
        methods: dict[str, Callable[..., Awaitable[Any]]] = {
            "send": user.send,
            "press": user.press,
            "tap": user.tap,
            "forge_press": user.forge_press,
            "edit": user.edit,
            "photo": user.send_photo,
            "voice": user.send_voice,
            "document": user.send_document,
            "location": user.send_location,
            "sticker": user.send_sticker,
            "contact": user.send_contact,
            "block": user.block,
            "unblock": user.unblock,
            "deactivate": user.deactivate,
        }
        if action not in methods:
            raise web.HTTPNotFound(reason="no such action")
        result = await methods[action](**body)
        if isinstance(result, Press):
            return {"press_id": result.id, "message_id": result.message.message_id}
        return {"message_id": result}

    async def act_in_group(self, request: web.Request, body: Json) -> Any:
        group, action = self._group(request.match_info["id"]), request.match_info["action"]
        user = self._user(body["user"])
        if action == "add":
            await group.add(user)
        elif action == "remove":
            await group.remove(user)
        elif action == "add_bot":
            await group.add_bot(user, administrator=bool(body.get("administrator")))
        elif action == "remove_bot":
            await group.remove_bot(user)
        else:
            raise web.HTTPNotFound(reason="no such action")
        return {}

    def _chat(self, chat_id: str) -> Chat:
        chat = self.api.world.chats.get(int(chat_id))
        if chat is None:
            raise web.HTTPNotFound(reason="no such chat")
        return chat

    async def messages(self, request: web.Request, body: Json) -> Any:
        chat, query = self._chat(request.match_info["id"]), request.query
        after, only_bot = int(query.get("after", 0)), query.get("from") == "bot"

        def changed() -> list[Json]:
            return [message.to_transcript() for message in chat.messages if message.changed_at > after and (message.from_bot or not only_bot)]

        found = await chat.changed.until(lambda: changed() or None, float(query.get("wait", 0)))
        return {"messages": found or [], "actions": [{"action": name, "at": at} for name, at in chat.actions]}

    async def press(self, request: web.Request, body: Json) -> Any:
        press = self.api.world.presses.get(request.match_info["id"])
        if press is None:
            raise web.HTTPNotFound(reason="no such press")
        wait = float(request.query.get("wait", 0))
        answer = await press.message.chat.changed.until(lambda: press.answer, wait)
        return {"answer": asdict(answer) if answer else None}

    async def add_fault(self, request: web.Request, body: Json) -> Any:
        return self.api.faults.add(body.pop("kind"), **body).to_json()

    async def faults(self, request: web.Request, body: Json) -> Any:
        return [fault.to_json() for fault in self.api.faults.active]

    async def clear_faults(self, request: web.Request, body: Json) -> Any:
        self.api.faults.clear()
        return {}

    async def set_limits(self, request: web.Request, body: Json | None) -> Any:
        self.api.world.limits = Limits(**body) if body is not None else None
        return {}

    async def calls(self, request: web.Request, body: Json) -> Any:
        query = request.query
        method, chat = query.get("method", "").lower(), query.get("chat")
        first = int(query.get("after", 0))
        found = [
            {"number": number, **asdict(call)}
            for number, call in enumerate(self.api.calls[first:], first + 1)
            if (not method or call.method.lower() == method) and (chat is None or call.chat == int(chat))
        ]
        return {"calls": found, "total": len(self.api.calls)}

    async def state(self, request: web.Request, body: Json) -> Any:
        webhook = self.api.world.webhook
        return {
            "pending_updates": self.api.pending_updates,
            "webhook": webhook.info() if webhook is not None else None,
            "polling": self.api.world.poll is not None,
            "calls": len(self.api.calls),
            "users": len(self.api.users),
            "groups": len(self.api.groups),
        }


def _answering(
    handler: Callable[[web.Request, Any], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Read the JSON body, call the handler, and turn a mistake of the caller into a sentence."""

    async def handle(request: web.Request) -> web.Response:
        try:
            raw = await request.text()
            return web.json_response(await handler(request, json.loads(raw) if raw else {}))
        except NoSuchButton as error:
            return web.json_response({"error": str(error)}, status=409)
        except web.HTTPNotFound as error:
            return web.json_response({"error": error.reason}, status=404)
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)

    return handle
