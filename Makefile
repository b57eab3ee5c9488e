# The one place for commands. CONTRIBUTING.md says what each is for.

CARGO ?= cargo
PYTHON ?= python3
CARGO_TARGET_DIR ?= target
override CARGO_TARGET_DIR := $(abspath $(CARGO_TARGET_DIR))
export CARGO_TARGET_DIR

VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test check fmt test-rust test-python loom fuzz header bench setup clean

build:
	$(CARGO) build --release --locked -p presign-cli

# Everything that CI runs: formatters and linters, then every test.
test: setup check test-rust loom test-python fuzz

check: $(VENV)/.installed
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --workspace
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	for folder in tests/storages tests/differential tests/packaging; do \
	  MYPYPATH=tests:$$folder $(BIN)/mypy --strict --ignore-missing-imports --explicit-package-bases $$folder || exit 1; done

fmt: $(VENV)/.installed
	$(CARGO) fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-rust:
	$(CARGO) test --locked --workspace

# Every order in which threads can meet in the cache of signing moments.
loom:
	RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/loom $(CARGO) test --locked --release -p presign --lib model

# The entry points of libpresign with whatever libFuzzer comes up with, for so many seconds. The flags are those of
# `cargo fuzz -s none`, for the stable compiler; `--target` keeps them away from build scripts.
FUZZ_SECONDS ?= 60
FUZZ := $(CARGO_TARGET_DIR)/fuzz
COVERAGE := --cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares
fuzz:
	mkdir -p $(FUZZ)/corpus
	RUSTFLAGS="$(COVERAGE)" CARGO_TARGET_DIR=$(FUZZ) $(CARGO) run --release --locked \
	  --manifest-path bindings/c/fuzz/Cargo.toml --target $$(rustc -vV | sed -n 's/^host: //p') -- \
	  -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=$(FUZZ)/ $(FUZZ)/corpus bindings/c/fuzz/seeds/entry_points

# include/presign.h, after a change of bindings/c/src.
header:
	PRESIGN_WRITE_HEADER=1 $(CARGO) test --locked -p presign-c header

# botocore, s3cmd, a real Ceph RGW and Swift, all on this machine.
test-python: build setup
	$(BIN)/pytest -q tests

# What the tests need: a virtual environment, and programs of the distribution, which root may install.
PROGRAMS := radosgw:radosgw radosgw-admin:radosgw ceph-mon:ceph-mon ceph-osd:ceph-osd curl:curl \
  gcc:gcc g++:g++ cmake:cmake pkg-config:pkg-config valgrind:valgrind readelf:binutils
setup: $(VENV)/.installed
	@missing=; for pair in $(PROGRAMS); do \
	  command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair#*:}"; done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then echo "as root: apt-get install --no-install-recommends$$missing" >&2; exit 1; fi; \
	apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends $$missing

# Debian keeps what `venv` needs in a package of its own.
$(VENV)/.installed: tests/requirements.txt
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get -q update && \
	  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends python3-venv; } || \
	  { echo "as root: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r tests/requirements.txt
	touch $@

# Ours, the peers' and the limit in one run, and one table.
bench:
	$(CARGO) bench --locked --manifest-path benches/peers/Cargo.toml
	$(PYTHON) benches/table.py

include bindings/c/libpresign.mk

clean:
	rm -rf $(CARGO_TARGET_DIR) benches/peers/target $(VENV)
