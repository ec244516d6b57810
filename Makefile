# One word for everything. A fresh machine needs Python 3.11 or newer, make and git.
#
#   make demo     read the example reports; results in out/
#   make test     install what testing needs and run every check (CI runs this)
#   make check    the same without the slow tests
#   make quick    the fast tests alone
#   make bench    print speed, beside that of others (R too), and accuracy; nothing is asserted.
#                 The others are installed into .bench/ once: make bench SPEED=--no-install
#   make bench-library   print the speed of a case library of 100 000 invented courses;
#                 on PostgreSQL too: make bench-library LIBRARIES=postgresql://user@host/empty
#   make fuzz     feed the readers hostile bytes for ten minutes; make fuzz READER=pdf SECONDS=3600
#   make bench-batch     print the speed of ten thousand files on one process and on two, and write
#                 docs/explanation/scale.md anew
#   make docs     write the generated pages anew
#   make lock     write requirements-dev.txt anew from pyproject.toml
#   make clean    remove results and caches; the environment stays

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out

REPORTS := $(sort $(wildcard examples/*.txt examples/*.md examples/*.html examples/*.xml))
REPORTS := $(filter-out examples/README.md,$(REPORTS))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DELETE_ON_ERROR:
.PHONY: demo test check quick lint bench bench-library bench-batch fuzz docs lock clean

# ---- the environment; a stamp is as old as the file it was made from

$(VENV)/stamp-run: pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
	  "epicrisis needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing epicrisis into $(VENV)"
	@$(BIN)/python -m pip install --quiet --constraint requirements-dev.txt --editable .
	@touch $@

$(VENV)/stamp-dev: $(VENV)/stamp-run
	@echo "Installing what testing needs into $(VENV)"
	@$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

# ---- the words

demo: $(VENV)/stamp-run
	@mkdir -p $(OUT)
	$(BIN)/epicrisis read $(REPORTS) --to jsonl -o $(OUT)/facts.jsonl
	$(BIN)/epicrisis table $(REPORTS) -o $(OUT)/evidence.md
	$(BIN)/epicrisis table $(REPORTS) -o $(OUT)/evidence.html
	$(BIN)/epicrisis show examples/velmora-ild.md --html $(OUT)/velmora-ild.html
	$(BIN)/epicrisis timeline examples/velmora-ild.md -o $(OUT)/velmora-ild.svg
	$(BIN)/epicrisis audit $(REPORTS) -o $(OUT)/audit.txt || test $$? -eq 1
	@echo
	@echo "The results are in $(OUT)/:"
	@echo "  facts.jsonl       every datum, one a line, with the characters that state it"
	@echo "  evidence.md       one row a patient; evidence.html leads from cell to sentence"
	@echo "  velmora-ild.html  one report with its data marked in the text; open it in a browser"
	@echo "  velmora-ild.svg   the same patient's timeline"
	@echo "  audit.txt         doubtful places in the reports"

test: lint
	@$(BIN)/pytest

check: lint
	@$(BIN)/pytest -m "not slow"

quick: $(VENV)/stamp-dev
	@$(BIN)/pytest -m "not slow"

lint: $(VENV)/stamp-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict
	@$(BIN)/lint-imports --no-logo --no-cache

bench: $(VENV)/stamp-dev
	@$(BIN)/python bench/speed.py $(SPEED)
	@$(BIN)/python bench/accuracy.py --page docs/evaluation.md
	@$(BIN)/python bench/courses.py
	@$(BIN)/python bench/estimates.py

bench-library: $(VENV)/stamp-dev
	@$(BIN)/python bench/library.py $(LIBRARIES)

READER ?= all
SECONDS ?= 600

fuzz: $(VENV)/stamp-dev
	@$(BIN)/python tools/fuzz.py $(READER) --seconds $(SECONDS)

bench-batch: $(VENV)/stamp-dev
	@$(BIN)/python bench/batch.py --page docs/explanation/scale.md

docs: $(VENV)/stamp-dev
	@PYTHONPATH=bench $(BIN)/python tools/make_docs.py

lock: $(VENV)/stamp-run
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --no-header --no-annotate --quiet --output-file requirements-dev.txt

clean:
	rm -rf $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
