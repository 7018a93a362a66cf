"""What is said when a message means danger: the right lines at once, and never the same card three times in a row."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.conversations.repository import ConversationRepository
from backend.conversations.tables import ConversationRow
from backend.timekeeping import BRUSSELS
from dialogue.engine import Utterance
from dialogue.payloads import payload
from dialogue.texts import TEXTS
from nlu.lines import card

REPEATED_WITHIN = timedelta(hours=1)
SHOWN_IN_FULL = 2


async def safety_reply(
    conversations: ConversationRepository, conversation: ConversationRow, category: str, language: str, now: datetime
) -> Utterance:
    """The card of a category in the person's language; after two of them within the hour, a short word and the first line only."""
    audience = conversation.audience or "youth"
    shown = await conversations.alerts_since(conversation.id, "safety", category, now - REPEATED_WITHIN)
    full = card(category, language, audience, now.astimezone(BRUSSELS))
    buttons = ((TEXTS.text("button.ask_human", language), payload("ask_human")),)
    return Utterance(full.text if shown < SHOWN_IN_FULL else full.short_text, buttons)
