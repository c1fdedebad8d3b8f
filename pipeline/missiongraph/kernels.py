"""The faster of the two matrix kernels that spaCy can use on this machine; their results are the same."""

from __future__ import annotations

from time import perf_counter
from typing import Final

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps

__all__ = ["use_faster"]

_ROWS, _WIDTH = 512, 288
"""Words of a batch and width of a layer: near to what the default model multiplies."""
_TRIES: Final = 5


def use_faster(nlp: Language) -> str:
    """Give every layer the kernel that multiplies faster here, numpy's BLAS or blis; the name of the one chosen.

    blis picks a generic kernel on many AMD processors, where numpy's own is up to three times as fast.
    """
    kernels = {"numpy": NumpyOps(use_blis=False), "blis": NumpyOps(use_blis=True)}
    chosen = min(kernels, key=lambda name: _seconds(kernels[name]))
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = kernels[chosen]
    return chosen


def _seconds(ops: NumpyOps) -> float:
    left, right = np.ones((_ROWS, _WIDTH), dtype="f"), np.ones((_WIDTH, _WIDTH), dtype="f")
    taken = []
    for _ in range(_TRIES):
        started = perf_counter()
        ops.gemm(left, right)
        taken.append(perf_counter() - started)
    return min(taken)
