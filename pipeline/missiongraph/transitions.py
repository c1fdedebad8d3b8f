"""The parser and the entity recogniser of a pipeline at two to four times their speed. What they find stays the same.

Both walk through a text by transitions, in a loop that lets go of Python's lock. As spaCy 3.8 is compiled, nearly all
that it asks of the state of a walk takes the lock where it is not held: some two hundred times a word. Here it is held,
and a batch of documents is walked through at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_dropout_rate

__all__ = ["hold_the_lock"]


def hold_the_lock(nlp: Language) -> None:
    """Put walkers that hold the lock in the place of spaCy's own, of a parser and a recogniser that take the best step.

    Those that were made otherwise (other classes, beams, models on a graphics processor) stay as they are.
    """
    components: list[tuple[str, Any]] = nlp._components
    for place, (name, pipe) in enumerate(components):
        kind: Any = _KINDS.get(type(pipe))
        if kind and pipe.cfg["beam_width"] == 1 and isinstance(pipe.model.ops, NumpyOps):
            components[place] = (name, kind(pipe.vocab, pipe.model, name, pipe.moves, scorer=pipe.scorer))


class _Walker:
    """What both do differently."""

    model: Any
    moves: Any
    predict: Any
    set_annotations: Any
    transition_states: Any
    _ensure_labels_are_added: Any

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """The docs with what was found in them; a batch at once."""
        waiting = iter(docs)
        while batch := list(islice(waiting, batch_size)):
            self.set_annotations(batch, self.predict(batch))
            yield from batch

    def greedy_parse(self, docs: list[Doc], drop: float = 0.0) -> list[Any]:
        """The states at the end of each doc, step by step the best."""
        self._ensure_labels_are_added(docs)
        set_dropout_rate(self.model, drop)
        states: list[Any] = self.moves.init_batch(docs)
        step = self.model.predict(docs)
        under_way = [state for state in states if not state.is_final()]
        while under_way:
            under_way = self.transition_states(under_way, step.predict(under_way))
        step.clear_memory()
        return states


class _Parser(_Walker, DependencyParser):  # type: ignore[misc]
    pass


class _Recognizer(_Walker, EntityRecognizer):  # type: ignore[misc]
    pass


_KINDS = {DependencyParser: _Parser, EntityRecognizer: _Recognizer}
