"""What was reported: the facts of a referral, whoever sent it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Concern = Literal[
    "absence",
    "motivation",
    "exclusion_threatened",
    "excluded",
    "retention",
    "home",
    "wellbeing",
    "bullying",
    "substance_use",
    "poverty",
    "language",
    "other",
]


class CaseKind(StrEnum):
    """What a referral is about."""

    ABSENCE = "absence"
    DROPOUT_RISK = "dropout_risk"
    EXPULSION = "expulsion"
    PARENT_SUPPORT = "parent_support"
    YOUTH_REQUEST = "youth_request"


class Referral(BaseModel):
    """What was reported. None: not known. `half_days` counts problematic (code B) half-days; `since` is a day in Brussels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pupil_name: str | None = Field(default=None, max_length=120)
    school: str | None = Field(default=None, max_length=160)
    class_group: str | None = Field(default=None, max_length=20)
    age: int | None = Field(default=None, ge=3, le=30)
    half_days: int | None = Field(default=None, ge=1, le=400)
    since: date | None = None
    concerns: tuple[Concern, ...] = ()
    parents_contacted: Literal["yes", "no", "unreachable"] | None = None
    clb_involved: Literal["yes", "no"] | None = None
    consent: Literal["pupil", "parents", "both", "refused", "not_asked"] | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    support_wanted: Literal["coaching", "time_out", "training", "therapy", "parent_work", "reintegration", "unsure"] | None = None
    remarks: str | None = Field(default=None, max_length=4000)
    reporter_contact: str | None = Field(default=None, max_length=254)
    topic: Literal["school", "wellbeing", "home", "work_training", "other"] | None = None
    district: str | None = Field(default=None, max_length=60)
    contact_language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}$")
    coach_gender: Literal["female", "male", "any"] | None = None
    nickname: str | None = Field(default=None, max_length=40)


# What identifies or describes a person: sealed at rest, and shared only within consent.
PERSONAL_FIELDS = frozenset({"pupil_name", "remarks", "reporter_contact", "nickname"})


def may_be_the_same_pupil(one: Referral, other: Referral) -> bool:
    """Whether two reports of one name at one school can be of one pupil: ages that differ by more than a birthday are two pupils."""
    return one.age is None or other.age is None or abs(one.age - other.age) <= 1
