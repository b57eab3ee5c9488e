# Mutation testing. Included by the Makefile, run in its folder. docs/testing.md has the results.

CARGO_MUTANTS_VERSION := 27.1.0
CARGO_MUTANTS := $(CARGO_TARGET_DIR)/cargo-mutants
MUTATION_VENV := $(CARGO_TARGET_DIR)/venv-mutation
MUTATION = PATH="$(CARGO_MUTANTS)/bin:$$PATH" nice $(MUTATION_VENV)/bin/python tests/mutation/run.py
MUTANTS_BASE ?= main

.PHONY: mutants check-mutants

$(CARGO_MUTANTS)/.installed-$(CARGO_MUTANTS_VERSION):
	$(CARGO) install --locked cargo-mutants --version $(CARGO_MUTANTS_VERSION) --root $(CARGO_MUTANTS)
	touch $@

$(MUTATION_VENV)/.installed: tests/mutation/requirements.txt
	$(PYTHON) -m venv $(MUTATION_VENV)
	$(MUTATION_VENV)/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

# Every mutant of the core, or of the files that MUTANTS names: MUTANTS="src/input src/received/url".
mutants: $(CARGO_MUTANTS)/.installed-$(CARGO_MUTANTS_VERSION) $(MUTATION_VENV)/.installed
	$(MUTATION) $(MUTANTS)

# Those in lines that differ from the branch MUTANTS_BASE. It fails if one is missed.
check-mutants: $(CARGO_MUTANTS)/.installed-$(CARGO_MUTANTS_VERSION) $(MUTATION_VENV)/.installed
	git diff $(MUTANTS_BASE) -- src >$(CARGO_TARGET_DIR)/mutants.diff
	$(MUTATION) --in-diff $(CARGO_TARGET_DIR)/mutants.diff
