# The commands of the project. Each builds on `make setup`, which needs python3 and nothing else.
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
PYTHON ?= python3
UV := .tools/bin/uv
BIN := .venv/bin

.PHONY: help setup lock lint test clean

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(UV):
	@$(PYTHON) -m venv .tools && .tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/synced: $(UV) requirements-dev.txt
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.txt
	@touch $@

setup: .venv/synced ## make .venv with everything in it

lock: $(UV) ## compile the pinned, hashed requirements from pyproject.toml
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.txt
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

lint: setup ## style, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

test: setup ## every test
	$(BIN)/python -m pytest -n 2

clean: ## remove everything that the other commands made
	rm -rf .venv .tools var staticfiles
