# Two commands: `make run` and `make test`. Both set up what they need; a fresh machine has git, make and Python 3.11 with venv.
PYTHON ?= python3.11
UV_VERSION := 0.13.9
BOOT := .uv
UV := $(BOOT)/bin/uv
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The interpreter that is on the machine is used; uv downloads none.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
# Rasa and TensorFlow: no telemetry, no start-up chatter.
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: setup run test train screenshots lock clean help

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

setup: $(STAMP) ## the environment alone, in .venv

$(UV): requirements-uv.lock
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python 3.11 is needed and $(PYTHON) was not found. Install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BOOT)/bin/python || $(PYTHON) -m venv $(BOOT)
	@$(BOOT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $(UV)

$(STAMP): $(UV) requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(BOOT)/bin/python $(VENV)
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup ## train if needed, start everything, print the addresses
	@exec $(BIN)/frontdesk run --demo

test: setup ## every check: style, types, layers, Rasa's data, tests
	@$(BIN)/python -m tests.checks

train: setup ## train the model now
	@$(BIN)/frontdesk train --force

screenshots: setup ## renew docs/images from the running product (needs Chromium)
	@$(BIN)/pytest tests/browser -m browser && cp tests/artifacts/chat-phone.png tests/artifacts/queue-desktop.png docs/images/

lock: $(UV) ## renew requirements.lock from pyproject.toml (versions and hashes, no addresses)
	@$(UV) pip compile --quiet --universal --all-extras --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@printf 'uv==$(UV_VERSION)\n' | $(UV) pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 - -o requirements-uv.lock

clean: ## remove what make set up (the data directory stays)
	@rm -rf $(VENV) $(BOOT) models .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
