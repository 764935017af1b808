# Everything here sets itself up: Python 3.11 or later with pip, and make, are all that must be there.

PYTHON ?= python3
PORT ?= 8000
FILES ?=
ME ?=
ARGS ?=
FUZZ_SECONDS ?= 60
SOURCE ?=

VENV := .venv
BIN := $(VENV)/bin
UV := UV_PYTHON_DOWNLOADS=never $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header $(ARGS)

HAS_UV := $(VENV)/.has-uv
HAS_RUN := $(VENV)/.has-run
HAS_DEV := $(VENV)/.has-dev
HAS_PEERS := $(VENV)/.has-peers

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt coverage fuzz fuzzci build docs bench evaluate train lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(HAS_RUN) ## serve http://localhost:8000 (PORT=…); first import FILES="a.mbox b.zip" as ME=me@example.com
ifneq ($(strip $(FILES)),)
	@$(BIN)/comity import $(FILES) $(foreach address,$(ME),--me $(address))
	@$(BIN)/comity today
endif
	@$(BIN)/comity serve --port $(PORT)

test: $(HAS_DEV) ## run every test, and the contracts again on PostgreSQL (ARGS="-k …")
	$(BIN)/python -m pytest $(ARGS)
	$(BIN)/python -m tests.pg.run tests/contracts $(ARGS)

lint: $(HAS_DEV) ## check style, types, layers, and what the tracked files name
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/tracked_files.py

fmt: $(HAS_DEV) ## format, and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

coverage: $(HAS_DEV) ## run the tests and show which branches of core and actions they miss
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

fuzz: $(HAS_DEV) ## feed every reader damaged files for FUZZ_SECONDS=60 each (SOURCE="mbox vcard" for some)
	$(BIN)/python -m tests.fuzz $(SOURCE) --seconds $(FUZZ_SECONDS) --longest 65536 $(ARGS)

fuzzci: $(HAS_DEV) ## the same, with 20,000 files for each reader, the same ones every time
	$(BIN)/python -m tests.fuzz $(SOURCE) --runs 20000 --seed 1 $(ARGS)

build: $(HAS_DEV) ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel -d dist

docs: $(HAS_DEV) ## build the documentation into build/docs/
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "Open build/docs/index.html"

bench: $(HAS_PEERS) ## measure, and write the table of benchmarks/
	$(BIN)/python benchmarks/bench.py $(ARGS)

evaluate: $(HAS_PEERS) ## judge strength, alerts, reading of mail and finding doubles against known truth
	$(BIN)/python benchmarks/evaluate.py $(ARGS)

train: $(HAS_DEV) ## learn anew which sentences of a mail are requests, into src/comity/core/asks/ (ARGS="--data DIR")
	$(BIN)/python benchmarks/train_requests.py $(ARGS)

lock: $(HAS_UV) ## write requirements/ anew from pyproject.toml (ARGS=--upgrade for newer versions)
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) pyproject.toml --group build -o requirements/run.txt
	$(COMPILE) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	$(COMPILE) --group peers -c requirements/run.txt -c requirements/dev.txt -o requirements/peers.txt

clean: ## remove what make has made
	rm -rf $(VENV) build dist docs/_build .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(HAS_UV): requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Comity needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 …")'
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(HAS_RUN): $(HAS_UV) requirements/run.txt pyproject.toml launcher/comity
	@$(INSTALL) --require-hashes --compile-bytecode -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q src/comity
	@touch $@

$(HAS_DEV): $(HAS_RUN) requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(HAS_PEERS): $(HAS_DEV) requirements/peers.txt
	@$(INSTALL) --require-hashes -r requirements/peers.txt
	@touch $@
