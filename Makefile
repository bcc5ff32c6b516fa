# The verbs of this house. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# A test run has its own data, and no service of the machine's: what it kills is its own.
TEST_ENV := env -u DATABASE_URL -u REDIS_URL -u EMAIL_URL -u DEMO PYTHONHASHSEED=0 VAR_DIR="$(CURDIR)/var/test"
LINT_ENV := env -u DEBUG -u DEMO -u MAILBOX SECRET_KEY="check --deploy wants fifty characters, ten of them different" \
	SITE_URL=https://samverk.example EMAIL_URL=submission://user:word@mail.example:587
ROOMS := access journal wire accounts networks search notices files tasks decisions messaging documents needs market support records live web backend
CODE := $(wildcard $(ROOMS)) tests bench conftest.py manage.py
COMPILE := $(PY) -m piptools compile --quiet --allow-unsafe --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: help run test soak lint format bench audit requirements messages docs venv prepare
.DEFAULT_GOAL := help

help: ## list the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: venv ## try Samverk: http://localhost:8000 (PORT=8001 for another port), Ctrl-C stops everything
	@exec $(PY) -m backend.supervisor

test: prepare ## the whole suite, in var/test, beside a running `make run`
	@$(TEST_ENV) $(PY) -m pytest --hypothesis-profile ci --numprocesses 2 --dist loadgroup --no-loadscope-reorder

soak: prepare ## the long rounds of kills and load
	@$(TEST_ENV) $(PY) -m pytest -m soak --timeout 1800

lint: venv ## format, lint, types, floors, templates, migrations, messages, generated docs; changes nothing
	@$(PY) -m ruff format --check $(CODE)
	@$(PY) -m ruff check $(CODE)
	@$(PY) -m mypy $(CODE)
	@$(VENV)/bin/lint-imports
	@$(PY) -m djlint --check --lint --quiet web
	@$(LINT_ENV) $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(LINT_ENV) $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) -m backend.catalogues check
	@$(LINT_ENV) $(PY) manage.py generate_docs --check

format: venv ## write the code the way `make lint` wants it
	@$(PY) -m ruff check --fix $(CODE)
	@$(PY) -m ruff format $(CODE)

docs: venv ## write the generated documents anew
	@$(LINT_ENV) $(PY) manage.py generate_docs

messages: venv ## bring locale/*.po up to date with the sources
	@$(PY) -m backend.catalogues extract

bench: venv ## the benchmarks against peers; `make bench name=fanout` for one
	@$(PY) -m bench $(name)

audit: venv ## known holes in what we use
	@$(PY) -m pip_audit --require-hashes --disable-pip -r requirements.txt
	@$(PY) -m backend.frontend npm audit

requirements: venv ## compile requirements*.in to exact versions with hashes
	@$(COMPILE) --output-file=requirements.txt requirements.in
	@$(COMPILE) --output-file=requirements-dev.txt requirements-dev.in

# Installed again only when the compiled list changed; the stamp lies inside what it speaks of.
venv:
	@wanted="$$(sha256sum requirements-dev.txt)"; \
	[ "$$wanted" = "$$(cat $(VENV)/.made-from 2>/dev/null)" ] || { \
		$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
			echo "Samverk needs Python 3.11 or newer with venv (on Debian: python3-venv)." >&2; exit 1; }; \
		echo "Installing what Samverk needs into $(VENV) ..."; \
		[ -x $(PY) ] || $(PYTHON) -m venv $(VENV); \
		$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt && \
		echo "$$wanted" > $(VENV)/.made-from; }

prepare: venv
	@$(PY) -m backend.frontend build
	@$(PY) -m backend.catalogues compile
