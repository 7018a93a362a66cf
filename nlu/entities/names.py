"""Names of pupils and youngsters: what the tagger found, less the grown-ups, and the plain cases without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.entities.candidates import Candidate
from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.tagger import TaggedSpan
from nlu.entities.text import Token, Utterance

# A name alone is an answer; more words are a sentence.
_LONGEST_ANSWER = 5
_NAME_FROM = 0.5
_GROWN_UP_BEFORE = re.compile(
    r"\b(?:mevrouw|mevr|mvr|mw|meneer|mijnheer|dhr|juf|juffrouw|meester|madame|mme|mlle|monsieur|m\.|mr|mrs|ms|miss|sir|prof|dr|docteur|coach|collega|collegue|colleague|tante|nonkel|tonton|uncle|aunt|auntie|"
    r"leerkracht|leraar|lerares|directeur|directrice|zorgleerkracht|groet(?:en|jes)?|mvg|regards|cordialement|salutations|bien a vous)[.,]?\s{1,2}$"
)
_ANNOUNCED = re.compile(
    r"\b(?:naam van de leerling|naam leerling|leerling heet|leerling|leerlinge|eleve|l'eleve|pupil|student|nom de l'eleve|name of the pupil|pupil's name|naam|nom|name|prenom)\s?[:=]\s{0,2}$|"
    r"\b(?:(?:hij|ze|zij|em|ik) heet|(?:il|elle) s'appelle|je m'appelle|m'appelle|his name is|her name is|my name is|mijn naam is|zijn naam is|haar naam is|(?:he|she|i) (?:is|am) called)\s$"
)


def find_names(message: Utterance, spans: Sequence[TaggedSpan]) -> list[Candidate]:
    """Names with what confidence. Names of staff, parents and coaches are left out as far as the wording tells."""
    found = list(_tagged(message, spans))
    taken = [(candidate.start, candidate.end) for candidate in found]
    for candidate in [*_announced(message), *_answer(message)]:
        if not any(candidate.start < end and start < candidate.end for start, end in taken):
            found.append(candidate)
            taken.append((candidate.start, candidate.end))
    return found


def _tagged(message: Utterance, spans: Sequence[TaggedSpan]) -> Iterator[Candidate]:
    for span in spans:
        if span.entity != "pupil_name" or span.confidence < _NAME_FROM:
            continue
        start, end = _trim(message, span.start, span.end)
        if end > start and _can_be_name(message, start, end) and _known_if_alone(message, start, end) and not _GROWN_UP_BEFORE.search(message.before(start, 30)):
            yield _candidate(message, start, end, span.confidence)


def _candidate(message: Utterance, start: int, end: int, confidence: float) -> Candidate:
    return Candidate("pupil_name", message.clean[start:end], start, end, confidence)


def _trim(message: Utterance, start: int, end: int) -> tuple[int, int]:
    """Without a possessive ending and without signs at the ends; the full stop of an initial stays."""
    text = message.clean[start:end]
    possessive = re.search(r"(?i)(?<=\w)['’]s?$", text)
    if possessive:
        end = start + possessive.start()
        text = message.clean[start:end]
    start = _without_small_words(message, start, end)
    text = message.clean[start:end]
    initial = re.search(r"(?:^|[\s.])\w\.$", text)
    kept = text.rstrip(" ,;:!?-'’\"()") if initial else text.rstrip(" ,;:!?-'’\".()")
    lead = len(kept) - len(kept.lstrip(" ,;:-'’\"("))
    return start + lead, start + len(kept)


def _without_small_words(message: Utterance, start: int, end: int) -> int:
    """Where the name begins with a capital later on, a word in small letters before it is none of it ("zekere Yusuf")."""
    tokens = [message.tokens[place] for place in message.token_range(start, end)]
    for place, token in enumerate(tokens):
        rest = tokens[place + 1 :]
        small = token.text[0].islower() and (token.folded not in lexicon("name_particles") or token.folded == "ben")
        if not (small and any(other.text[0].isupper() for other in rest)):
            return token.start
    return start


def _can_be_name(message: Utterance, start: int, end: int) -> bool:
    tokens = [message.tokens[place] for place in message.token_range(start, end)]
    words = [token for token in tokens if token.folded[0].isalpha()]
    if not words or any(token.text.isdigit() for token in tokens):
        return False
    return not all(_is_plain(token) for token in words)


def _known_if_alone(message: Utterance, start: int, end: int) -> bool:
    """A message of a word or two that nobody knows as a name is more likely a word that nobody knows."""
    if len(message.tokens) > 3:
        return True
    places = message.token_range(start, end)
    known = [place for place in places if _is_known_name(message.tokens[place])]
    return bool(known) or len(places) < len(message.tokens)


def _is_known_name(token: Token) -> bool:
    return token.folded in name_parts("first_names") or token.folded in lexicon("surnames")


def _is_plain(token: Token) -> bool:
    """A word that is surely no name as it is typed."""
    if token.folded in lexicon("name_particles") and not token.text[0].isupper():
        return True
    known = token.folded in name_parts("first_names") or token.folded in lexicon("surnames")
    return not known and (token.folded in lexicon("common_words") or token.folded in lexicon("not_names"))


def _looks_like_name(token: Token) -> bool:
    if token.folded in name_parts("first_names") or token.folded in lexicon("surnames"):
        return token.text[0].isupper() or token.folded not in lexicon("common_words")
    return False


def _announced(message: Utterance) -> Iterator[Candidate]:
    """What follows "naam:", "elle s'appelle", "my name is"."""
    for match in _ANNOUNCED.finditer(message.folded) if len(message.folded) < 2000 else ():
        start = end = match.end()
        index = message.token_index(start)
        for token in message.tokens[index : index + 4]:
            particle = token.folded in lexicon("name_particles")
            if not (_looks_like_name(token) or token.text[0].isupper() and not _is_plain(token) or particle and end > start):
                break
            end = token.end
        if end > start and _can_be_name(message, start, end):
            yield _candidate(message, start, end, 0.75)


def _answer(message: Utterance) -> Iterator[Candidate]:
    """A message that is nothing but a name."""
    words = [token for token in message.tokens if token.folded[0].isalnum()]
    if not 0 < len(words) <= _LONGEST_ANSWER or not all(token.folded.isalpha() for token in words):
        return
    if any(_is_plain(token) and token.folded not in lexicon("name_particles") for token in words):
        return
    if any(token.text not in ".,-'’ " for token in message.tokens if not token.folded[0].isalnum()):
        return
    named = [token for token in words if _looks_like_name(token)]
    if named and words[0].folded not in ("van", "de", "la", "le", "les", "en"):
        start, end = _trim(message, words[0].start, message.tokens[-1].end)
        yield _candidate(message, start, end, 0.6 if len(named) > 1 or len(words) == 1 and words[0].text[0].isupper() else 0.55)
