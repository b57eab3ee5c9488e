# The wheel's tests in other Pythons: those of newer Debian releases, each in a root of its own. Included by the Makefile.
.PHONY: test-pythons

# As root, who alone may make and enter a root. The wheel is for all CPythons, so it is built once.
test-pythons: setup $(VENV)/.wheel
	$(PYTHON) python/tools/pythons.py $(CARGO_TARGET_DIR)/pythons $(TESTED_WHEEL)/*.whl
