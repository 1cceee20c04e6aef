# The commands of the project. Each builds on `make setup`, which needs python3 and nothing else.
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
PYTHON ?= python3
# Pinned: another version may write the same locks in other words.
UV_VERSION := 0.13.9
UV := .tools/uv-$(UV_VERSION)/bin/uv
BIN := .venv/bin
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

.PHONY: help setup demo run test faults backup restore browser lint bench screenshots lock lock-check clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(UV):
	@echo "  Fetching the installer …"
	@$(PYTHON) -m venv .tools/uv-$(UV_VERSION)
	@.tools/uv-$(UV_VERSION)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/synced: $(UV) requirements-dev.txt
	@echo "  Installing what the project needs …"
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.txt
	@touch $@

setup: .venv/synced ## make .venv with everything in it

demo: setup ## the product with demonstration data on http://127.0.0.1:8000 (PORT=… for another)
	@exec $(BIN)/python -m hiring.config.launch demo

run: setup ## the product as in production; settings come from the environment or .env
	@exec $(BIN)/python -m hiring.config.launch run

test: setup browser ## every test, in parallel
	$(BIN)/python -m pytest -n 2 --dist worksteal

faults: setup ## kill everything that can be killed while 200 people write (about 5 minutes)
	FAULTS=long $(BIN)/python -m pytest -q -s tests/faults

backup: setup ## save everything into one file (FILE=…, or else in backups/)
	@$(BIN)/python -m hiring.config.backup save $(if $(FILE),"$(FILE)")

restore: setup ## replace everything by a file that make backup saved (FILE=…)
	@$(BIN)/python -m hiring.config.backup restore "$(FILE)" $(YES)

browser: setup # a Chromium for the browser tests
	@$(BIN)/python -m tests.browser.provide

lint: setup lock-check ## style, types, imports, templates, migrations, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-cache
	MODE=test $(BIN)/mypy scorecards hiring
	$(BIN)/djlint --quiet --lint templates
	MODE=test DATABASE_URL=postgresql://nobody@127.0.0.1:1/none $(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.config.lint_migrations
	MODE=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') ALLOWED_HOSTS=example.org MAIL_URL=smtp://localhost \
	  DATABASE_URL=postgresql://nobody@127.0.0.1:1/none $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/bandit --quiet --severity-level medium --configfile pyproject.toml --recursive scorecards hiring

bench: setup ## measure: see docs/benchmarks.md
	$(BIN)/python -m bench

screenshots: setup browser ## every page of a running demonstration, into screenshots/
	$(BIN)/python -m tests.browser.screenshots

lock: $(UV) ## compile the pinned, hashed requirements from pyproject.toml
	@$(COMPILE) pyproject.toml -o requirements.txt
	@$(COMPILE) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

lock-check: setup # the locks fit pyproject.toml, name no host, and no version changes
	@mkdir -p var && cp requirements.txt var/lock.txt && cp requirements-dev.txt var/lock-dev.txt
	@$(COMPILE) pyproject.toml -o var/lock.txt
	@$(COMPILE) --extra dev -c requirements.txt pyproject.toml -o var/lock-dev.txt
	@diff <(sed 's/ *#.*//' requirements.txt) <(sed 's/ *#.*//' var/lock.txt) && diff <(sed 's/ *#.*//' requirements-dev.txt) <(sed 's/ *#.*//' var/lock-dev.txt) \
	  || (echo "The requirements do not fit pyproject.toml: run make lock." && false)
	@! grep -nE '://|^-(i|f)|--index|--find-links|@ file' requirements.txt requirements-dev.txt

lock-check: SHELL := /bin/bash

clean: ## remove everything that the other commands made, the embedded database included
	@test ! -x $(BIN)/python || $(BIN)/python -m hiring.config.embedded remove
	rm -rf .venv .tools var staticfiles screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage mutants
