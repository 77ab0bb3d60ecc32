# Two commands: `make report` and `make test`. Both make .venv first; after that they need no network.
PYTHON ?= python3
CONSTRAINTS ?= constraints.txt
PAPERS ?=
BIN := .venv/bin

# As many tests run at once as there are cores: threads of their own would only wait for each other.
test test-fast: export OMP_NUM_THREADS := 1
# A file goes to one process, which makes what its tests share once.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: install report test test-fast lint clean

install: .venv/.installed

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS)) --editable '.[offline,static,endpoint,ray,figures,notebook,dev]'
	touch $@

report: install
ifeq ($(strip $(PAPERS)),)
	$(BIN)/trends demo
else
	$(BIN)/trends run $(PAPERS)
endif

test: lint
	$(PYTEST)

test-fast: install
	$(PYTEST) -m "not slow"

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv runs build dist
