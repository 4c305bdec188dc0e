# Everything a contributor runs. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# What was last installed, so that it is not done again before pyproject.toml changes.
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

TEMPLATE := $(VENV)/tui.pot
# Settings of one's own must not show.
SHOOT := DATAGOUV_TUI_CONFIG=/dev/null $(BIN)/dgv screenshot --site sample --lang en --size 120x32

.DEFAULT_GOAL := help
.PHONY: help run install test lint types layers check format screenshots messages keys bench reliability lowest audit wheel clean

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: $(RUN_STAMP) ## Open the application on the sample site
	@$(BIN)/dgv --site sample

install: $(DEV_STAMP) ## Create .venv with the application and the development tools

# The types are checked beside the tests, in what these leave of the processors.
test: lint layers ## Everything that must pass: lint, types, layers, tests
	@$(MAKE) --no-print-directory -j2 types check

lint: $(DEV_STAMP) ## Style, common mistakes, dependencies not declared or not used
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/deptry .

types: $(DEV_STAMP) ## Static types
	nice -n 19 $(BIN)/mypy

layers: $(DEV_STAMP) ## Which module may import which
	$(BIN)/lint-imports

check: $(DEV_STAMP) ## The tests alone
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist worksteal

format: $(DEV_STAMP) ## Lay the code out
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(DEV_STAMP) ## Collect the messages to translate, and compile the translations
	$(BIN)/pybabel --quiet extract -F pyproject.toml --no-wrap --add-location=file --sort-by-file \
	    --project=datagouv-tui -o $(TEMPLATE) tui
	$(BIN)/pybabel --quiet update -i $(TEMPLATE) -d tui/locale -D tui --no-wrap \
	    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile -d tui/locale -D tui --statistics

keys: $(RUN_STAMP) ## Write docs/keys.md from the registry of actions
	$(BIN)/python -m tui.keys_page docs/keys.md

screenshots: $(RUN_STAMP) ## Draw the pictures of the README from the sample site
	$(SHOOT) search:population -o screenshots/search.svg
	$(SHOOT) search:population -o screenshots/dataset.svg --keys "enter"
	$(SHOOT) search:population -o screenshots/rows.svg \
	    --keys "enter enter right right equals_sign right right s s"
	$(SHOOT) search:population -o screenshots/filter.svg --keys "enter enter right right slash"
	$(SHOOT) search:eau -o screenshots/francais.svg --lang fr --size 80x24

bench: $(DEV_STAMP) ## Measure: first paint, and the grid, beside others
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.grid

# Once as each run does it, once at full size; then the page says what was counted.
reliability: $(DEV_STAMP) ## Try what can go wrong at full size, and write docs/reliability.md
	rm -rf $(VENV)/counts && mkdir -p $(VENV)/counts
	DATAGOUV_TUI_TEST_COUNTS=$(CURDIR)/$(VENV)/counts $(BIN)/pytest -n 3 --dist worksteal tests/reliability
	DATAGOUV_TUI_TEST_COUNTS=$(CURDIR)/$(VENV)/counts DATAGOUV_TUI_TEST_THOROUGH=1 \
	    $(BIN)/pytest -n 3 --dist worksteal tests/reliability
	DATAGOUV_TUI_TEST_COUNTS=$(CURDIR)/$(VENV)/counts $(BIN)/python tests/reckoning.py

# In an environment of its own, which is made anew each time.
lowest: $(DEV_STAMP) ## Run tests with every dependency at the lowest version allowed
	$(PYTHON) -m venv --clear $(VENV)/lowest
	$(BIN)/python tests/lowest.py > $(VENV)/lowest.txt
	$(VENV)/lowest/bin/python -m pip --disable-pip-version-check --quiet install -r $(VENV)/lowest.txt
	PYTHONPATH=$(CURDIR) $(VENV)/lowest/bin/python -m pytest -p no:cacheprovider \
	    $$($(BIN)/python tests/lowest.py --tests)

# The advisories come from the network: not a part of `make test`, which needs none.
audit: $(DEV_STAMP) ## Look for known vulnerabilities among what is installed (needs the network)
	$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install pip-audit && \
	    $(BIN)/python -m pip freeze --exclude-editable > $(VENV)/audit.txt && \
	    $(VENV)/audit/bin/pip-audit --no-deps --disable-pip -r $(VENV)/audit.txt || \
	    { echo "Not audited, or found wanting: see above. The list of advisories needs the network." >&2; \
	    exit 1; }

# The same bytes wherever and whenever it is built from the same files.
wheel: $(DEV_STAMP) ## Build the wheel into dist/
	$(PIP) wheel --no-deps --wheel-dir dist .

clean: ## Remove everything that was made here
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[mcp]'
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[dev]'
	@touch $(RUN_STAMP) $@
