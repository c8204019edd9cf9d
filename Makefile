# One set of commands for people and for CI. Needs Python 3.11 or newer and make; everything else goes into .venv.
#   make demo      read fixtures/ and show what came out
#   make test      the tests (ARGS="tests/test_cli.py -x" for a part)
#   make fuzz      look for pages that break a law, coverage-guided (ARGS="--seconds 3600"; ten minutes)
#   make test-slow  the long ones: memory over 100,000 pages (some minutes)
#   make test-spark  tests on a local Spark (not run where there is no Java)
#   make test-package  wheel and sdist: contents, and a try in clean environments (some minutes)
#   make compiled  the hot modules compiled with mypyc, in an environment of its own, and the tests against it (some minutes)
#   make cli-docs  docs/reference/cli.md from the commands
#   make rooms     the list of rooms in docs/architecture.md
#   make docs      the documentation as a site, docs/_build/html
#   make test-browser  the review page in a real Chromium (not run where there is none)
#   make lint      ruff and mypy, strict
#   make coverage  the tests again under coverage.py: every line and branch of what reads and checks, 95 % of the whole
#   make mutants   errors put into the code on purpose: how many do the tests find (ARGS="--sample 600 --seed 7")
#   make accuracy  right answers per field on ../shared/corpus against the last accepted run
#   make bench     time and memory against the floors
#   make ratio     time a page over the lxml floor against the accepted figure (a gate; ten seconds)
#   make bench-hostile  CPU seconds and peak memory of the pages that want to break the parser
#   make bench-batch  govreport convert on 20,000 documents: speed, memory, being killed, Spark (11 minutes)
#   make clean     remove everything that was made here, .venv too

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# The first of these that is 3.11 or newer and can make a virtual environment; `make PYTHON=/path/to/python` overrules it.
CANDIDATES := python3 python3.13 python3.12 python3.11 python3.14 python
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then command -v $$p; break; fi; done)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-slow test-spark test-browser test-package dist docs cli-docs rooms lint format compiled bench ratio bench-hostile fuzz bench-batch accuracy coverage mutants clean

help:
	@sed -n 's/^#   //p' Makefile

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "govreport needs Python 3.11 or newer with venv and ensurepip (tried: $(CANDIDATES))." >&2; \
		echo "Install one (Debian and Ubuntu: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.11 ..." >&2; \
		exit 1; \
	fi
	"$(PYTHON)" -m venv $(VENV)

# Stamps: an installation is done again only when pyproject.toml has changed.
$(VENV)/.base: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# Dependency groups need pip 25.1; the one that comes with Python 3.11 is older.
$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev --group bench
	@touch $@ $(VENV)/.base

# Half a gigabyte, so a stamp of its own; the development group once more, for one answer of pip to both.
$(VENV)/.spark: pyproject.toml $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' --group dev
	@touch $@

demo: $(VENV)/.base
	@$(BIN)/python examples/demo_table.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m 'not spark and not browser and not package and not compiled and not slow' $(ARGS)

test-slow: $(VENV)/.dev
	$(BIN)/python -m pytest -m slow $(ARGS)

coverage: $(VENV)/.dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -o timeout=600 -m 'not spark and not browser and not package and not compiled and not slow' $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/coverage report --fail-under=100 --include='*/normalizer/*,*/checks*.py,*/raw.py'

$(VENV)/.mutation: pyproject.toml $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group mutation
	@touch $@

mutants: $(VENV)/.mutation
	$(BIN)/python benchmarks/mutation.py $(ARGS)

test-spark:
	@if command -v java >/dev/null 2>&1 || [ -n "$$JAVA_HOME" ]; then \
		$(MAKE) --no-print-directory $(VENV)/.spark && \
		$(BIN)/python -m pytest -m spark tests/spark $(ARGS); \
	else \
		echo "test-spark: not run, there is no Java here (Spark 4 needs 17 or newer)"; \
	fi

dist: $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m build --outdir dist . >/dev/null

test-package: dist
	$(BIN)/python -m pytest -m package tests/packaging $(ARGS)

# Built again when a source has changed.
define PYTHON_H
import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))
endef
export PYTHON_H
COMPILED := .venv-compiled
COMPILED_TESTS := tests/test_compiled.py tests/test_fixtures.py tests/test_raw.py tests/test_laws.py tests/normalizer tests/parsers tests/laws tests/hostile

$(COMPILED)/.made: pyproject.toml hatch_build.py $(shell find src -name '*.py' -o -name '*.toml')
	@if [ -z "$(PYTHON)" ]; then echo "compiled: no Python 3.11 or newer (tried: $(CANDIDATES))" >&2; exit 1; fi
	test -x $(COMPILED)/bin/python || "$(PYTHON)" -m venv $(COMPILED)
	$(COMPILED)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	GOVREPORT_COMPILE=1 $(COMPILED)/bin/python -m pip install --quiet --disable-pip-version-check . --group dev
	@touch $@

compiled:
	@if command -v "$${CC:-cc}" >/dev/null 2>&1 && "$(PYTHON)" -c "$$PYTHON_H"; then \
		$(MAKE) --no-print-directory $(COMPILED)/.made && \
		$(COMPILED)/bin/python -m pytest -m 'not slow' $(COMPILED_TESTS) $(ARGS); \
	else \
		echo "compiled: not run, there is no C compiler here, or no Python.h (apt-get install gcc python3-dev)"; \
	fi

$(VENV)/.docs: pyproject.toml $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

docs: $(VENV)/.docs
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

test-browser: $(VENV)/.dev
	@if command -v chromedriver >/dev/null 2>&1 && \
		{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1; then \
		$(BIN)/python -m pytest -m browser tests/browser $(ARGS); \
	else \
		echo "test-browser: not run, there is no Chromium with chromedriver here (apt-get install chromium chromium-driver)"; \
	fi

cli-docs: $(VENV)/.dev
	$(BIN)/python docs/write_cli.py

rooms:
	python3 docs/write_rooms.py

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

accuracy: $(VENV)/.base
	$(BIN)/python benchmarks/accuracy.py $(ARGS)

ratio: $(VENV)/.base
	$(BIN)/python benchmarks/ratio.py $(ARGS)

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/bench.py $(ARGS)

bench-hostile: $(VENV)/.dev
	$(BIN)/python benchmarks/bench_hostile.py $(ARGS)

# atheris has wheels for Linux and a few versions of Python only; where there is none, hypothesis looks for longer.
fuzz: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: atheris 2>/dev/null || true
	@if $(BIN)/python -c 'import atheris' 2>/dev/null; then \
		$(BIN)/python fuzz/fuzz_pages.py $(ARGS); \
	else \
		echo "fuzz: no atheris for this Python; the properties with 20,000 examples each instead"; \
		$(BIN)/python -m pytest tests/laws --hypothesis-profile=fuzz --timeout=0; \
	fi

bench-batch: $(VENV)/.dev
	@if command -v java >/dev/null 2>&1 || [ -n "$$JAVA_HOME" ]; then $(MAKE) --no-print-directory $(VENV)/.spark; fi
	@$(BIN)/python benchmarks/bench_batch.py $(ARGS)

clean:
	rm -rf $(VENV) $(COMPILED) .fuzz build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.egg-info' -type d -prune -exec rm -rf {} +
