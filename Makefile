# Two commands do everything on a fresh machine with Python 3.11 or later:
#   make demo    build .venv, run the main job on a made-up partnership
#   make test    build .venv, run all tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
TEST_READY := $(VENV)/ready-for-tests

.PHONY: demo test check bench clean

demo: $(READY)
	$(BIN)/igu demo demo-partnerskab

test: $(TEST_READY)
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(TEST_READY)
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/match.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(READY): $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(TEST_READY): $(READY)
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	@touch $@

clean:
	rm -rf $(VENV) demo-partnerskab
