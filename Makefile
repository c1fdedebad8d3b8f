# Everything runs in .venv, made from the hash-pinned locks by the first suitable python3 on the PATH
# (choose another with `make PYTHON=...`). The stamps in .venv keep a set-up from being repeated.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install -qq --require-hashes --only-binary :all:
JOBS ?= 2
DEMO := outputs/demo

# The names come first that are the least surprising; each is tried, for a name on the PATH may still not start.
FIND_PYTHON = for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	if $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; \
	then echo $$python; exit; fi; done; \
	echo 'missiongraph needs Python 3.11, 3.12 or 3.13 with venv; none was found on the PATH.' \
	'Install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1

.PHONY: help
help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

$(VENV)/.made:
	@python=$$($(FIND_PYTHON)); echo "Making $(VENV) with $$($$python --version)"; $$python -m venv --clear $(VENV)
	@touch $@

# hatchling comes from a lock of its own, so that installing the checkout fetches nothing unpinned.
$(VENV)/.run: $(VENV)/.made locks/run.txt locks/build.txt pyproject.toml
	@echo 'Installing what missiongraph needs (locks/run.txt)'
	@$(INSTALL) -r locks/run.txt -r locks/build.txt
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run locks/dev.txt
	@echo 'Installing what developing needs (locks/dev.txt)'
	@$(INSTALL) -r locks/dev.txt
	@touch $@

.PHONY: demo
demo: $(VENV)/.run ## the graph of corpus/releases in outputs/demo, a summary, three questions answered
	@echo "Building the graph of corpus/releases in $(DEMO)"
	@$(BIN)/missiongraph build corpus/releases --out $(DEMO)
	@for question in crew-by-leg station-commanders spacewalks-per-person; do \
		echo; $(BIN)/missiongraph query $(DEMO) --saved $$question; done
	@echo; echo "Next: $(BIN)/missiongraph facts $(DEMO), $(BIN)/missiongraph query $(DEMO) --list, $(BIN)/missiongraph --help"

.PHONY: test
test: $(VENV)/.dev ## the whole test suite
	@$(BIN)/python -m pytest -n $(JOBS)

.PHONY: soak
soak: $(VENV)/.dev ## the long tests: many more examples of each property, large and interrupted builds
	@$(BIN)/python -m pytest -n $(JOBS) --hypothesis-profile=soak -m 'soak or not soak'

.PHONY: lint
lint: $(VENV)/.dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: types
types: $(VENV)/.dev ## mypy --strict on the package
	@$(BIN)/mypy

.PHONY: gate
gate: $(VENV)/.run ## quality on the corpus, held against the floors in corpus/baseline.json
	@$(BIN)/missiongraph build corpus/releases --out outputs/corpus
	@$(BIN)/missiongraph evaluate outputs/corpus --gold corpus/gold --baseline corpus/baseline.json

.PHONY: blind
blind: $(VENV)/.run ## quality on the releases that were written blind (corpus/blind)
	@$(BIN)/missiongraph build corpus/blind/*.jsonl --out outputs/blind
	@$(BIN)/missiongraph evaluate outputs/blind --gold corpus/blind/gold

.PHONY: text2kg
text2kg: $(VENV)/.run ## Text2KGBench on its own data, which is not part of this project: DATA=folder
	@$(BIN)/python benchmarks/text2kg.py $(DATA)

.PHONY: throughput
throughput: $(VENV)/.run ## how fast a build is beside the bare language model (ARGS="--releases 200 --rounds 1")
	@$(BIN)/python benchmarks/throughput.py $(ARGS)

.PHONY: renamed
renamed: $(VENV)/.run ## how much F1 falls where every name that the authority knows is an invented one
	@$(BIN)/python benchmarks/renamed.py

.PHONY: calibrate
calibrate: $(VENV)/.dev ## ontology/confidence.json anew, fitted to what rules told of releases while nobody had read them
	@$(BIN)/python benchmarks/calibrate.py

.PHONY: reliability
reliability: $(VENV)/.dev ## how many facts of each confidence are right, and what --min-confidence buys (ARGS=--readme writes it)
	@$(BIN)/python benchmarks/reliability.py $(ARGS)

.PHONY: incremental
incremental: $(VENV)/.run ## what an unchanged release costs a build, beside json.loads (ARGS="--releases 2000")
	@$(BIN)/python benchmarks/incremental.py $(ARGS)

.PHONY: questions
questions: $(VENV)/.dev ## the saved questions on a million triples: ms, and against rdflib (ARGS="--only crewmates")
	@$(BIN)/python benchmarks/questions.py $(ARGS)

.PHONY: load
load: $(VENV)/.dev ## the server under 50 clients: requests/s, p50, p99, errors (ARGS="--clients 100 DIR")
	@$(BIN)/python benchmarks/serve.py $(ARGS)

.PHONY: pages
pages: $(VENV)/.dev ## the explorer's pages on a million triples: ms from request to answer (ARGS="DIR /person/…")
	@$(BIN)/python benchmarks/pages.py $(ARGS)

.PHONY: docs
docs: $(VENV)/.dev ## the pages of docs: the command line, the constructions, the ontology, the analysis, the tutorial
	@$(BIN)/python docs/make_cli.py
	@$(BIN)/python docs/make_constructions.py
	@$(BIN)/python docs/make_ontology.py
	@$(BIN)/python docs/make_analysis.py
	@$(BIN)/python docs/make_tutorial.py

.PHONY: answers
answers: $(VENV)/.run ## what the graph misses of tests/answers, and adds, marked anew
	@$(BIN)/python docs/make_answers.py

.PHONY: example
example: $(VENV)/.dev ## outputs/example anew, and what README.md quotes of it
	@$(BIN)/python docs/make_example.py

.PHONY: wheel-check
wheel-check: $(VENV)/.dev ## the wheel: built, installed alone, run from another folder on three releases
	@.ci/wheel-check $(BIN)/python

.PHONY: locks
locks: ## new locks (needs uv on the PATH): make locks ARGS=--upgrade
	@locks/update.sh $(ARGS)

.PHONY: clean
clean: ## remove .venv, caches and what was built (outputs/example stays)
	@rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find outputs -mindepth 1 -maxdepth 1 ! -name example -exec rm -rf {} +
	@find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +
