"""Both kernels give the same words the same analysis."""

from __future__ import annotations

import pytest
from thinc.api import NumpyOps

from missiongraph import annotate, kernels

TEXT = "Ann Whitlock of NASA lifted off aboard Soyuz MS-40 on 3 May 2031.\n\nShe will land in Kazakhstan next spring."


@pytest.mark.parametrize("faster", [True, False])
def test_the_choice_of_a_kernel_changes_nothing(monkeypatch: pytest.MonkeyPatch, faster: bool) -> None:
    usual = annotate.load()(TEXT)
    monkeypatch.setattr(kernels, "_seconds", lambda ops: float(ops.use_blis is faster))
    nlp = annotate.load()
    assert kernels.use_faster(nlp) == ("numpy" if faster else "blis")
    assert {node.ops.use_blis for _, part in nlp.pipeline if hasattr(part, "model") for node in _nodes(part)} == {
        not faster
    }
    told = [(t.text, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in nlp(TEXT)]
    assert told == [(t.text, t.tag_, t.dep_, t.head.i, t.ent_type_) for t in usual]


def _nodes(part):
    walk = getattr(part.model, "walk", None)
    return [node for node in walk() if isinstance(node.ops, NumpyOps)] if walk else []
