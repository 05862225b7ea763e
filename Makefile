# Madoguchi. `make help` lists the commands; each prints only its own output on stdout, the rest goes to stderr.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint types imports fmt lock train deploy-model nlu-eval guard safety faq-eval bench clean

APP := .venv/bin/python
BOT := bot/.venv/bin/python

help: ## this list
	@grep -hE '^[a-z-]+%?:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## /\1|/' | column -t -s '|'

setup: ## both environments, word vectors and browser libraries, from the lock files
	@scripts/setup.sh

run: setup ## everything: PostgreSQL, migrations, demo data, model, Rasa, web, worker, emulator
	@exec $(APP) -m backend run

test: setup ## all tests
	@$(APP) -m pytest

check: setup lint types imports ## lint, types, import rules, a validated model, tests (what CI runs)
	@$(BOT) -m bot.tools.train 1>&2
	@$(APP) -m pytest

lint: setup ## ruff, formatting included
	@$(APP) -m ruff check . 1>&2
	@$(APP) -m ruff format --check . 1>&2

types: setup ## mypy, strict
	@$(APP) -m mypy 1>&2

imports: setup ## layers: edge -> service -> model
	@.venv/bin/lint-imports --no-cache 1>&2

fmt: setup ## format the code
	@$(APP) -m ruff check --fix . 1>&2; $(APP) -m ruff format . 1>&2

lock: setup ## make the lock files again from the two pyproject.toml
	@scripts/lock.sh

train: setup ## validate, train, test and register a model
	@$(BOT) -m bot.tools.train

deploy-model: setup ## make the newest registered model live, without downtime
	@$(BOT) -m bot.tools.deploy

nlu-eval: setup ## FILE=x.jsonl: rows {"text","intent"} through the live model
	@$(BOT) -m bot.tools.nlu_eval "$(FILE)"

guard: setup ## FILE=x.jsonl: rows {"text"} -> {"masked","spans"}
	@$(APP) -m backend.guard "$(FILE)"

safety: setup ## FILE=x.jsonl: rows {"text"} -> {"label"}
	@$(APP) -m backend.safety "$(FILE)"

faq-eval: setup ## CORPUS= QUERIES= QRELS=: our FAQ search over foreign data
	@$(APP) -m backend.faq.evaluate "$(CORPUS)" "$(QUERIES)" "$(QRELS)"

bench: setup ## all figures, ours beside the peer
	@$(APP) -m bench

bench-%: setup ## one of: idle, ack, answer, throughput, ladder, queue
	@$(APP) -m bench $*

clean: ## remove environments, data and models of this checkout
	@rm -rf .venv bot/.venv .uv var models results frontend/node_modules backend/static/vendor
