# One command each. Works with GNU make 3.81 and a POSIX sh.

PYTHON =
VENV = .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready
PIP = $(BIN)/python -m pip -qq --disable-pip-version-check

NAME = speed
DATA =
SCORER =
PREDICTIONS = predictions.jsonl

.PHONY: setup demo test check format bench constraints clean

setup: $(READY)

$(READY): constraints.txt pyproject.toml
	@set -e; \
	if [ ! -x $(BIN)/python ]; then \
	  found=; \
	  for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	    if "$$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; then \
	      found=$$python; break; \
	    fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "make setup: no Python 3.11, 3.12 or 3.13 with venv found; install one, or say where: make setup PYTHON=/path/to/python3" >&2; exit 2; \
	  fi; \
	  echo "Making $(VENV) with $$found"; \
	  "$$found" -m venv $(VENV); \
	fi
	@echo "Installing what constraints.txt names; this takes a few minutes the first time"
	@$(PIP) install --no-compile --require-hashes -r constraints.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup
	@$(BIN)/variorum build examples/reports --case example-case --title "The ferry at Calder Sound"
	@$(BIN)/variorum report example-case -o dossier.html
	@echo "The case is in example-case; open dossier.html in a browser"

test: setup
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup
	@if [ -z "$(DATA)" ]; then \
	  echo "make bench: say on what: make bench NAME=times DATA=path/to/data, or for all: make bench DATA=folder/of/all SCORER=score.py" >&2; exit 2; \
	fi
	@if [ -n "$(SCORER)" ]; then \
	  $(BIN)/python tools/write_benchmarks.py --data $(DATA) --scorer $(SCORER); \
	else \
	  $(BIN)/python -m benchmarks $(NAME) --data $(DATA) --predictions $(PREDICTIONS); \
	fi

# Needs uv. Universal over the Pythons supported; no address of an index goes into the file.
constraints:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
	  --extra dev pyproject.toml -o constraints.txt

clean:
	rm -rf example-case dossier.html build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
