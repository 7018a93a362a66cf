"""Telegram's flood limits, as far as it publishes them: 1 message/s a chat, 20/min a group, 30/s a bot."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import too_many_requests


@dataclass
class _Bucket:
    """Lets `rate` messages a second pass on average and up to `capacity` at once."""

    rate: float
    capacity: float
    level: float = 0.0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more message may pass; 0 when it may pass now."""
        self.level = max(0.0, self.level - (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (self.level + 1 - self.capacity) / self.rate)

    def take(self) -> None:
        self.level += 1


@dataclass
class Limits:
    """Flood limits in force. `burst` is how many messages to one chat pass at once before the rate applies."""

    chat_per_second: float = 1.0
    burst: int = 3
    group_per_minute: float = 20.0
    bot_per_second: float = 30.0
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[int, _Bucket] = field(default_factory=dict, repr=False)

    def check(self, chat: int) -> None:
        """Count one message to the chat, or refuse it with 429 and the whole seconds to wait (at least 1)."""
        now = self.clock()
        buckets = [self._bucket(0), self._bucket(chat)]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 1e-9:
            raise too_many_requests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.take()

    def _bucket(self, chat: int) -> _Bucket:
        if chat not in self._buckets:
            if chat == 0:
                bucket = _Bucket(self.bot_per_second, self.bot_per_second)
            elif chat < 0:
                bucket = _Bucket(self.group_per_minute / 60, self.group_per_minute)
            else:
                bucket = _Bucket(self.chat_per_second, self.burst)
            self._buckets[chat] = bucket
        return self._buckets[chat]
