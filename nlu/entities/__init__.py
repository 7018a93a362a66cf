"""Entities with values: what a message names, found by rules and by a tagger, normalised as the NLU contract says."""

from __future__ import annotations

from nlu.entities.extract import extract
from nlu.entities.model import Entity
from nlu.entities.schools import SchoolNames
from nlu.entities.tagger import NameTagger

__all__ = ["Entity", "NameTagger", "SchoolNames", "extract"]
