"""How much a single word looks like part of a name."""

from __future__ import annotations

from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.text import Token


def is_word(token: Token) -> bool:
    return token.folded[0].isalpha()


def is_listed(token: Token) -> bool:
    """On the lists of first names and surnames, everyday word or not."""
    return token.folded in name_parts("first_names") or token.folded in lexicon("surnames")


def is_known_name(token: Token) -> bool:
    """A name that is no everyday word."""
    everyday = ("ambiguous_names", "common_words", "not_names")
    return is_listed(token) and not any(token.folded in lexicon(words) for words in everyday)


def is_particle(token: Token) -> bool:
    return token.folded in lexicon("name_particles")


def is_plain(token: Token) -> bool:
    """Surely no name as it is typed: an everyday word, a place, a title."""
    if is_particle(token) and not token.text[0].isupper():
        return True
    everyday = token.folded in lexicon("common_words") or token.folded in lexicon("not_names")
    return everyday and not is_listed(token)


def is_capital(token: Token) -> bool:
    return token.text[0].isupper()
