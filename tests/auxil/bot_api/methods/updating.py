"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo: one way to get updates excludes the other."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ..errors import ApiError, bad_request, conflict
from ..request import Arguments, from_json
from ..webhook import Webhook
from ..world import Poll, World
from .registry import METHODS, method

LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _allow(world: World, arguments: Arguments) -> None:
    types = arguments.json("allowed_updates")
    if isinstance(types, list):
        world.queue.allow([str(name) for name in types])


@method("getUpdates")
async def get_updates(world: World, arguments: Arguments) -> Any:
    """Answers at once when there is something, else when something comes or the timeout (at most 50 s) is over.

    A waiting call fails with 409 as soon as another one comes that would have to wait too: two processes poll.
    """
    if world.webhook is not None:
        raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    limit = arguments.integer("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    timeout = min(max(arguments.integer("timeout"), 0), LONGEST_POLL)
    _allow(world, arguments)
    world.queue.confirm(arguments.integer("offset"))
    batch = world.queue.take(limit)
    if batch or timeout == 0:
        return batch
    world.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
    poll = world.poll = Poll()

    def arrived() -> list[dict[str, Any]]:
        if poll.ended_by is not None:
            raise conflict(poll.ended_by)
        return world.queue.take(limit)

    try:
        return await world.queue.changed.until(lambda: arrived() or None, timeout) or []
    finally:
        if world.poll is poll:
            world.poll = None


async def _stop_webhook(world: World, arguments: Arguments) -> bool:
    webhook, world.webhook = world.webhook, None
    if webhook is not None:
        await webhook.stop()
    if arguments.flag("drop_pending_updates"):
        world.queue.drop_all()
    return webhook is not None


@method("setWebhook")
async def set_webhook(world: World, arguments: Arguments) -> Any:
    """Unlike Telegram's own, takes plain `http://` addresses too: the tests' receivers have no certificate."""
    url = arguments.text("url")
    if not url:
        return await delete_webhook(world, arguments)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("bad webhook: an HTTPS URL must be provided for webhook")
    secret = arguments.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, arguments)
    await _stop_webhook(world, arguments)
    world.end_poll("terminated by setWebhook request")
    world.webhook = Webhook(
        url,
        secret or None,
        world.queue,
        on_reply=lambda body: _call_in_reply(world, body),
        max_connections=min(max(arguments.integer("max_connections", 40), 1), 100),
        backoff=world.backoff,
        timeout=world.webhook_timeout,
    )
    world.webhook.start()
    return True


async def _call_in_reply(world: World, body: dict[str, Any]) -> None:
    """The answer to a delivery may be a call; of its outcome the receiver learns nothing."""
    name, arguments = str(body["method"]), from_json(body)
    status = 404
    if name.lower() in METHODS and not name.lower().startswith(("get", "setwebhook", "deletewebhook")):
        try:
            METHODS[name.lower()](world, arguments)
            status = 200
        except ApiError as error:
            status = error.code
    world.log(name, arguments, status)


@method("deleteWebhook")
async def delete_webhook(world: World, arguments: Arguments) -> Any:
    await _stop_webhook(world, arguments)
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, arguments: Arguments) -> Any:
    shown = world.webhook.info() if world.webhook is not None else {"url": ""}
    body: dict[str, Any] = shown | {"has_custom_certificate": False, "pending_update_count": world.queue.pending}
    if world.queue.allowed is not None:
        body["allowed_updates"] = sorted(world.queue.allowed)
    return body
