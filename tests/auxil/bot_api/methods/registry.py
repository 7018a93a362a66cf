"""Where methods are put down under their name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from ..request import Arguments
from ..world import World

Method = Callable[[World, Arguments], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {}
# Methods that put or change a message in a chat: the flood limits count them.
FLOODING: set[str] = set()


def method(name: str, *, floods: bool = False) -> Callable[[Method], Method]:
    """Register a method. It returns the `result`, or raises an `ApiError`, or may be a coroutine that does."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        if floods:
            FLOODING.add(name.lower())
        return function

    return register
