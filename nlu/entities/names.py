"""Names of pupils and youngsters: what the tagger found, less the grown-ups, and the plain cases without it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.entities.candidates import Candidate
from nlu.entities.lexicons import lexicon
from nlu.entities.name_words import is_capital, is_known_name, is_listed, is_particle, is_plain, is_word
from nlu.entities.places import Places
from nlu.entities.tagger import TaggedSpan
from nlu.entities.text import Token, Utterance, fold

# A name alone is an answer; more words are a sentence.
_LONGEST_ANSWER = 5
_LONGEST_NAME = 5
# How sure the tagger must be, by what is known of the words themselves.
_FROM_KNOWN, _FROM_LISTED, _FROM_CAPITAL, _FROM_FIRST_WORD, _FROM_UNKNOWN = 0.3, 0.5, 0.6, 0.8, 0.85
_TITLES = (
    r"mevrouw|mevr|mvr|mw|meneer|mijnheer|dhr|juf|juffrouw|meester|madame|mme|mlle|monsieur|m|mr|mrs|ms|miss|sir|prof|"
    r"dr|docteur|doctor|coach|collega|collegue|colleague|tante|nonkel|tonton|uncle|aunt|auntie|leerkracht|leraar|"
    r"lerares|directeur|directrice|zorgleerkracht|opvoeder|opvoedster|zorgcoordinator|titularis|mentor|psychologe|"
    r"psycholoog|buurvrouw|buurman|neighbour|begeleider|begeleidster|medewerker|educateur|educatrice"
)
_FRIENDS = (
    r"vriend|vriendin|maat|beste vriend|beste vriendin|pote|copain|copine|ami|amie|meilleure? ami|friend|best friend|"
    r"bestie|bff|boyfriend|girlfriend|lief|cousin|cousine|neef|nicht"
)
_CLOSINGS = (
    r"groet|groeten|groetjes|mvg|met vriendelijke groeten?|vriendelijke groeten?|kind regards|best regards|regards|"
    r"cordialement|salutations|bien a vous|bav|sincerely|hartelijke groeten?|beste|geachte|dear|cher|chere"
)
_MY = r"(?:mijn|mn|onze|zijn|haar|mon|ma|notre|sa|son|my|our|his|her|de|le|la|the|un|een|a)"
_OTHER_BEFORE = re.compile(
    rf"\b(?:(?:{_TITLES}|{_CLOSINGS})[.,]?|(?:{_MY}\s(?:{_FRIENDS}))|"
    rf"(?:{_TITLES})\s(?:heet|is|was|c'est|s'appelle|heette|called|named|name is|is called))\s{{1,2}}$"
)
_SIBLING_BEFORE = re.compile(r"\b(?:broer|zus|zusje|broertje|frere|soeur|brother|sister)\s$")
_OTHER_AFTER = re.compile(
    rf"^,?\s(?:{_MY}\s)?(?:{_TITLES})\b|^,?\s(?:hier |ici |here )?,?\s?(?:van|du|de|de la|from|of) (?:het |de |la |the )?"
    r"(?:secretariaat|secretariat|clb|cpms|leerlingenbegeleiding|directie|direction|zorgteam|onthaal|accueil|office)\b"
)
_PUPIL = r"leerling|leerlinge|ll|eleve|l'eleve|pupil|student"
_NAME = r"naam|nom|name|prenom|voornaam|first name|full name"
_ANNOUNCED = re.compile(
    rf"\b(?:(?:{_NAME})(?: (?:van de|de l'|of the) ?(?:{_PUPIL}))?|(?:{_NAME}) (?:{_PUPIL})|(?:{_PUPIL}))\s?[:=]\s{{0,2}}$|"
    r"\b(?:(?:hij|ze|zij|em|ik) heet|(?:il|elle) s'appelle|je m'appelle|m'appelle|(?:his|her|my) name is|"
    r"(?:mijn|mn|zijn|haar) naam is|(?:he|she|i)(?: is| am|'s|'m) called|noem (?:mij|me)(?: maar| gewoon| gwn)?|call me|"
    r"appelle[sz]?[- ]moi)\s$"
)
# Staff who would rather not say the name: "leerling M. komt niet meer".
_INITIAL = re.compile(rf"\b(?:{_PUPIL})\s([a-z]\.(?:\s?[a-z]\.)?)(?=\s|$|,)")
_ANNOUNCEMENT = re.compile(_ANNOUNCED.pattern.replace("$", ""))


def find_names(message: Utterance, spans: Sequence[TaggedSpan], audience: str | None = None) -> list[Candidate]:
    """Names with what confidence. Names of staff, parents and coaches are left out as far as the wording tells."""
    found = list(_tagged(message, spans, audience))
    places = Places(len(message.clean), found)
    for candidate in [*_announced(message), *_answer(message)]:
        if places.is_free(candidate):
            found.append(candidate)
            places.take(candidate)
    return found


def _tagged(message: Utterance, spans: Sequence[TaggedSpan], audience: str | None) -> Iterator[Candidate]:
    for span in _joined(message, [span for span in spans if span.entity == "pupil_name"]):
        tokens = [message.tokens[place] for place in message.token_range(span.start, span.end)]
        for part in _parts(message, tokens):
            name = _trimmed(message, part)
            if name and span.confidence >= _needed(message, name) and not _is_other(message, name, audience):
                yield _candidate(message, _completed(message, name), span.confidence)


def _joined(message: Utterance, spans: Sequence[TaggedSpan]) -> list[TaggedSpan]:
    """A surname right after a name belongs to it."""
    joined: list[TaggedSpan] = []
    for span in sorted(spans, key=lambda span: span.start):
        word = fold(message.clean[span.start : span.end])
        surname = word in lexicon("surnames") and word not in lexicon("first_names")
        if joined and surname and message.clean[joined[-1].end : span.start] == " ":
            first = joined.pop()
            span = TaggedSpan(span.entity, first.start, span.end, max(first.confidence, span.confidence))
        joined.append(span)
    return joined


def _is_other(message: Utterance, name: Sequence[Token], audience: str | None) -> bool:
    """A grown-up, a friend; and of those who speak for themselves, a brother or a sister."""
    before, after = message.before(name[0].start, 40), message.after(name[-1].end, 40)
    if audience == "youth" and _SIBLING_BEFORE.search(before):
        return True
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.search(after))


def _candidate(message: Utterance, name: Sequence[Token], confidence: float) -> Candidate:
    start, end = name[0].start, name[-1].end
    return Candidate("pupil_name", message.clean[start:end], start, end, confidence)


def _parts(message: Utterance, tokens: list[Token]) -> Iterator[list[Token]]:
    """Two names with a comma between them are two, unless the first is a surname: "Benali, Hajar"."""
    comma = next((place for place, token in enumerate(tokens) if token.text in ",;/&"), None)
    if comma is None:
        yield tokens
        return
    first = [token for token in tokens[:comma] if is_word(token)]
    surname = first and all(token.folded not in lexicon("first_names") for token in first)
    if surname and tokens[comma].text == "," and not any(is_plain(token) for token in first):
        yield tokens
        return
    yield tokens[:comma]
    yield from _parts(message, tokens[comma + 1 :])


def _trimmed(message: Utterance, tokens: list[Token]) -> list[Token]:
    """Without the words and signs at either end that cannot belong to the name; the full stop of an initial stays."""
    kept = list(tokens)
    capitals = any(is_word(token) and is_capital(token) for token in kept)
    while kept and not _may_begin(kept[0], capitals):
        kept.pop(0)
    while kept and not _may_end(message, kept, capitals):
        kept.pop()
    if any(token.text.isdigit() for token in kept) or len([t for t in kept if is_word(t)]) > _LONGEST_NAME + 1:
        return []
    return [] if all(is_plain(token) for token in kept if is_word(token)) else kept


def _may_begin(token: Token, capitals: bool) -> bool:
    if not is_word(token):
        return False
    if is_particle(token):
        return is_capital(token) or token.folded != "ben" or not capitals
    if capitals and not is_capital(token):
        return False
    return not is_plain(token)


def _may_end(message: Utterance, kept: list[Token], capitals: bool) -> bool:
    last = kept[-1]
    if last.text == "." and len(kept) > 1:
        return len(kept[-2].text) == 1 and kept[-2].end == last.start
    if not is_word(last):
        return False
    if len(kept) > 1 and message.clean[last.start - 1] in "'’" and len(last.text) == 1:
        return False
    if (is_particle(last) and not is_capital(last)) or is_plain(last):
        return len(last.text) == 1 and len(kept) > 1
    return not (capitals and not is_capital(last) and not is_known_name(last) and len(last.text) > 1)


def _needed(message: Utterance, name: Sequence[Token]) -> float:
    words = [token for token in name if is_word(token) and not is_particle(token)]
    if len(message.tokens) <= 3 and len(name) == len(message.tokens) and not _is_answer(words):
        return 1.1
    if any(is_known_name(token) for token in words):
        return _FROM_KNOWN
    if all(is_capital(token) for token in words) and words:
        place = message.token_index(name[0].start)
        first = place == 0 or message.tokens[place - 1].text in ".!?"
        if all(is_listed(token) for token in words):
            return _FROM_LISTED
        return _FROM_FIRST_WORD if first and len(words) == 1 else _FROM_CAPITAL
    return 1.1 if len(words) > 1 else _FROM_UNKNOWN


def _is_answer(words: Sequence[Token]) -> bool:
    """A short message that nobody knows as a name is more likely a word that nobody knows."""
    if any(is_known_name(token) for token in words):
        return True
    return len(words) > 1 and all(is_listed(token) and is_capital(token) for token in words)


def _announced(message: Utterance) -> Iterator[Candidate]:
    """What follows "naam:", "elle s'appelle", "my name is"."""
    if len(message.folded) > 2000:
        return
    for match in _ANNOUNCEMENT.finditer(message.folded):
        index = message.token_index(match.end())
        tokens = message.tokens[index : index + _LONGEST_NAME]
        count = 0
        while count < len(tokens) and _goes_on(tokens[count], count):
            count += 1
        name = _trimmed(message, tokens[:count])
        if name:
            yield _candidate(message, name, 0.75)
    for match in _INITIAL.finditer(message.folded):
        typed = message.clean[match.start(1) : match.end(1)]
        if typed.isupper():
            yield Candidate("pupil_name", typed, match.start(1), match.end(1), 0.7)


def _completed(message: Utterance, name: list[Token]) -> list[Token]:
    """ "Ilias" in "Ilias B." is "Ilias B.", "R. Tamang" begins with its R., and "Jan" in "Pieter-Jan" with Pieter."""
    tokens = message.tokens
    first, last = message.token_index(name[0].start), message.token_index(name[-1].start)
    while first > 1 and tokens[first - 1].text == "-" and _glued(tokens, first - 2, first):
        first -= 2
    if first > 1 and tokens[first - 1].text == "." and _is_initial(tokens[first - 2]):
        first -= 2
    if first > 0 and _is_surname_in_capitals(tokens[first - 1]) and message.clean[tokens[first].start - 1] == " ":
        first -= 1
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    if following and _is_initial(following) and following.text != "I" and message.clean[name[-1].end] == " ":
        last += 1
    # The full stop of an initial is part of it, unless it also ends the message.
    stop = tokens[last + 1] if last + 2 < len(tokens) else None
    if stop and stop.text == "." and stop.start == tokens[last].end and _is_initial(tokens[last]):
        last += 1
    return tokens[first : last + 1]


def _is_surname_in_capitals(token: Token) -> bool:
    return len(token.text) > 2 and token.text.isupper() and token.folded in lexicon("surnames")


def _glued(tokens: list[Token], first: int, last: int) -> bool:
    return is_word(tokens[first]) and all(tokens[place].end == tokens[place + 1].start for place in range(first, last))


def _is_initial(token: Token) -> bool:
    return len(token.text) == 1 and token.text.isupper()


def _goes_on(token: Token, count: int) -> bool:
    if not is_word(token):
        return token.text == "-" and count > 0
    if is_particle(token):
        return count > 0 or is_capital(token)
    return not is_plain(token) and (is_known_name(token) or is_capital(token))


def _answer(message: Utterance) -> Iterator[Candidate]:
    """A message that is nothing but a name."""
    words = [token for token in message.tokens if token.folded[0].isalnum()]
    if not 0 < len(words) <= _LONGEST_ANSWER or not all(token.folded.isalpha() for token in words):
        return
    if any(is_plain(token) and not is_particle(token) for token in words):
        return
    if any(token.text not in ".,-'’" for token in message.tokens if not is_word(token)):
        return
    listed = [token for token in words if is_listed(token)]
    if 2 * len(listed) >= len(words) and _is_answer(words):
        name = _trimmed(message, list(message.tokens))
        if name:
            yield _candidate(message, name, 0.6)
