"""Takes the disguises off a message before it is judged: look-alike letters, digits for letters, letters drawn apart."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("0134578@$", "oieastbas")
_LOOK_ALIKES = str.maketrans("аеорсухіјѕԁɡ", "aeopcyxijsdg")  # Cyrillic and phonetic letters that look Latin
_MIXED = re.compile(r"(?<![\w@$])(?=[\w@$]*[A-Za-z])(?=[\w@$]*[0134578@$])[\w@$]{3,}(?![\w@$])")
_APART = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]){3,}[^\W\d_](?!\w)")
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CODE = re.compile(r"^\d+[A-Za-z]{1,4}\d?$")  # 4B, 3TSO2: a class, and no disguise


def undisguise(text: str) -> str:
    """The text as it was meant to be read. Words that mix letters and digits are read as letters, classes excepted."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).translate(_LOOK_ALIKES)
    text = _APART.sub(lambda match: re.sub(r"[ .\-_*]", "", match.group()), text)
    return _MIXED.sub(lambda match: match.group() if _CODE.match(match.group()) else match.group().translate(_DIGITS), text)
