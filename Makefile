# make run     the main job once, on a machine with nothing but Python 3.11 or later
# make test    the whole test suite                  make check   ruff and mypy
# make bench   what has been measured, again         make docs    the outputs and commands that docs/ shows, anew
# make fuzz    hostile feeds and pages for the parsers, counted

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench docs fuzz clean

run: .venv/ready
	@$(BIN)/claimwatch run

test: .venv/ready
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/ready
	@failed=0; for bench in $(sort $(wildcard benches/*.py)); do echo "== $$bench"; $(BIN)/python $$bench || failed=1; echo; done; exit $$failed

docs: .venv/ready
	$(BIN)/python tests/documents.py

# The pictures of the README; needs Chromium.
pictures: .venv/ready
	$(BIN)/python tests/pictures.py

fuzz: .venv/ready
	PYTHONPATH=. $(BIN)/python tests/fuzzing.py

# constraints.txt is the whole tree with exact versions, so a run next year installs what was tested today.
.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Claimwatch needs Python 3.11 or later; try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Installing into .venv (once, a minute or two) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --requirement constraints.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@

clean:
	rm -rf .venv
