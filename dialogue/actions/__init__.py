"""The actions of the dialogue, run in process."""

from rasa_sdk import Action

from dialogue.actions.answers import answer_actions
from dialogue.actions.intake import intake_actions
from dialogue.actions.send import send_actions


def all_actions() -> list[type[Action]]:
    """Every action class, once."""
    return [*intake_actions(), *send_actions(), *answer_actions()]
