"""Which places of a message are taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Places:
    """Marks stretches of a text as taken; asking costs the length of the stretch, however many are taken."""

    def __init__(self, length: int, taken: Iterable[Span] = ()) -> None:
        self._taken = bytearray(length)
        for span in taken:
            self.take(span)

    def take(self, span: Span) -> None:
        self._taken[span.start : span.end] = b"\x01" * (span.end - span.start)

    def is_free(self, span: Span) -> bool:
        return 1 not in self._taken[span.start : span.end]
