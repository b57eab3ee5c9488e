# The one place for commands. CONTRIBUTING.md says what each is for.

CARGO ?= cargo
PYTHON ?= python3
CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR

VENV := .venv
BIN := $(VENV)/bin
RGW_PROGRAMS := radosgw radosgw-admin ceph-mon ceph-osd

.PHONY: build test check fmt test-rust test-python loom bench setup clean

build:
	$(CARGO) build --release --locked -p presign-cli

# Everything that CI runs: formatters and linters, then every test.
test: check test-rust loom test-python

check: $(VENV)/.installed
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --workspace
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	for folder in tests/storages tests/differential; do \
	  MYPYPATH=tests:$$folder $(BIN)/mypy --strict --ignore-missing-imports --explicit-package-bases $$folder || exit 1; done

fmt: $(VENV)/.installed
	$(CARGO) fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-rust:
	$(CARGO) test --locked --workspace

# Every order in which threads can meet in the cache of day keys.
loom:
	RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/loom $(CARGO) test --locked --release -p presign --lib model

# botocore, s3cmd, a real Ceph RGW and Swift, all on this machine.
test-python: build setup
	$(BIN)/pytest -q tests

# What the tests need: a virtual environment, and (as root) Ceph from the distribution.
setup: $(VENV)/.installed
	@for program in $(RGW_PROGRAMS); do command -v $$program >/dev/null && continue; \
	  if [ "$$(id -u)" != 0 ]; then \
	    echo "$$program is missing: apt-get install radosgw ceph-mon ceph-osd (as root)" >&2; exit 1; fi; \
	  apt-get -q update && DEBIAN_FRONTEND=noninteractive \
	    apt-get -q install -y --no-install-recommends radosgw ceph-mon ceph-osd curl && break || exit 1; done

$(VENV)/.installed: tests/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r tests/requirements.txt
	touch $@

# Ours, the peers' and the limit in one run, and one table.
bench:
	$(CARGO) bench --locked --manifest-path benches/peers/Cargo.toml
	$(PYTHON) benches/table.py

clean:
	rm -rf $(CARGO_TARGET_DIR) benches/peers/target $(VENV)
