"""Whether a text is English, the one language that is read; in doubt it is.

English prose is known by its function words, which costs nothing. Only a text that lacks them is shown to a
classifier, and only what its small words say counts: names, titles and telegram style say nothing of a language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

__all__ = ["foreign"]

_ENGLISH = frozenset("the of and with from by which this that was were has have had been their its are".split())
"""Function words that no other language of space agencies uses as often."""
_SHARE = 0.08
"""English has three times as many of them, and every other language fewer."""
_ENOUGH = 60
"""So many letters of words that are no names must be there before a language is told."""
_SURE = 0.95
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_FAR = re.compile(r"[\u0370-\u1dff\u3040-\uffdc]")
"""Letters of other scripts than the Latin: such a text is foreign whichever language it may be."""
_LINK = re.compile(r"\S*(?:https?:|www\.|@)\S*")
_READ = frozenset({"en", "pcm", "sco", "zxx"})
"""English, what headlines are taken for, and what is no language (tables, addresses)."""

_NAMES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def foreign(text: str) -> str | None:
    """The name of the language that a text is surely written in; None for English, and where that is not sure."""
    words = _WORD.findall(_LINK.sub(" ", text))
    if sum(word.lower() in _ENGLISH for word in words) >= _SHARE * len(words):
        return None
    said = " ".join(word for word in words if not word[0].isupper())
    if len(said) < _ENOUGH:
        return None
    code, sure = _identifier().classify(said)
    doubtful = sure < _SURE and len(_FAR.findall(said)) < len(said) / 2
    return None if code in _READ or doubtful else _NAMES.get(code, f"the language `{code}`")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
