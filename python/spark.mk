# What needs libraries of its own: the page of recipes, Spark, and web services, whose aiobotocore needs a botocore of
# its own. Each has a virtual environment of its own, with the wheel that the other tests have.
RECIPES := $(CARGO_TARGET_DIR)/venv-recipes
SPARK := $(CARGO_TARGET_DIR)/venv-spark
WEB := $(CARGO_TARGET_DIR)/venv-web

.PHONY: test-recipes test-spark bench-spark test-web bench-django

test-recipes: $(RECIPES)/.installed
	$(RECIPES)/bin/pytest -q -p no:cacheprovider python/tests/recipes

# A cluster of two workers on this machine, on Java 17.
test-spark: setup $(SPARK)/.installed
	$(SPARK)/bin/pytest -q -p no:cacheprovider python/tests/spark

bench-spark: setup $(SPARK)/.installed
	$(SPARK)/bin/python benches/spark.py

# Django, FastAPI, WSGI and ASGI servers, aiobotocore, s3fs and moto, and mypy and pyright on a sample program.
test-web: setup $(WEB)/.installed $(WEB)/sdist
	$(WEB)/bin/mypy --strict --cache-dir $(WEB)/mypy python/tests/web/sample.py
	$(WEB)/bin/pyright --pythonpath $(WEB)/bin/python --project python/tests/web/pyright.json
	$(WEB)/bin/pytest -q -p no:cacheprovider python/tests/web

# The installed django-storages lacks its tests.
$(WEB)/sdist: $(WEB)/.libraries
	$(WEB)/bin/pip download -q --disable-pip-version-check --no-deps --no-binary :all: -d $@ \
	  $$(grep ^django-storages python/tests/web/requirements.txt)

bench-django: $(WEB)/.installed
	$(WEB)/bin/python benches/python/django_urls.py

$(RECIPES)/.libraries: python/tests/recipes/requirements.txt
$(SPARK)/.libraries: python/tests/spark/requirements.txt
$(WEB)/.libraries: python/tests/web/requirements.txt
$(RECIPES)/.libraries $(SPARK)/.libraries $(WEB)/.libraries: $(VENV)/.installed
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check -r $(filter %.txt,$^)
	touch $@

$(RECIPES)/.installed $(SPARK)/.installed $(WEB)/.installed: %/.installed: %/.libraries $(VENV)/.wheel
	$*/bin/pip install -q --disable-pip-version-check --no-deps --force-reinstall $(TESTED_WHEEL)/*.whl
	touch $@
