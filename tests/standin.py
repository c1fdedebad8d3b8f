"""A model that takes no time: a parser of a few numbers that never learned anything, and so always says the same."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.util import fix_random_seed

ARCHITECTURE = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "parser",
    "extra_state_tokens": False,
    "hidden_width": 4,
    "maxout_pieces": 1,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 4,
        "depth": 1,
        "embed_size": 16,
        "window_size": 1,
        "maxout_pieces": 1,
        "subword_features": False,
        "pretrained_vectors": None,
    },
}


def model(folder: Path) -> str:
    """Save it in a folder; returns what `--model` takes."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    parser = nlp.add_pipe("parser", config={"model": ARCHITECTURE})
    parser.add_label("dep")
    nlp.initialize()
    nlp.to_disk(folder)
    return str(folder)
