"""Faults on demand: on the answers to the bot's calls, and on the updates on their way to it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    RETRY_AFTER = "retry_after"  # 429, nothing happened
    ERROR = "error"  # any 4xx or 5xx, nothing happened
    TIMEOUT = "timeout"  # the call takes effect, the answer never comes
    SLOW = "slow"  # the call takes effect, the answer comes late
    CUT = "cut"  # the connection closes before the call takes effect
    CUT_AFTER = "cut_after"  # the connection closes after the call took effect
    DUPLICATE = "duplicate"  # the update comes more than once, under the same update_id
    REORDER = "reorder"  # the update and the next one of its stream come in the wrong order
    DELAY = "delay"  # the update and all later ones of its stream come late


UPDATE_KINDS = frozenset({Kind.DUPLICATE, Kind.REORDER, Kind.DELAY})


@dataclass
class Fault:
    """What goes wrong, where, and how often.

    `methods` and `update_types` name what it strikes (empty: all); `chat` limits it to one chat. `times` is how many
    it strikes (None: no end), after letting `skip` pass; `rate` is the probability of striking each candidate.
    `seconds` is the 429's retry_after, the time that an answer or update is held, or the longest wait for an update
    to swap with. `hits` counts the strikes.
    """

    kind: Kind
    methods: frozenset[str] = frozenset()
    update_types: frozenset[str] = frozenset()
    chat: int | None = None
    times: int | None = 1
    skip: int = 0
    rate: float = 1.0
    seconds: float = 1.0
    status: int = 500
    copies: int = 1
    hits: int = 0

    @property
    def spent(self) -> bool:
        return self.times is not None and self.hits >= self.times

    def strikes(self, name: str, chat: int | None, chance: random.Random) -> bool:
        names = self.update_types if self.kind in UPDATE_KINDS else self.methods
        if self.spent or (names and name.lower() not in names) or (self.chat is not None and self.chat != chat):
            return False
        if self.rate < 1 and chance.random() >= self.rate:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.hits += 1
        return True

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "methods": sorted(self.methods),
            "update_types": sorted(self.update_types),
            "chat": self.chat,
            "times": self.times,
            "skip": self.skip,
            "rate": self.rate,
            "seconds": self.seconds,
            "status": self.status,
            "copies": self.copies,
            "hits": self.hits,
        }


def _names(value: str | Iterable[str] | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    return frozenset(name.lower() for name in ([value] if isinstance(value, str) else value))


@dataclass
class Faults:
    """The faults in force. A call is struck by the first that fits; an update by all that fit.

    `seed` makes the strikes of faults with a `rate` repeatable for the same sequence of calls.
    """

    seed: int = 0
    active: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def add(self, kind: Kind | str, **options: Any) -> Fault:
        """Put a fault in force. `methods` and `update_types` may be one name or several."""
        for name in ("methods", "update_types"):
            options[name] = _names(options.get(name))
        fault = Fault(Kind(kind), **options)
        self.active.append(fault)
        return fault

    def retry_after(self, methods: str | Iterable[str] | None = None, *, seconds: int = 1, **options: Any) -> Fault:
        return self.add(Kind.RETRY_AFTER, methods=methods, seconds=seconds, **options)

    def error(self, methods: str | Iterable[str] | None = None, *, status: int = 500, **options: Any) -> Fault:
        return self.add(Kind.ERROR, methods=methods, status=status, **options)

    def timeout(self, methods: str | Iterable[str] | None = None, *, seconds: float = 60, **options: Any) -> Fault:
        return self.add(Kind.TIMEOUT, methods=methods, seconds=seconds, **options)

    def slow(self, methods: str | Iterable[str] | None = None, *, seconds: float = 1, **options: Any) -> Fault:
        return self.add(Kind.SLOW, methods=methods, seconds=seconds, **options)

    def cut(self, methods: str | Iterable[str] | None = None, *, after: bool = False, **options: Any) -> Fault:
        return self.add(Kind.CUT_AFTER if after else Kind.CUT, methods=methods, **options)

    def duplicate(self, update_types: str | Iterable[str] | None = None, *, copies: int = 1, **options: Any) -> Fault:
        return self.add(Kind.DUPLICATE, update_types=update_types, copies=copies, **options)

    def reorder(self, update_types: str | Iterable[str] | None = None, *, seconds: float = 1, **options: Any) -> Fault:
        return self.add(Kind.REORDER, update_types=update_types, seconds=seconds, **options)

    def delay(self, update_types: str | Iterable[str] | None = None, *, seconds: float = 1, **options: Any) -> Fault:
        return self.add(Kind.DELAY, update_types=update_types, seconds=seconds, **options)

    def clear(self) -> None:
        self.active.clear()

    def for_call(self, method: str, chat: int | None) -> Fault | None:
        for fault in self.active:
            if fault.kind not in UPDATE_KINDS and fault.strikes(method, chat, self._chance):
                return fault
        return None

    def for_update(self, update_type: str, chat: int | None) -> dict[Kind, Fault]:
        struck: dict[Kind, Fault] = {}
        for fault in self.active:
            if fault.kind in UPDATE_KINDS - struck.keys() and fault.strikes(update_type, chat, self._chance):
                struck[fault.kind] = fault
        return struck
