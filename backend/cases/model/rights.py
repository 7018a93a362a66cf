"""Which transition is legal from which state, and by whom: one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from backend.cases.model.states import OPEN, WITH_PARTNER, WITHDRAWABLE, State


class Relation(StrEnum):
    """What an acting user is to a case. Somebody may be several things at once."""

    SYSTEM = "system"  # rules and the clock
    OWNER = "owner"  # a counsellor of the CLB that owns the case
    COORDINATOR = "coordinator"  # acts for the whole network, also in the place of an owner or a partner that phones
    HOLDER = "holder"  # a worker of the partner that holds the live offer
    COACH = "coach"  # the partner's coach to whom the youngster was assigned
    PARTY = "party"  # a counsellor of a CLB that had the case and may still know of it
    REPORTER = "reporter"  # sent a report that is part of the case
    YOUNGSTER = "youngster"  # asked for somebody themselves


class Transition(StrEnum):
    """What can be done to a case."""

    REFER = "refer"
    JOIN = "join"
    ACCEPT = "accept"
    DECLINE = "decline"
    WAITLIST = "waitlist"
    OFFER = "offer"
    LINK = "link"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    RETURN = "return"
    NOTE = "note"
    START_FOLLOW_UP = "start_follow_up"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    GIVE_CONSENT = "give_consent"
    REVOKE_CONSENT = "revoke_consent"


Who = frozenset[Relation]

_SYSTEM: Who = frozenset({Relation.SYSTEM})
_REPORTER: Who = frozenset({Relation.REPORTER})
_YOUNGSTER: Who = frozenset({Relation.YOUNGSTER})
_DESK: Who = frozenset({Relation.OWNER, Relation.COORDINATOR})
_PARTNER: Who = frozenset({Relation.HOLDER, Relation.COORDINATOR})
_BOTH = _DESK | _PARTNER
_HOME = frozenset({State.AT_CLB, State.AT_HELPDESK})
_ROUTED = OPEN - {State.SUBMITTED}


def _each(states: frozenset[State], who: Who) -> dict[State, Who]:
    return dict.fromkeys(states, who)


LEGAL: Mapping[Transition, Mapping[State, Who]] = {
    Transition.REFER: {State.SUBMITTED: _SYSTEM},
    Transition.JOIN: _each(_ROUTED, _SYSTEM),
    Transition.ACCEPT: _each(_HOME, _DESK) | _each(frozenset({State.OFFERED, State.WAITLISTED}), _PARTNER),
    Transition.DECLINE: _each(_HOME, _DESK) | _each(frozenset({State.OFFERED, State.WAITLISTED}), _PARTNER),
    Transition.WAITLIST: {State.OFFERED: _PARTNER},
    # The system offers to the next candidate after a decline; from a waiting list, only people decide to look further.
    Transition.OFFER: _each(_HOME, _DESK | _SYSTEM) | {State.WAITLISTED: _DESK},
    Transition.LINK: {State.OFFERED: _BOTH},
    Transition.ASSIGN: _each(_HOME, _DESK) | _each(WITH_PARTNER, _BOTH),
    Transition.TRANSFER: _each(_HOME, _DESK | _SYSTEM),
    Transition.RETURN: _each(_HOME, _DESK | _SYSTEM) | _each(WITH_PARTNER, _BOTH | _SYSTEM),
    Transition.NOTE: _each(frozenset(State), _BOTH | {Relation.COACH, Relation.PARTY}),
    Transition.START_FOLLOW_UP: {State.LINKED: _BOTH},
    Transition.CLOSE: _each(_ROUTED, _DESK),
    Transition.REOPEN: {State.CLOSED: _DESK},
    Transition.WITHDRAW: _each(WITHDRAWABLE, _REPORTER),
    # Youngsters give consent and take it back themselves in a request of their own; a school never does for its pupils.
    Transition.GIVE_CONSENT: _each(_ROUTED, _BOTH | _YOUNGSTER),
    Transition.REVOKE_CONSENT: _each(_ROUTED | {State.CLOSED}, _BOTH | _YOUNGSTER),
}


def who_ever(transition: Transition) -> Who:
    """Everybody who may make a transition in some state."""
    return frozenset().union(*LEGAL[transition].values())
