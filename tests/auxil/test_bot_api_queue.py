"""The queue of updates never loses one to a client that confirms only what it has stored, whatever the faults."""

from __future__ import annotations

import asyncio

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.auxil.bot_api.faults import Faults
from tests.auxil.bot_api.updates import UpdateQueue

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 3)),
        st.tuples(st.just("poll"), st.integers(1, 4)),
        st.tuples(st.just("crash"), st.integers(1, 4)),
        st.tuples(st.sampled_from(["duplicate", "reorder", "delay"]), st.integers(1, 3)),
    ),
    max_size=60,
)


class Client:
    """Stores a batch, then confirms it with the next poll; a crash forgets the batch and keeps the old offset."""

    def __init__(self, queue: UpdateQueue) -> None:
        self.queue = queue
        self.offset = 0
        self.stored: list[int] = []

    def poll(self, limit: int, *, crash: bool = False) -> None:
        self.queue.confirm(self.offset)
        ids = [update["update_id"] for update in self.queue.take(limit)]
        if ids and not crash:
            self.stored += ids
            self.offset = max(self.offset, *(update_id + 1 for update_id in ids))


async def run(steps: list[tuple[str, int]]) -> tuple[int, list[int]]:
    faults = Faults()
    queue = UpdateQueue(faults, first_id=1)
    client = Client(queue)
    added = 0
    for step, number in steps:
        if step == "add":
            queue.add("message", {}, stream=number, chat=number, ttl=60)
            added += 1
        elif step in ("poll", "crash"):
            client.poll(number, crash=step == "crash")
        else:
            faults.add(step, chat=number, seconds=0.002, copies=2)
    async with asyncio.timeout(10):
        while queue.pending:
            client.poll(100)
            await asyncio.sleep(0)
    return added, client.stored


@settings(max_examples=200, deadline=None)
@given(STEPS)
@example([("reorder", 1), ("add", 1), ("add", 1), ("crash", 2), ("poll", 1)])
@example([("reorder", 1), ("add", 1), ("add", 2), ("add", 1), ("poll", 2), ("poll", 1)])
@example([("reorder", 1), ("reorder", 2), ("add", 1), ("add", 2), ("add", 1), ("poll", 4)])
def test_every_update_is_stored(steps: list[tuple[str, int]]) -> None:
    added, stored = asyncio.run(run(steps))
    assert set(stored) == set(range(1, added + 1))
    kinds = {step for step, _ in steps}
    if "duplicate" not in kinds:
        assert len(stored) == added
    if not kinds & {"reorder", "duplicate"}:
        assert stored == sorted(stored)
