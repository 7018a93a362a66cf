"""All finders together."""

from __future__ import annotations

from datetime import date

from nlu.entities.ages import find_ages
from nlu.entities.candidates import HOPELESS, Candidate
from nlu.entities.case_references import find_case_references
from nlu.entities.class_groups import find_class_groups
from nlu.entities.coach_gender import find_coach_genders
from nlu.entities.districts import find_districts
from nlu.entities.emails import find_emails
from nlu.entities.half_days import find_half_days
from nlu.entities.languages import find_languages
from nlu.entities.phones import find_phones
from nlu.entities.places import Places
from nlu.entities.schools import SchoolNames, find_schools
from nlu.entities.since import find_since
from nlu.entities.text import Utterance


def find_candidates(message: Utterance, today: date, schools: SchoolNames | None = None, language: str | None = None) -> list[Candidate]:
    """What the wording alone suggests, overlaps and all. What lies inside an address, a reference or a phone number is left out."""
    exact = [*find_emails(message), *find_case_references(message), *find_phones(message)]
    others = [
        *find_since(message, today, language),
        *find_half_days(message),
        *find_class_groups(message),
        *find_ages(message),
        *find_districts(message),
        *find_languages(message),
        *find_coach_genders(message),
        *find_schools(message, schools),
    ]
    places = Places(len(message.clean), exact)
    return exact + [candidate for candidate in others if candidate.confidence > HOPELESS and places.is_free(candidate)]
