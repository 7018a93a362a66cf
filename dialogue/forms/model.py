"""What a form is: the fields that a referral of its kind needs, in the order in which a person would ask. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend.cases.model import CaseKind
from dialogue.fields.model import Field, Values

# Slots that steer the form and are no fields of the referral.
VERIFIED = "verified"


def _always(values: Values) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A field of a form; `when` tells from what is known whether it is asked at all."""

    field: Field
    when: Callable[[Values], bool] = _always


@dataclass(frozen=True)
class IntakeForm:
    """A form. `name` is that of the Rasa form; `preset` are values that its kind implies."""

    name: str
    kind: CaseKind
    steps: tuple[Step, ...]
    audience: str
    preset: dict[str, Any] | None = None

    def field(self, name: str | None) -> Field | None:
        """The field of that name, if the form has it."""
        return next((step.field for step in self.steps if step.field.name == name), None)

    def next_field(self, values: Values) -> str | None:
        """The first field that is still open; None when the form is complete."""
        return next((s.field.name for s in self.steps if values.get(s.field.name) is None and s.when(values)), None)


def unless_verified(values: Values) -> bool:
    """Someone who came with an invite code is known and need not leave an address."""
    return not values.get(VERIFIED)
