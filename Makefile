# `make demo` shows the toolkit at work on the samples, `make test` runs every check, `make quick` those
# that take less than a minute. All make .venv first. Another Python: `make demo PYTHON=python3.12`.

PYTHON ?= python3
BIN := .venv/bin
DEMO := demo/汇总-2024.xlsx
REQUIRED := pyproject.toml constraints.txt

.PHONY: demo test quick coverage bench bench-corrections fuzz rough templates clean

# Exit code 1 means "errors found in the returns": the samples hold some on purpose. 2 is a failure.
demo: .venv/ready
	mkdir -p demo
	$(BIN)/collect samples/returns --previous samples/last-year.xlsx -o $(DEMO) \
		--json $(DEMO:.xlsx=.json) --feedback demo/退回 --csv demo/数据 || [ $$? -eq 1 ]
	$(BIN)/toolkit report $(DEMO) -o demo/报告
	@echo
	@echo "The consolidated workbook is $(CURDIR)/$(DEMO)"
	@echo "What goes back to the units is in $(CURDIR)/demo/退回,"
	@echo "the report for the website in $(CURDIR)/demo/报告, data for others in $(CURDIR)/demo/数据"
	@echo "(The sample returns hold errors on purpose: samples/README.md lists them.)"

test: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist worksteal

# Which lines the tests run; counting them more than doubles the time.
coverage: .venv/ready-dev
	$(BIN)/pytest --cov --numprocesses auto --dist worksteal

# What is worth running after every change: no LibreOffice, no journeys, nothing slow.
quick: .venv/ready-dev
	$(BIN)/ruff check --quiet .
	$(BIN)/pytest --ignore tests/journeys --ignore tests/libreoffice -m "not slow" \
		--numprocesses auto --dist worksteal

# Ours beside others on the same files, in one table. A short run on files as Excel saves them:
# `make bench RETURNS="100 400" ROUNDS=1 SAVED_AS=excel TEMPLATES=0 MORE=--warm` is a short one, and
# leaves the caches of the machine alone. What cannot be installed is not measured.
RETURNS := 100 400 1000 5000
ROUNDS := 3
SAVED_AS := own
TEMPLATES := 1000
MORE :=
bench: .venv/ready-dev
	-$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[bench]"
	$(BIN)/python -m benchmarks.speed --returns $(RETURNS) --rounds $(ROUNDS) \
		--saved-as $(SAVED_AS) --templates $(TEMPLATES) $(MORE)

# How often the likely cell of a mistake is right, and what auditing a mistake takes.
bench-corrections: .venv/ready-dev
	$(BIN)/python -m benchmarks.correction
	$(BIN)/python -m benchmarks.told_once
	$(BIN)/python -m benchmarks.audit_time

# Mutants of filled returns (none may change a figure silently), then coverage-guided fuzzing.
MUTANTS := 20000
SECONDS := 120
fuzz: .venv/ready-dev
	$(BIN)/python -m tests.support.mutants --count $(MUTANTS) --seed 1
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[fuzz]"
	for target in number sheet workbook walk; do \
		$(BIN)/python -m tests.support.fuzz $$target -max_total_time=$(SECONDS) || exit 1; \
	done

# Runs that are killed at any moment, two at once, full disks, odd targets (Linux; as root it mounts
# small disks of its own).
KILLS := 500
PAIRS := 30
SIZES := 20
rough: .venv/ready-dev
	$(BIN)/python -m tests.support.rough --kills $(KILLS) --pairs $(PAIRS) --sizes $(SIZES) --seed 1
	$(BIN)/python -m tests.support.rough_journal --kills 50 --pairs 12 --seed 1

# The blank official templates in templates/xlsx.
templates: .venv/ready
	$(BIN)/toolkit template

clean:
	rm -rf .venv demo

.venv/ready: $(REQUIRED) | .venv/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	touch $@

.venv/ready-dev: $(REQUIRED) | .venv/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	touch $@ .venv/ready

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
