# Mutation testing. Included by the Makefile, run in its folder. docs/testing.md has the results.

CARGO_MUTANTS_VERSION := 27.1.0
CARGO_MUTANTS := $(CARGO_TARGET_DIR)/cargo-mutants
MUTATION_VENV := $(CARGO_TARGET_DIR)/venv-mutation
MUTATION = PATH="$(CARGO_MUTANTS)/bin:$$PATH" nice $(MUTATION_VENV)/bin/python tests/mutation/run.py
MUTANTS_BASE ?= main

MUTATION_PYTHON := $(CARGO_TARGET_DIR)/mutation-python
MUTATION_PYTHON_VENV := $(CARGO_TARGET_DIR)/venv-mutation-python

.PHONY: mutants mutants-c check-mutants mutants-python

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

# The same for the C library: MUTANTS="bindings/c/src/inputs".
mutants-c: $(CARGO_MUTANTS)/.installed-$(CARGO_MUTANTS_VERSION) $(MUTATION_VENV)/.installed
	$(MUTATION) --package presign-c $(MUTANTS)

# Those of the core in lines that differ from the branch MUTANTS_BASE. It fails if one is missed.
check-mutants: $(CARGO_MUTANTS)/.installed-$(CARGO_MUTANTS_VERSION) $(MUTATION_VENV)/.installed
	git diff $(MUTANTS_BASE) -- src >$(CARGO_TARGET_DIR)/mutants.diff
	$(MUTATION) --in-diff $(CARGO_TARGET_DIR)/mutants.diff

$(MUTATION_PYTHON_VENV)/.installed: tests/mutation/python.txt tests/requirements.txt
	$(PYTHON) -m venv $(MUTATION_PYTHON_VENV)
	$(MUTATION_PYTHON_VENV)/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

# Every mutant of the Python package's modules for boto3, or those that MUTANTS names: MUTANTS="presign.boto3._values*".
mutants-python: $(VENV)/.wheel $(MUTATION_PYTHON_VENV)/.installed
	rm -rf $(MUTATION_PYTHON)
	mkdir -p $(MUTATION_PYTHON)/python $(MUTATION_PYTHON)/tests
	$(MUTATION_PYTHON_VENV)/bin/pip install -q --disable-pip-version-check --no-deps --target $(MUTATION_PYTHON) $(TESTED_WHEEL)/*.whl
	cp -R python/tests python/docs $(MUTATION_PYTHON)/python
	cp -R tests/differential tests/storages $(MUTATION_PYTHON)/tests
	cp tests/mutation/python.cfg $(MUTATION_PYTHON)/setup.cfg
	cd $(MUTATION_PYTHON) && PRESIGN_TEST_CASES=100 PRESIGN_TEST_SEED=1 PRESIGN_TEST_PACKAGE=$(MUTATION_PYTHON)/mutants \
	  nice $(MUTATION_PYTHON_VENV)/bin/mutmut run --max-children 2 $(if $(MUTANTS),$(foreach name,$(MUTANTS),'$(name)'))
	cd $(MUTATION_PYTHON) && $(MUTATION_PYTHON_VENV)/bin/mutmut results
