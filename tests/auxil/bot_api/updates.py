"""The queue of updates: increasing ids, confirmation by offset, filtering, expiry, and the faults on the way.

Updates form streams, as in Telegram: the messages of one chat are one, the presses of one person another. Within a
stream the order is kept; a webhook gets several streams at once.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from .faults import Faults, Kind
from .waiting import Signal

MESSAGE_TTL = 86_400.0
CALLBACK_TTL = 150.0
# An offset this far beyond the newest update is taken for a mistake and confirms nothing.
FUTURE_OFFSETS = 10

DEFAULT_TYPES = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
    ]
)
ALL_TYPES = DEFAULT_TYPES | {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(eq=False)
class Update:
    update_id: int
    kind: str
    body: dict[str, Any]
    stream: Hashable
    expires_at: float
    copies: int = 0
    swap_until: float | None = None
    handed_out: int = 0

    def to_json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


@dataclass
class _Late:
    due: float
    kind: str
    body: dict[str, Any]
    chat: int | None
    ttl: float


class UpdateQueue:
    """Updates on their way to the bot. `first_id` is the first update_id given; later ones are one more each."""

    def __init__(self, faults: Faults, *, first_id: int = 700_000_001, now: Callable[[], float] = time.time) -> None:
        self.faults = faults
        self.now = now
        self.allowed: frozenset[str] | None = None
        self.changed = Signal()
        self.next_id = first_id
        self._waiting: list[Update] = []
        self._replays: list[Update] = []
        self._late: dict[Hashable, deque[_Late]] = {}

    @property
    def pending(self) -> int:
        """Updates not yet confirmed, those held back by a fault and repetitions still to come included."""
        return len(self._waiting) + len(self._replays) + sum(map(len, self._late.values()))

    def allow(self, types: list[str]) -> None:
        """`allowed_updates`: an empty list means the default. It holds for updates that arise from now on."""
        known = frozenset(types) & ALL_TYPES
        self.allowed = known or None

    def add(self, kind: str, body: dict[str, Any], *, stream: Hashable, chat: int | None, ttl: float) -> None:
        if kind not in (self.allowed or DEFAULT_TYPES):
            return
        struck = self.faults.for_update(kind, chat)
        delay = struck.get(Kind.DELAY)
        if delay is not None or stream in self._late:
            late = self._late.setdefault(stream, deque())
            late.append(_Late(time.monotonic() + (delay.seconds if delay else 0), kind, body, chat, ttl))
            if len(late) == 1:
                self._release_later(stream)
            return
        update = self._enqueue(kind, body, stream, ttl)
        if (swap := struck.get(Kind.REORDER)) is not None:
            update.swap_until = time.monotonic() + swap.seconds
        if (duplicate := struck.get(Kind.DUPLICATE)) is not None:
            update.copies = duplicate.copies
        self.changed.fire()

    def _enqueue(self, kind: str, body: dict[str, Any], stream: Hashable, ttl: float) -> Update:
        update = Update(self.next_id, kind, body, stream, self.now() + ttl)
        self.next_id += 1
        self._waiting.append(update)
        return update

    def _release_later(self, stream: Hashable) -> None:
        wait = max(0.0, self._late[stream][0].due - time.monotonic())
        asyncio.get_running_loop().call_later(wait, self._release, stream)

    def _release(self, stream: Hashable) -> None:
        late = self._late.get(stream)
        if not late:
            return
        while late and late[0].due <= time.monotonic() + 0.001:
            item = late.popleft()
            self._enqueue(item.kind, item.body, stream, item.ttl)
        if late:
            self._release_later(stream)
        else:
            del self._late[stream]
        self.changed.fire()

    def drop_all(self) -> None:
        self._waiting.clear()
        self._replays.clear()
        self._late.clear()
        self.changed.fire()

    def _expire(self) -> None:
        now = self.now()
        self._waiting = [update for update in self._waiting if update.expires_at > now]

    # Long polling

    def confirm(self, offset: int) -> None:
        """An offset confirms every update before it; a negative one all but the last so many."""
        self._expire()
        # A fault may have changed the order for a webhook; a poll gets what is left in the order of the ids, since an
        # offset confirms all before it, handed out or not.
        self._waiting.sort(key=lambda update: update.update_id)
        if offset < 0:
            dropped = self._waiting[:offset]
            self._waiting = self._waiting[offset:]
        elif 0 < offset <= self.next_id + FUTURE_OFFSETS:
            dropped = [update for update in self._waiting if update.update_id < offset]
            self._waiting = [update for update in self._waiting if update.update_id >= offset]
        else:
            return
        self._replays += [update for update in dropped if update.copies > 0 and update.handed_out]
        if dropped:
            self.changed.fire()

    def take(self, limit: int) -> list[dict[str, Any]]:
        """The next updates to hand out. They stay until an offset confirms them; a repetition is handed out once."""
        replays = self._replays[:limit]
        self._replays = [update for update in self._replays if update not in replays or update.copies > 1]
        batch = self._settle(self._waiting, limit - len(replays))
        for update in replays:
            update.copies -= 1
        for update in batch:
            update.handed_out += 1
        return [update.to_json() for update in (*replays, *batch)]

    def _settle(self, waiting: list[Update], limit: int) -> list[Update]:
        """The first up to `limit` updates, in the order in which the faults have them delivered this once.

        An update that waits for one to swap with holds up all behind it, so that what is handed out together is always
        all that came until then: an offset that confirms it confirms nothing else.
        """
        batch = waiting[:limit]
        while (held := _first_held(batch)) is not None:
            self._wake_at(batch[held].swap_until or 0.0)
            batch = batch[:held]
        for index, update in enumerate(batch):
            partner = _partner(batch, index)
            if update.swap_until is not None and partner is not None:
                batch[index], batch[partner] = batch[partner], update
                batch[index].swap_until = None
            update.swap_until = None
        return batch

    def _wake_at(self, moment: float) -> None:
        asyncio.get_running_loop().call_later(max(0.0, moment - time.monotonic()) + 0.001, self.changed.fire)

    # Webhook

    def streams(self) -> list[Hashable]:
        """The streams that have something to deliver, the longest waiting first."""
        self._expire()
        return list(dict.fromkeys(update.stream for update in self._waiting))

    def head(self, stream: Hashable) -> Update | None:
        """The next update of a stream, or None while a fault holds it."""
        self._expire()
        own = [update for update in self._waiting if update.stream == stream]
        batch = self._settle(own, 2)
        if batch and batch[0] is not own[0]:
            places = {own[0]: batch[0], batch[0]: own[0]}
            self._waiting = [places.get(update, update) for update in self._waiting]
        return batch[0] if batch else None

    def done(self, update: Update) -> None:
        if update in self._waiting:
            self._waiting.remove(update)
        self.changed.fire()


def _partner(batch: list[Update], index: int) -> int | None:
    """The place of the next update of the same stream."""
    stream = batch[index].stream
    return next((place for place in range(index + 1, len(batch)) if batch[place].stream == stream), None)


def _first_held(batch: list[Update]) -> int | None:
    now = time.monotonic()
    waits = (
        index for index, update in enumerate(batch) if update.swap_until is not None and now < update.swap_until and _partner(batch, index) is None
    )
    return next(waits, None)
