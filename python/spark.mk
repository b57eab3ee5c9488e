# What needs libraries of its own: the page of recipes, and Spark. Each has a virtual environment of its own, with the
# wheel that the other tests have.
RECIPES := $(CARGO_TARGET_DIR)/venv-recipes
SPARK := $(CARGO_TARGET_DIR)/venv-spark

.PHONY: test-recipes test-spark bench-spark

test-recipes: $(RECIPES)/.installed
	$(RECIPES)/bin/pytest -q -p no:cacheprovider python/tests/recipes

# A cluster of two workers on this machine, on Java 17.
test-spark: setup $(SPARK)/.installed
	$(SPARK)/bin/pytest -q -p no:cacheprovider python/tests/spark

bench-spark: setup $(SPARK)/.installed
	$(SPARK)/bin/python benches/spark.py

$(RECIPES)/.libraries: python/tests/recipes/requirements.txt
$(SPARK)/.libraries: python/tests/spark/requirements.txt
$(RECIPES)/.libraries $(SPARK)/.libraries: $(VENV)/.installed
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check -r $(filter %.txt,$^)
	touch $@

$(RECIPES)/.installed $(SPARK)/.installed: %/.installed: %/.libraries $(VENV)/.wheel
	$*/bin/pip install -q --disable-pip-version-check --no-deps --force-reinstall $(TESTED_WHEEL)/*.whl
	touch $@
