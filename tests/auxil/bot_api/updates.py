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
    displaced: bool = False
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
        if offset < 0:
            dropped = self._waiting[:offset]
            self._waiting = self._waiting[offset:]
        elif 0 < offset <= self.next_id + FUTURE_OFFSETS:
            dropped = [update for update in self._waiting if _confirmed(update, offset)]
            self._waiting = [update for update in self._waiting if not _confirmed(update, offset)]
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
        """Up to `limit` updates, in the order in which the faults have them delivered."""
        for index, update in enumerate(waiting[:limit]):
            if update.swap_until is None:
                continue
            partner = next((other for other in waiting[index + 1 : limit] if other.stream == update.stream), None)
            if partner is None and time.monotonic() < update.swap_until:
                self._wake_at(update.swap_until)
                return waiting[:index]
            update.swap_until = None
            if partner is not None:
                swapped = _swapped(waiting, update, partner)
                self._waiting = _swapped(self._waiting, update, partner)
                update.displaced = partner.displaced = True
                return self._settle(swapped, limit)
        return waiting[:limit]

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
        batch = self._settle([update for update in self._waiting if update.stream == stream], 2)
        return batch[0] if batch else None

    def done(self, update: Update) -> None:
        if update in self._waiting:
            self._waiting.remove(update)
        self.changed.fire()


def _confirmed(update: Update, offset: int) -> bool:
    # An update that a fault put behind a later one is not lost to the offset that confirms that one.
    return update.update_id < offset and (update.handed_out > 0 or not update.displaced)


def _swapped(waiting: list[Update], update: Update, partner: Update) -> list[Update]:
    places = {update: partner, partner: update}
    return [places.get(item, item) for item in waiting]
