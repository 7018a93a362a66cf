"""What the tagger sees of a message: one list of features for each word."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlu.entities.candidates import Candidate
from nlu.entities.lexicons import lexicon, name_parts
from nlu.entities.text import Token, Utterance

_TITLES = frozenset(
    ["mevrouw", "mevr", "mvr", "mw", "meneer", "mijnheer", "dhr", "heer", "juf", "juffrouw", "meester", "leraar", "lerares", "leerkracht", "directeur", "directrice", "madame", "mme", "mlle", "monsieur", "mr", "mrs", "ms", "miss", "sir", "prof", "dr", "docteur", "coach", "collega", "collegue", "colleague", "tante", "nonkel", "oom", "tonton", "uncle", "aunt", "auntie", "mama", "maman", "mum", "mom", "papa", "dad", "vader", "moeder", "pere", "mere", "oma", "opa", "broer", "zus", "zusje", "frere", "soeur", "sister", "brother", "nicht", "neef", "cousin", "cousine", "vriend", "vriendin", "friend", "copain", "copine", "psychologe", "psycholoog", "titularis", "titulaire", "begeleider", "begeleidster", "educateur", "educatrice", "principal", "teacher"]
)
_PUPIL_WORDS = frozenset(["leerling", "leerlinge", "ll", "eleve", "pupil", "student", "meisje", "jongen", "jongere", "gast", "fille", "garcon", "jeune", "girl", "boy", "kid", "naam", "nom", "name", "prenom", "heet", "noemt", "appelle", "appelons", "called", "named", "genaamd", "zekere"])


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


def _shape(text: str) -> str:
    if text.isdigit():
        return f"d{min(len(text), 4)}"
    if not any(char.isalnum() for char in text):
        return text if text.isascii() else "sign"
    if any(char.isdigit() for char in text):
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


def _word_features(token: Token, context: Context) -> list[str]:
    word = token.folded
    features = [f"w={word}", f"sh={_shape(token.text)}"]
    if not word.isalpha():
        return features
    count = context.lexicon.get(word, 0) - (word in context.own)
    common = word in lexicon("common_words")
    features.append(f"lex={_bucket(count)}{'c' if common else ''}")
    gazetteer = ""
    if word not in context.hidden:
        ambiguous = "A" if word in lexicon("ambiguous_names") else ""
        gazetteer = ("F" if word in name_parts("first_names") else "") + ("S" if word in lexicon("surnames") else "")
        gazetteer = gazetteer and gazetteer + ambiguous
    if word in lexicon("name_particles"):
        features.append("particle")
    if word in lexicon("not_names"):
        features.append("notname")
    if gazetteer:
        features += [f"gaz={gazetteer}", f"gaz={gazetteer}|{_shape(token.text)}"]
        features.append(f"gaz={'known' if count > 0 or common else 'only'}")
    elif count <= 0 and not common:
        features += ["oov", f"oov|{_shape(token.text)}"]
    if word in _TITLES:
        features.append("title")
    if word in _PUPIL_WORDS:
        features.append("pupil")
    if len(word) > 3:
        features += [f"s3={word[-3:]}", f"s2={word[-2:]}", f"p3={word[:3]}"]
    return features


def _rule_features(message: Utterance, candidates: Sequence[Candidate]) -> list[list[str]]:
    """Which likely candidates of the finders lie over each word."""
    features: list[list[str]] = [[] for _ in message.tokens]
    for candidate in candidates:
        level = int(candidate.confidence * 10)
        if level < 3:
            continue
        for index in message.token_range(candidate.start, candidate.end):
            features[index].append(f"r={candidate.entity}")
            if candidate.entity in ("school", "class_group"):
                first = message.tokens[index].start <= candidate.start
                features[index].append(f"r={candidate.entity}{level}{'B' if first else 'I'}")
    return features


def features_of(
    message: Utterance, candidates: Sequence[Candidate], context: Context, most: int | None = None
) -> list[list[str]]:
    """Features of the first ``most`` tokens: the word, its neighbours, the finders' candidates, its place in the message."""
    tokens = message.tokens[:most]
    own = [_word_features(token, context) for token in tokens]
    rules = _rule_features(message, candidates)
    size = "1" if len(tokens) == 1 else "2" if len(tokens) == 2 else "4" if len(tokens) <= 4 else "n"
    result = []
    for index, token in enumerate(tokens):
        features = ["b", f"aud={context.audience}", f"int={context.intent}", *own[index], *rules[index]]
        if index == 0 or tokens[index - 1].text in ".!?;:":
            features += ["first", f"first|{own[index][1]}"] + [f"first|{f}" for f in own[index] if f[:3] in ("oov", "gaz")]
        if size != "n":
            features.append(f"size={size}")
        if any(feature[:3] in ("oov", "gaz") for feature in own[index]):
            features.append(f"name|{context.intent}")
        if token.start > 0 and message.clean[token.start - 1] not in " \n":
            features.append("glued")
        for offset in (-2, -1, 1, 2):
            place = index + offset
            if not 0 <= place < len(tokens):
                features.append(f"{offset}:edge")
                continue
            kept = own[place] if abs(offset) == 1 else [f for f in own[place] if f.startswith(("w=", "gaz", "title", "pupil", "sh="))]
            features += [f"{offset}:{feature}" for feature in kept if not feature.startswith(("s3", "s2", "p3"))]
            features += [f"{offset}:{feature}" for feature in rules[place] if feature.startswith("r=") and feature[-1].isalpha()]
        if index > 0:
            features.append(f"-1,0:{tokens[index - 1].folded}|{_shape(token.text)}")
        if index > 1:
            features.append(f"-2,-1:{tokens[index - 2].folded}|{tokens[index - 1].folded}")
        if index + 2 < len(tokens):
            features.append(f"1,2:{tokens[index + 1].folded}|{tokens[index + 2].folded}")
        result.append(features)
    return result


def stable_fraction(*parts: str) -> float:
    """A number from 0 to 1 that depends on the words alone, the same in every run."""
    return zlib.crc32("\x1f".join(parts).encode("utf-8", "replace")) / 0xFFFFFFFF
