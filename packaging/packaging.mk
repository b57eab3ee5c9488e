# Other processors and systems. Included by the Makefile, run in its folder.

CROSS := $(PYTHON) packaging/cross.py

.PHONY: toolchains

# What `packaging/cross.py cargo TARGET` needs, for the targets in TARGETS or for all of packaging/targets.py.
toolchains:
	$(CROSS) setup $(TARGETS)
