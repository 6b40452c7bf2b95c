# Every task of the house. `make` alone lists them.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON_RUN := .venv/bin/python
PYTEST := $(PYTHON_RUN) -m pytest -q
# Every process of a run counts what it walked through, however it was started.
COVERED := COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml $(PYTHON_RUN)
# The tests that drive stacks of processes: they wait more than they work, so two at once fit. What
# takes longest comes first, and is dealt out in this order: few tests of a minute each would
# otherwise be left for the end, with one to wait for the other.
STACKS := $(addprefix tests/,chaos kills journeys faults)
UV_LOCK := .venv/bin/uv pip compile -q --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate $(UPGRADE)

.PHONY: help setup run test test-unit lint format types imports openapi openapi-check \
	openapi-lint checks suite fuzz journeys chaos faults mutants clients states configuration demo lock migrate \
	verify-audit invariants scorecard bench coverage k8s-render clean

help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' \
		$(firstword $(MAKEFILE_LIST))

setup: ## Make .venv from the hashed lock (nothing to do when it is current)
	@sh deploy/local/setup.sh

run: setup ## Start everything on this machine; Ctrl-C stops it
	@exec $(PYTHON_RUN) -m deploy.local

demo: setup ## Three loans from form to settlement, told on the stack that runs or one of its own
	@exec $(PYTHON_RUN) -m deploy.demo

test: setup clients ## Everything the build checks, some 14 minutes on two cores
	@$(MAKE) -j 2 suite checks
	@$(MAKE) journeys

checks: lint types imports openapi-check openapi-lint

suite: setup  # three at once on two cores: a test waits for Postgres about as long as it works
	@echo "tests on a real Postgres"
	@$(PYTEST) -n 3 --dist loadscope $(addprefix --ignore ,$(STACKS))

clients: setup
	@sh tests/journeys/clients/typescript/install.sh

journeys: setup clients ## The whole stack, walked through the gateway, and its processes killed on the way
	@echo "journeys through the running stack"
	@$(PYTEST) -n 2 --dist loadscope --no-loadscope-reorder $(STACKS)

fuzz: setup ## Ask every operation 50 made-up requests (EXAMPLES=), directly and through the gateway
	@$(PYTEST) -n 2 --dist loadfile --examples $(or $(EXAMPLES),50) $(wildcard tests/api/*/matrix/test_generated.py)

faults: setup ## Kill the real processes at every failpoint, and ask what is left
	@$(PYTEST) tests/kills --kills all

mutants: setup ## Plant mistakes in the code, and see that a test tells each
	@$(PYTEST) tests/mutants

chaos: setup ## Break everything for SECONDS (600) under a fresh SEED, and check what is left
	@CHAOS_SEED=$(or $(SEED),$(strip $(shell od -An -N4 -tu4 /dev/urandom))) CHAOS_SECONDS=$(or $(SECONDS),600) \
		$(PYTEST) -s tests/chaos/test_chaos.py

test-unit: setup ## The pure tests alone, in seconds
	@$(PYTEST) tests/unit

lint: setup ## Ruff: rules and format
	@echo "lint and format"
	@$(PYTHON_RUN) -m ruff check --quiet
	@$(PYTHON_RUN) -m ruff format --check --quiet || \
		{ echo "Not formatted as agreed: make format"; exit 1; }

format: setup ## Ruff: mend what can be mended
	@$(PYTHON_RUN) -m ruff check --quiet --fix-only
	@$(PYTHON_RUN) -m ruff format --quiet

types: setup ## Mypy, strict
	@echo "types"
	@$(PYTHON_RUN) -m mypy --no-error-summary

imports: setup ## Who may import whom
	@echo "imports"
	@.venv/bin/lint-imports --no-logo >.venv/imports.log || { cat .venv/imports.log; exit 1; }

openapi: setup ## Rewrite services/*/openapi.json from the code
	@$(PYTHON_RUN) -m deploy.local.openapi

openapi-check: setup
	@echo "openapi files, drawn pages"
	@$(PYTHON_RUN) -m deploy.local.openapi --check
	@$(PYTHON_RUN) -m deploy.documents.states --check
	@$(PYTHON_RUN) -m deploy.documents.configuration --check

states: setup ## Draw docs/states.md anew from the tables of moves
	@$(PYTHON_RUN) -m deploy.documents.states

configuration: setup ## Write docs/guides/configuration.md anew from the settings classes
	@$(PYTHON_RUN) -m deploy.documents.configuration

openapi-lint: setup ## The merged reference by Spectral's rules and the house's, where there is node
	@echo "rules of the reference"
	@$(PYTHON_RUN) -m deploy.local.lint_reference

lock: setup ## Lock the dependencies anew (UPGRADE=--upgrade for the newest)
	@$(UV_LOCK) --group dev pyproject.toml -o requirements.lock
	@$(UV_LOCK) pyproject.toml -o requirements.runtime.lock
	@$(UV_LOCK) --group setup -o requirements.setup.lock
	@sh deploy/local/setup.sh

migrate: setup ## Bring the local schemas up to date (make run does so too)
	@$(PYTHON_RUN) -m deploy.local.against services.kit.migrate all

verify-audit: setup ## Recompute every audit chain and seal of the local stack
	@$(PYTHON_RUN) -m deploy.local.against services.kit.verify_audit all

invariants: setup ## Ask the local stack's database what must hold after any run
	@$(PYTHON_RUN) -m deploy.local.against deploy.invariants

scorecard: setup ## Train the scorecard anew; prints AUC and KS, writes the same bytes every time
	@$(PYTHON_RUN) -m services.underwriting.training

bench: setup ## One table of what everything costs beside its least (LOANS=1000000 for a book as large)
	@$(PYTHON_RUN) -m bench $(LOANS)

coverage: setup ## The tests again, counting every branch: domain all of them, the rest nine tenths
	@rm -rf .coverage && mkdir .coverage
	@$(COVERED) -m pytest -q tests/unit
	@$(COVERED) -m pytest -q -n 3 --dist loadscope $(addprefix --ignore ,tests/unit tests/house $(STACKS))
	@$(COVERED) -m pytest -q tests/journeys tests/faults
	@$(PYTHON_RUN) -m coverage combine -q
	@$(PYTHON_RUN) -m coverage json -q -o .coverage/report.json
	@$(PYTHON_RUN) -m tests.coverage_table .coverage/report.json

k8s-render: setup ## Rewrite deploy/k8s/rendered from the manifests (needs kubectl)
	@$(PYTHON_RUN) -m deploy.k8s.render

clean: setup ## Remove the local data, logs and caches; the environment stays
	@$(PYTHON_RUN) -m deploy.local --forget
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
