"""What the tagger sees of a message: one list of features for each word."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlu.entities.candidates import Candidate
from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.text import Token, Utterance

_TITLES = frozenset(
    [
        "mevrouw",
        "mevr",
        "mvr",
        "mw",
        "meneer",
        "mijnheer",
        "dhr",
        "heer",
        "juf",
        "juffrouw",
        "meester",
        "leraar",
        "lerares",
        "leerkracht",
        "directeur",
        "directrice",
        "madame",
        "mme",
        "mlle",
        "monsieur",
        "mr",
        "mrs",
        "ms",
        "miss",
        "sir",
        "prof",
        "dr",
        "docteur",
        "coach",
        "collega",
        "collegue",
        "colleague",
        "tante",
        "nonkel",
        "oom",
        "tonton",
        "uncle",
        "aunt",
        "auntie",
        "mama",
        "maman",
        "mum",
        "mom",
        "papa",
        "dad",
        "vader",
        "moeder",
        "pere",
        "mere",
        "oma",
        "opa",
        "broer",
        "zus",
        "zusje",
        "frere",
        "soeur",
        "sister",
        "brother",
        "nicht",
        "neef",
        "cousin",
        "cousine",
        "vriend",
        "vriendin",
        "friend",
        "copain",
        "copine",
        "psychologe",
        "psycholoog",
        "titularis",
        "titulaire",
        "begeleider",
        "begeleidster",
        "educateur",
        "educatrice",
        "principal",
        "teacher",
    ]
)
_PUPIL_WORDS = frozenset(
    [
        "leerling",
        "leerlinge",
        "ll",
        "eleve",
        "pupil",
        "student",
        "meisje",
        "jongen",
        "jongere",
        "gast",
        "fille",
        "garcon",
        "jeune",
        "girl",
        "boy",
        "kid",
        "naam",
        "nom",
        "name",
        "prenom",
        "heet",
        "noemt",
        "appelle",
        "appelons",
        "called",
        "named",
        "genaamd",
        "zekere",
    ]
)
_ROLES = (("title", _TITLES), ("pupil", _PUPIL_WORDS))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text. ``lexicon`` counts in how many training messages a word stands that is part of no name."""

    audience: str
    intent: str
    lexicon: Mapping[str, int]
    # Gazetteer hits of these words are hidden, in training only, so that the tagger also learns to do without them.
    hidden: frozenset[str] = frozenset()
    # Words of the message itself, taken off the counts in training.
    own: frozenset[str] = frozenset()


@lru_cache(maxsize=20_000)
def _shape(text: str) -> str:
    if text.isdigit():
        return f"d{min(len(text), 4)}"
    if not any(map(str.isalnum, text)):
        return text if text.isascii() else "sign"
    if any(map(str.isdigit, text)):
        return "mix"
    if len(text) == 1:
        return "U" if text.isupper() else "l"
    if text.isupper():
        return "UU"
    if text[0].isupper():
        return "Ul" if text[1:].islower() else "UlU"
    return "ll"


def _bucket(count: int) -> str:
    return "0" if count <= 0 else "1" if count == 1 else "2" if count < 4 else "3" if count < 12 else "4"


@dataclass(slots=True)
class _Word:
    """Features of one word: what counts for itself alone, what also for its neighbours, and what for those two words away."""

    own: list[str]
    near: list[str]
    far: list[str]
    shape: str
    # What its being a name or not speaks for, to be joined with other features.
    marks: list[str]


def _word(token: Token, context: Context) -> _Word:
    word, shape = token.folded, _shape(token.text)
    features = _Word([], [f"w={word}", f"sh={shape}"], [f"w={word}", f"sh={shape}"], shape, [])
    if word.isalpha():
        _lexical(features, word, context)
        if len(word) > 3:
            features.own += [f"s3={word[-3:]}", f"s2={word[-2:]}", f"p3={word[:3]}"]
    return features


def _lexical(features: _Word, word: str, context: Context) -> None:
    count = context.lexicon.get(word, 0) - (word in context.own)
    common = word in lexicon("common_words")
    features.near.append(f"lex={_bucket(count)}{'c' if common else ''}")
    gazetteer = "" if word in context.hidden else _gazetteer(word)
    if gazetteer:
        features.marks += [f"gaz={gazetteer}", f"gaz={'known' if count > 0 or common else 'only'}"]
        features.marks.append(f"{features.marks[0]}|{features.shape}")
    elif count <= 0 and not common:
        features.marks += ["oov", f"oov|{features.shape}"]
    roles = [name for name, words in _ROLES if word in words]
    if word in lexicon("name_particles"):
        roles.append("particle")
    if word in lexicon("not_names"):
        roles.append("notname")
    features.near += features.marks + roles
    features.far += [mark for mark in features.marks if mark.startswith("gaz")]
    features.far += [role for role in roles if role in ("title", "pupil")]


@lru_cache(maxsize=20_000)
def _gazetteer(word: str) -> str:
    listed = ("F" if word in name_parts("first_names") else "") + ("S" if word in lexicon("surnames") else "")
    return listed and listed + ("A" if word in lexicon("ambiguous_names") else "")


def _rule_features(message: Utterance, candidates: Sequence[Candidate], count: int) -> list[list[str]]:
    """Which likely candidates of the finders lie over each of the first ``count`` words."""
    features: list[list[str]] = [[] for _ in range(count)]
    for candidate in candidates:
        level = int(candidate.confidence * 10)
        if level < 3:
            continue
        for index in message.token_range(candidate.start, candidate.end):
            if index >= count:
                break
            features[index].append(f"r={candidate.entity}")
            if candidate.entity in ("school", "class_group"):
                first = message.tokens[index].start <= candidate.start
                features[index].append(f"r={candidate.entity}{level}{'B' if first else 'I'}")
    return features


def features_of(message: Utterance, candidates: Sequence[Candidate], context: Context, most: int | None = None) -> list[list[str]]:
    """Features of the first ``most`` tokens: the word, its neighbours, the finders' candidates, its place in the message."""
    tokens = message.tokens[:most]
    words = [_word(token, context) for token in tokens]
    rules = _rule_features(message, candidates, len(tokens))
    for word, found in zip(words, rules, strict=True):
        word.near += [rule for rule in found if rule[-1].isalpha()]
        word.own += [rule for rule in found if not rule[-1].isalpha()]
    size = {1: "1", 2: "2", 3: "4", 4: "4"}.get(len(tokens))
    general = ["b", f"aud={context.audience}", f"int={context.intent}"] + ([f"size={size}"] if size else [])
    return [general + words[index].own + words[index].near + _placed(message, tokens, words, index, context) for index in range(len(tokens))]


def _placed(message: Utterance, tokens: list[Token], words: list[_Word], index: int, context: Context) -> list[str]:
    token, word = tokens[index], words[index]
    features = []
    if index == 0 or tokens[index - 1].text in ".!?;:":
        features += ["first", f"first|{word.shape}"] + [f"first|{mark}" for mark in word.marks]
    if word.marks:
        features.append(f"name|{context.intent}")
    if token.start > 0 and message.clean[token.start - 1] not in " \n":
        features.append("glued")
    for offset in (-2, -1, 1, 2):
        place = index + offset
        if 0 <= place < len(words):
            neighbour = words[place].near if offset in (-1, 1) else words[place].far
            features += [f"{offset}:{feature}" for feature in neighbour]
        else:
            features.append(f"{offset}:edge")
    if index > 0:
        features.append(f"-1,0:{tokens[index - 1].folded}|{word.shape}")
    if index > 1:
        features.append(f"-2,-1:{tokens[index - 2].folded}|{tokens[index - 1].folded}")
    if index + 2 < len(tokens):
        features.append(f"1,2:{tokens[index + 1].folded}|{tokens[index + 2].folded}")
    return features


def stable_fraction(*parts: str) -> float:
    """A number from 0 to 1 that depends on the words alone, the same in every run."""
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "replace")) / 0xFFFFFFFF
