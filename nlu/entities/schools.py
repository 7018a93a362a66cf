"""Schools: by the form of their names, and by fuzzy match with the directory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from nlu.entities.candidates import Candidate
from nlu.entities.lexicons import lexicon
from nlu.entities.places import Places
from nlu.entities.text import Token, Utterance, fold

# Similarity (0-100) from which a name as typed is taken for a school of the directory.
MATCH_FROM = 86
_TYPES = frozenset(
    [
        "school",
        "atheneum",
        "athenee",
        "athene",
        "lyceum",
        "lycee",
        "college",
        "instituut",
        "institut",
        "technicum",
        "humaniora",
        "kunsthumaniora",
        "middenschool",
        "hotelschool",
        "handelsinstituut",
        "steinerschool",
        "freinetschool",
        "buso",
        "bso",
        "tso",
        "go",
        "stedelijk",
        "stedelijke",
        "vrij",
        "vrije",
        "provinciaal",
        "provinciale",
        "koninklijk",
        "royal",
        "technisch",
        "technische",
        "technique",
        "maritiem",
        "basisschool",
        "campus",
        "vti",
        "kta",
        "kti",
        "pti",
        "pts",
        "gti",
        "gito",
        "sint",
        "saint",
        "sainte",
        "st",
        "ste",
        "heilig",
        "heilige",
        "hart",
        "don",
        "ka",
        "sl",
        "tsi",
        "cdo",
        "clw",
        "olv",
        "onze",
        "lieve",
        "vrouw",
        "dbso",
        "leerwerkcentrum",
        "centrum",
        "secundair",
        "secondaire",
        "spectrum",
        "de",
        "het",
        "van",
        "der",
        "den",
        "du",
        "des",
        "la",
        "le",
        "les",
        "ter",
        "ten",
        "en",
        "et",
    ]
)


@dataclass(frozen=True)
class SchoolNames:
    """The directory's schools, made ready to be recognised."""

    names: tuple[str, ...] = ()
    _folded: dict[str, str] = field(init=False, repr=False, compare=False)
    _marks: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        districts = {"antwerpen", "berchem", "borgerhout", "borsbeek", "deurne", "ekeren", "hoboken", "merksem", "wilrijk", "zandvliet"}
        marks: dict[str, list[str]] = defaultdict(list)
        for name in self.names:
            for word in re.findall(r"\w+", fold(name)):
                common = word in _TYPES or word in districts or word in lexicon("common_words") or word in lexicon("first_names")
                if len(word) >= 5 and not common:
                    marks[word].append(name)
        object.__setattr__(self, "_folded", {fold(name): name for name in self.names})
        object.__setattr__(self, "_marks", {word: tuple(names) for word, names in marks.items()})

    @classmethod
    def of(cls, names: Iterable[str]) -> SchoolNames:
        return cls(tuple(dict.fromkeys(name.strip() for name in names if name.strip())))

    def official(self, typed: str) -> str | None:
        """The directory's name for a school as typed; None where none is near enough or two are equally near."""
        if not self._folded:
            return None
        found = process.extract(fold(typed), self._folded.keys(), scorer=_similarity, score_cutoff=MATCH_FROM, limit=2)
        if not found or (len(found) > 1 and found[0][1] - found[1][1] < 1):
            return self._folded.get(fold(typed))
        return self._folded[found[0][0]]

    def marked(self, word: str) -> str | None:
        """The one school that a word without its type names ("Vlierhof"), if there is only one."""
        names = self._marks.get(word)
        if names is None and len(word) >= 7 and self._marks:
            near = process.extractOne(word, self._marks.keys(), scorer=fuzz.ratio, score_cutoff=90)
            names = self._marks[near[0]] if near else None
        return names[0] if names and len(names) == 1 else None


def _similarity(left: str, right: str, **_: object) -> float:
    """Order counts little, a missing place name little, another place name much."""
    whole = fuzz.token_sort_ratio(left, right)
    if whole >= MATCH_FROM:
        return whole
    shared, wanted = set(re.findall(r"\w+", left)), set(re.findall(r"\w+", right))
    distinctive = shared - _TYPES
    if distinctive and shared <= wanted:
        return 80 + 20 * len(shared) / len(wanted) if len(shared) > 1 else 0
    return whole


_ABBREVIATIONS = r"(?:vti|kta|kti|pti|pts|gti|gito|tsi|cdo|clw|olvi|olv|sui|sjb|kdg|ssbo|sl|ka|go!?\s(?:technisch |koninklijk )?atheneum|go!\s(?=\w))"
_NOUNS = (
    r"(?:atheneum|athenee|atheneeum|lyceum|lycee|college|instituut|institut|technicum|kunsthumaniora|humaniora|middenschool|freinetmiddenschool|hotelschool|handelsinstituut|handelsschool|steinerschool|freinetschool|spectrumschool|"
    r"leerwerkcentrum|buso|b\.u\.s\.o\.|campus|school|middelbare school|ecole|secundaire school|tuinbouwschool|kunstschool|sportschool|modeschool|scheepvaartschool|institute|high school|okan centrum|basisschool)"
)
_BEFORE_NOUN = (
    r"(?:(?:go!?|stedelijke?|stedelijk|vrije?|provinciale?|koninklijk|technische?|maritiem|katholieke?|joodse?|islamitische?|sint[- ][a-z]{3,}(?:-[a-z]{3,})?|st\.?[- ][a-z]{3,}|heilig(?:e)?[- ](?:hart|graf|familie)|onze[- ]lieve[- ]vrouw\w*|don bosco|xaverius|maria|berthout|"
    r"institut|lycee|athenee|college|kunst|secundair|international|internationale?|european|europese?)[ -]){0,3}"
)
_TAIL_NOUN = r"(?:instituut|institut|college|lyceum|atheneum|humaniora|school|technicum|institute|buso)"
_START = re.compile(rf"(?<![\w@.-])(?:{_ABBREVIATIONS}|{_BEFORE_NOUN}{_NOUNS}|(?:don bosco|xaverius\w*|spectrum)(?!\w))(?=[ \n-]|$|[,.;:!?)/])")
_SAINT = re.compile(
    rf"(?<![\w@.-])(?:(?:sint|st|saint|sainte|ste|heilig|heilige|onze)[.]?[- ]+[a-z]{{3,}}(?:[- ](?:van|de|des|du|hart|vrouw|[a-z]{{3,}}))?(?:[ -]?{_TAIL_NOUN})?|[a-z]{{4,}}(?:college|lyceum|atheneum|instituut|humaniora))(?!\w)"
)
_GENERIC = frozenset(
    [
        "hogeschool",
        "avondschool",
        "muziekschool",
        "zondagschool",
        "rijschool",
        "taalschool",
        "dansschool",
        "zomerschool",
        "voetbalschool",
        "schoolcollege",
        "college's",
        "klassencollege",
        "politieschool",
        "basisschool",
        "kleuterschool",
        "kookschool",
        "conservatoriuminstituut",
        "de",
        "het",
        "een",
        "mijn",
        "onze",
        "ons",
        "jullie",
        "die",
        "deze",
        "dit",
        "andere",
        "nieuwe",
        "vorige",
        "beide",
        "zijn",
        "haar",
        "hun",
        "the",
        "a",
        "my",
        "our",
        "your",
        "his",
        "her",
        "their",
        "new",
        "another",
        "other",
        "this",
        "that",
        "old",
        "same",
        "la",
        "le",
        "les",
        "une",
        "un",
        "mon",
        "ma",
        "notre",
        "votre",
        "son",
        "sa",
        "leur",
        "cette",
        "autre",
        "nouvelle",
        "ancienne",
        "sint",
        "saint",
        "sinterklaas",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "het",
        "den",
        "der",
        "van",
        "ter",
        "ten",
        "du",
        "des",
        "la",
        "le",
        "les",
        "l",
        "d",
        "aan",
        "op",
        "'t",
        "en",
        "et",
        "of",
        "the",
        "st",
        "sint",
        "saint",
        "sainte",
        "ste",
    ]
)
_ADJECTIVES = frozenset(
    ["royal", "royale", "technique", "technisch", "technische", "libre", "provincial", "provinciaal", "communal", "commercial", "katholiek"]
)
# These are so often no name's beginning that small letters after them say nothing.
_VAGUE = ("school", "campus", "ecole", "middelbare", "basisschool", "okan", "college", "instituut", "institut", "buso", "secundaire", "high")
_STOP = frozenset(
    [
        "in",
        "en",
        "et",
        "and",
        "is",
        "heeft",
        "heb",
        "met",
        "voor",
        "maar",
        "die",
        "dat",
        "waar",
        "als",
        "om",
        "te",
        "bij",
        "uit",
        "naar",
        "niet",
        "hier",
        "zegt",
        "wil",
        "zou",
        "vraagt",
        "meldt",
        "signaleert",
        "est",
        "a",
        "pas",
        "qui",
        "que",
        "pour",
        "avec",
        "dans",
        "mais",
        "has",
        "wants",
        "says",
        "who",
        "that",
        "with",
        "for",
        "from",
        "at",
        "on",
        "or",
        "but",
        "antwoordt",
        "belt",
        "wij",
        "ik",
        "je",
        "nous",
        "je",
        "i",
        "we",
        "here",
        "ici",
        "speaking",
        "aan",
        "de",
        "lijn",
    ]
)


def find_schools(message: Utterance, schools: SchoolNames | None) -> Iterator[Candidate]:
    """Schools by their form, with the directory's name where one matches; and schools of the directory by their telling word alone."""
    directory = schools or SchoolNames()
    places = Places(len(message.clean))
    for start, end, confidence in _by_form(message):
        candidate = Candidate("school", message.clean[start:end], start, end, confidence)
        if places.is_free(candidate):
            places.take(candidate)
            official = directory.official(message.clean[start:end])
            yield replace(candidate, confidence=0.97, official=official) if official else candidate
    if directory.names:
        yield from _by_directory(message, directory, places)


def _by_form(message: Utterance) -> Iterator[tuple[int, int, float]]:
    for match in _START.finditer(message.folded):
        yield from _grow(message, match.start(), match.end())
    for match in _SAINT.finditer(message.folded):
        if match[0].split()[0] in _GENERIC or match[0] in _GENERIC:
            continue
        capital = message.clean[match.start()].isupper()
        noun = re.search(rf"{_TAIL_NOUN}$", match[0])
        if capital or noun:
            yield from _saint(message, match.start(), match.end(), bool(noun))


def _saint(message: Utterance, start: int, end: int, has_noun: bool) -> Iterator[tuple[int, int, float]]:
    grown = _take_tail(message, end)
    typed = message.clean[start:end].split()
    while len(typed) > 1 and not has_noun and not typed[-1][:1].isupper():
        end -= len(typed.pop()) + 1
        grown = end
    yield start, max(end, grown) if has_noun else end, 0.85 if has_noun else 0.5


def _grow(message: Utterance, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    head = message.folded[start:end]
    tail = _take_tail(message, end)
    left = _take_left(message, start) if re.fullmatch(rf"{_NOUNS}", head) else start
    if tail > end or left < start:
        yield left, tail, _form_confidence(message, head, message.clean[left:tail])
    elif re.search(r"bosco|xaverius\w+|sint|st\.|heilig|onze|maria|berthout", head) and re.search(r"[ -]|xaverius", head):
        yield start, end, 0.85
    elif re.match(r"(?:spectrum|xaverius)", head):
        yield start, end, 0.7


def _form_confidence(message: Utterance, head: str, name: str) -> float:
    small = name == name.lower()
    if head.startswith(_VAGUE):
        saint = re.search(r"\b(?:sint|saint|sainte|st|ste)\b", fold(name))
        return 0.85 if saint else 0.35 if small else 0.6 if head.startswith(("school", "campus", "ecole", "okan")) else 0.9
    return 0.9


def _take_tail(message: Utterance, end: int) -> int:
    """The words after the type that belong to the name: capitalised words and the particles between them."""
    first = message.token_index(end)
    tokens = message.tokens[first : first + 9]
    reached, last, words = end, end, 0
    for token in tokens:
        gap = message.clean[last : token.start]
        if len(gap) > 1 or "\n" in gap:
            break
        if token.folded in ("-", "'", "!", "&"):
            if gap:
                break
        elif token.folded in _ADJECTIVES:
            if gap != " ":
                break
        elif (token.folded in _PARTICLES and gap + token.text != token.text) or token.folded in ("l", "d"):
            pass
        elif _belongs(message, token, words, last > end):
            reached, words = token.end, words + 1
        else:
            break
        last = token.end
        if words >= 4:
            break
    return reached


def _belongs(message: Utterance, token: Token, words: int, after_particle: bool) -> bool:
    if not token.text[0].isalpha():
        return token.text.isdigit() and words > 0 and len(token.text) == 1
    if token.text[0].isupper() and token.folded not in _STOP and not token.text.isupper():
        return True
    if token.text.isupper() and token.folded not in _STOP:
        return words == 0
    if words > 0 and not (after_particle and words < 2 and message.clean[token.start - 1] == "-"):
        return False
    lower = message.clean.islower() or token.folded in _PLACES
    known = token.folded in lexicon("common_words") or token.folded in _STOP or token.folded in lexicon("first_names")
    return lower and len(token.text) > 3 and (not known or token.folded in _PLACES)


_PLACES = frozenset(
    [
        "antwerpen",
        "berchem",
        "borgerhout",
        "borsbeek",
        "deurne",
        "ekeren",
        "hoboken",
        "merksem",
        "wilrijk",
        "linkeroever",
        "kiel",
        "luchtbal",
        "zuid",
        "noord",
        "eilandje",
        "zurenborg",
        "centrum",
    ]
)


def _take_left(message: Utterance, start: int) -> int:
    """Capitalised words before the type: "Scheppersveld College", "De Schakel BuSO", "Sint-Rita Instituut"."""
    index = message.token_index(start)
    tokens = message.tokens[max(0, index - 5) : index]
    reached = start
    for token in reversed(tokens):
        gap = message.clean[token.end : reached]
        if len(gap) > 1 or "\n" in gap:
            break
        word = token.folded
        starts_sentence = token.start == 0
        if word in ("-",) and not gap:
            reached = token.start
            continue
        if not token.text[:1].isupper() or (word in _GENERIC and not word.startswith("sint") and not (word in ("de", "het") and reached < start)):
            break
        article = word in ("de", "het") and reached < start
        if word in lexicon("common_words") and not (article and (not starts_sentence or message.folded[start:].startswith("buso"))):
            break
        reached = token.start
    return reached if message.clean[reached : reached + 1] not in ("-", " ") else start


def _by_directory(message: Utterance, directory: SchoolNames, places: Places) -> Iterator[Candidate]:
    for token in message.tokens:
        if len(token.folded) < 5 or not places.is_free(token):
            continue
        official = directory.marked(token.folded)
        if official:
            start, end = _around(message, token, official)
            yield Candidate("school", message.clean[start:end], start, end, 0.85, official)


def _around(message: Utterance, token: Token, official: str) -> tuple[int, int]:
    """The neighbouring words that the official name has too."""
    words = set(re.findall(r"\w+", fold(official)))
    tokens = message.tokens
    left = right = message.token_index(token.start)
    while left > 0 and (tokens[left - 1].folded in words or tokens[left - 1].folded == "-"):
        left -= 1
    while right + 1 < len(tokens) and (tokens[right + 1].folded in words or tokens[right + 1].folded == "-"):
        right += 1
    while tokens[left].folded in ("-", "de", "het", "la", "le") and left < right:
        left += 1
    while tokens[right].folded == "-" and right > left:
        right -= 1
    return tokens[left].start, tokens[right].end
