"""The dialogue's texts."""

from pathlib import Path

from backend.texts import Catalogue

TEXTS = Catalogue(Path(__file__).parent / "locale", "dialogue")
