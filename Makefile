# Kefu. `make help` tells what there is. Needs python3 (3.11 or newer), pip and make.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras
TOKEN_LINE := ^[[:space:]]*(export[[:space:]]+)?KEFU_BOT_TOKEN[[:space:]]*=[[:space:]]*["']?[^"'\#[:space:]]

.PHONY: help run test check soak fuzz bench format lock clean browser

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run-stamp ## start: against Telegram when KEFU_BOT_TOKEN is set (environment or .env), else the playground
	@if [[ -n "$${KEFU_BOT_TOKEN:-}" ]] || grep -Eqs $(call quoted,$(TOKEN_LINE)) .env; then exec $(BIN)/kefu run; else exec $(BIN)/kefu demo; fi

test: $(VENV)/.dev-stamp browser ## everything: linters, types, import contracts, the whole suite with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@rm -f .coverage .coverage.*
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term -p tests.house.crm_coverage

check: $(VENV)/.dev-stamp ## the fast ones: linters, types, import contracts, house tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/house

soak: $(VENV)/.dev-stamp ## the long runs of crashes and floods, on SQLite and PostgreSQL; print what was lost, repeated and waited for
	$(BIN)/python -m tests.crash
	$(BIN)/python -m tests.floods
	$(BIN)/python -m tests.floods --postgres

fuzz: $(VENV)/.dev-stamp ## the long run of hostile input: 100,000 made-up updates and more
	$(BIN)/python -m tests.hostile --database both

bench: $(VENV)/.dev-stamp ## measure speed, size, growth and a day of planning in one run and write docs/benchmarks.md
	$(BIN)/python -m tests.bench

format: $(VENV)/.dev-stamp ## let ruff sort the imports, mend what it can and lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.dev-stamp ## compile requirements/*.txt anew from pyproject.toml (UPGRADE=1: to the newest versions)
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(if $(UPGRADE),--upgrade) --group build -o requirements/run.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) $(if $(UPGRADE),--upgrade) --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## remove what make made (the data under var/ stays)
	rm -rf $(VENV) build dist *.egg-info .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A path, a name and a pattern in single quotes for the shell.
quoted = '$(subst ','\'',$(1))'

# Debian ships python3 without ensurepip; its pip can fill an environment from outside.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kefu needs Python 3.11 or newer. Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
		rm -rf $(VENV); \
		$(PYTHON) -m venv --without-pip $(VENV) && \
		$(PYTHON) -m pip --disable-pip-version-check --python $(VENV)/bin/python install --quiet pip; \
	} || { rm -rf $(VENV); echo "No virtual environment could be made. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run-stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Kefu needs into $(VENV) (once, about a minute)"
	@$(PIP_INSTALL) --require-hashes -r requirements/run.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing Kefu and its developers' tools into $(VENV) (once, a minute or two)"
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run-stamp

# The browser test takes the first of these on the PATH, else the one that playwright installed for itself.
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
HAS_BROWSER := command -v $(firstword $(BROWSERS)) $(foreach name,$(wordlist 2,9,$(BROWSERS)),|| command -v $(name))
OWN_BROWSER := from pathlib import Path; from playwright.sync_api import sync_playwright as start; \
	p = start().start(); found = Path(p.chromium.executable_path).exists(); p.stop(); raise SystemExit(not found)
HAS_CHINESE := ls /usr/share/fonts/opentype/noto/NotoSansCJK-* || fc-list :lang=zh | grep .

browser: $(VENV)/.dev-stamp
	@if ! { $(HAS_BROWSER) || $(BIN)/python -c "$(OWN_BROWSER)"; } >/dev/null 2>&1; then \
		if [[ $$(id -u) == 0 ]] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the browser test"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else \
			$(BIN)/playwright install chromium; \
		fi || { echo "The browser test needs Chromium: apt-get install chromium, or .venv/bin/playwright install chromium" >&2; exit 1; }; \
	fi
	@if ! { $(HAS_CHINESE); } >/dev/null 2>&1; then \
		if [[ $$(id -u) == 0 ]] && command -v apt-get >/dev/null; then \
			echo "Installing fonts for the browser test's pictures"; \
			{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
				fonts-noto-cjk fonts-noto-color-emoji fontconfig >/dev/null; } \
			|| { echo "The browser test needs a Chinese font: apt-get install fonts-noto-cjk" >&2; exit 1; }; \
		elif [[ $$(uname) == Linux ]]; then \
			echo "The browser test needs a Chinese font: install one (Debian: fonts-noto-cjk)" >&2; exit 1; \
		fi; \
	fi
