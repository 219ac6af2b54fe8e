# Each of `make ask Q="..."`, `make chat` and `make test` works as the first command on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install install-test ask chat test test-fast check fix evals screenshots load bench lock sbom audit clean
# Only what the lock files name, and only files of those hashes; TOOLS is for what no command needs.
LOCKED := -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
TOOLS := build/tools

help: ## what there is to run
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

$(STAMP): requirements.lock requirements-cpu.lock requirements-torch.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("pincite needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Run: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(LOCKED) -r requirements.lock
	@$(BIN)/python $(LOCKED) -r requirements-cpu.lock 2>/dev/null || $(BIN)/python $(LOCKED) -r requirements-torch.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

install: $(STAMP) ## the environment in .venv, from the lock file

install-test: $(STAMP)
	@$(BIN)/python -c 'import pytest, xdist, hypothesis, mypy, playwright, axe_playwright_python' 2>/dev/null || \
		$(BIN)/python $(LOCKED) -r tests/requirements.lock

ask: $(STAMP) ## a question: make ask Q="can they scan me?" [UNION=SAG-AFTRA]
	@test -n "$(Q)" || { echo 'usage: make ask Q="can my work be used for training?" [UNION=WGA]' >&2; exit 2; }
	@$(BIN)/pincite ask "$$Q" $(if $(UNION),--union "$(UNION)")
ask: export Q := $(Q)

chat: $(STAMP) ## the chat, in a browser at http://127.0.0.1:7860
	$(BIN)/pincite serve

test: install-test ## every test: fast ones, real model, command line, server, browser where there is one
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

test-fast: install-test ## tests that need no model, in seconds
	$(BIN)/python -m pytest -m "not slow"

check: install-test ## style, and strictly the types of all rooms
	$(BIN)/ruff check .
	$(BIN)/mypy

fix: install-test ## style, mended
	$(BIN)/ruff check --fix .

evals: $(STAMP) ## judge answers on evals/cases
	$(BIN)/pincite evals gate

screenshots: install-test ## the main screens, drawn anew into docs/screenshots
	$(BIN)/python -m pytest -q tests/browser/screenshots.py

load: $(STAMP) ## two hundred people asking for ten minutes: answers, busy, waits, errors, memory
	$(BIN)/python tests/load.py

bench: $(STAMP) ## what a home costs as it grows, and what many people wait: seconds, disk, memory
	$(BIN)/python tests/growth.py
	$(BIN)/python tests/load.py --minutes 2

$(TOOLS): .ci/tools.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python $(LOCKED) -r .ci/tools.lock
	@touch $(TOOLS)

lock: $(TOOLS) ## the lock files anew, with hashes: make lock [UPGRADE=name]
	$(PYTHON) .ci/lock.py $(TOOLS)/bin/uv $(UPGRADE)

sbom: $(TOOLS) ## what Pincite is made of, as CycloneDX in build/sbom.json
	cat requirements.lock requirements-torch.lock | \
		PYTHONWARNINGS=ignore $(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o build/sbom.json -
	@echo "wrote build/sbom.json"

audit: $(TOOLS) ## known weaknesses of what is locked; asks a service on the internet
	$(TOOLS)/bin/pip-audit --strict --disable-pip --no-deps -r requirements.lock -r requirements-torch.lock

clean: ## forget the environment (a home is never touched)
	rm -rf $(VENV)
