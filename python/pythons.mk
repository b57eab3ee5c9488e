# The wheel's tests in other Pythons: those of newer Debian releases, each in a root of its own. Included by the Makefile.
.PHONY: test-pythons test-aarch64-python

# As root, who alone may make and enter a root. The wheel is for all CPythons, so it is built once.
test-pythons: setup $(VENV)/.wheel
	$(PYTHON) python/tools/pythons.py $(CARGO_TARGET_DIR)/pythons $(TESTED_WHEEL)/*.whl

# The wheel for ARM64 as `make dist` makes it, in qemu.
test-aarch64-python: setup
	$(MAKE) dist KINDS=wheel TARGETS=$(AARCH64)
	PYTHONPATH=python/tools:tests/dist $(BIN)/python python/tools/aarch64.py \
	  $(CARGO_TARGET_DIR)/aarch64-python $(DIST)/presign_rs-*aarch64*.whl
