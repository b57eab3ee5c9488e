# The one place for commands. CONTRIBUTING.md says what each is for.

CARGO ?= cargo
PYTHON ?= python3
CARGO_TARGET_DIR ?= target
override CARGO_TARGET_DIR := $(abspath $(CARGO_TARGET_DIR))
export CARGO_TARGET_DIR

VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test check features fmt test-rust test-hundred-million test-languages test-languages-if-present test-python loom fuzz fuzz-build fuzz-minimise soak header abi wheel stub bench bench-worst bench-comparisons chart bench-command bench-python setup clean

build:
	$(CARGO) build --release --locked -p presign-cli

# Everything that CI runs: formatters and linters, then every test. The fuzz targets together have three minutes, and
# make the same inputs in every run: what a run finds is the fault of the change it tests.
test: FUZZ_SECONDS := 20
test: FUZZ_LIMITS += -seed=1
test: setup check features test-rust test-aarch64-if-present loom test-python test-dist-host test-node-if-present \
  test-wasm-if-present test-go-if-present test-languages-if-present test-java-if-present test-pages-if-present test-recipes test-spark test-web test-docs-if-present fuzz

MYPY = $(BIN)/mypy --strict --ignore-missing-imports --explicit-package-bases
check: $(VENV)/.wheel
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --workspace
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	for folder in tests/storages tests/differential tests/packaging; do \
	  MYPYPATH=tests:$$folder:packaging $(MYPY) $$folder || exit 1; done
	MYPYPATH=python/tests:tests/differential:tests/storages $(MYPY) \
	  --exclude python/tests/boto3 --exclude python/tests/recipes --exclude python/tests/spark \
	  --exclude python/tests/web python/tests
	MYPYPATH=python/tests/boto3:python/tools:tests/dist:packaging $(MYPY) python/tests/boto3 python/tools
	MYPYPATH=benches/python $(MYPY) benches/python
	MYPYPATH=python/tests/recipes:python/tests/spark $(MYPY) python/tests/recipes python/tests/spark benches/spark.py
	MYPYPATH=python $(MYPY) python/presign
	MYPYPATH=packaging $(MYPY) --exclude packaging/site packaging
	MYPYPATH=tests/mutation $(MYPY) tests/mutation
	MYPYPATH=tests/languages:tests/differential:python $(MYPY) tests/languages
	MYPYPATH=tests/pages $(MYPY) tests/pages
	MYPYPATH=packaging/site:tests/storages $(MYPY) packaging/site tests/site
	MYPYPATH=tests/storages $(MYPY) bindings/wasm/test
	MYPYPATH=packaging:tests/dist $(MYPY) tests/dist
	$(MAKE) check-deny
	@$(call WITH_NODE,check-node)
	@$(call WITH_GO,check-go)
	@$(call WITH_GO,check-workflows)
	@$(call WITH_JAVA,check-java)

# Each optional part of the core alone, and none; who only signs builds no crate for XML, JSON or networks.
features:
	for feature in "" verify explain post policy; do \
	  $(CARGO) clippy --locked -p presign --no-default-features --features "$$feature" -- -D warnings || exit 1; done
	! $(CARGO) tree --locked -p presign --no-default-features -e normal --prefix none | grep -E '^(quick-xml|serde|ipnet)'

fmt: $(VENV)/.installed
	$(CARGO) fmt --all
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@$(call WITH_NODE,fmt-node)
	@$(call WITH_GO,fmt-go)
	@$(call WITH_JAVA,fmt-java)

test-rust:
	$(CARGO) test --locked --workspace

# Every order in which threads can meet in the cache of signing moments.
loom:
	RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/loom $(CARGO) test --locked --release -p presign --lib model

# A hundred million links beside the naive signer's, with every kernel that this CPU has.
test-hundred-million:
	$(CARGO) test --locked --release -p presign --test hundred_million -- --ignored --nocapture

# Random requests, right and wrong, through Rust, C, Python, Node and Go (`PRESIGN_TEST_CASES=`).
test-languages: $(VENV)/.wheel $(C_BUILT) node go
	$(CARGO) build --release --locked -p presign --example answers
	$(BIN)/pytest -q tests/languages

# A machine without Node or Go leaves it out; CI must have both.
test-languages-if-present:
	@if [ "$(CI)" = true ] || { command -v node && command -v $(GO); } >/dev/null; then $(MAKE) test-languages; \
	  else echo "make test-languages is left out: Node or Go is missing" >&2; fi

# Every target of bindings/c/fuzz with whatever libFuzzer comes up with, for so many seconds each; docs/fuzzing.md says
# what each checks. The flags are those of `cargo fuzz -s none`, for the stable compiler; `--target` keeps them away from
# build scripts.
FUZZ_SECONDS ?= 60
SOAK_SECONDS ?= 3600
FUZZ_FOLDER := bindings/c/fuzz
FUZZ_TARGETS := $(basename $(notdir $(wildcard $(FUZZ_FOLDER)/fuzz_targets/*.rs)))
FUZZ := $(CARGO_TARGET_DIR)/fuzz
FUZZ_HOST = $(shell rustc -vV | sed -n 's/^host: //p')
FUZZ_LIMITS := -timeout=30 -rss_limit_mb=2048
COVERAGE := --cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares
fuzz-build:
	RUSTFLAGS="$(COVERAGE)" CARGO_TARGET_DIR=$(FUZZ) $(CARGO) build --release --locked --bins \
	  --manifest-path $(FUZZ_FOLDER)/Cargo.toml --target $(FUZZ_HOST)

fuzz: fuzz-build
	for target in $(FUZZ_TARGETS); do mkdir -p $(FUZZ)/corpus/$$target; \
	  dictionary=$(FUZZ_FOLDER)/dictionaries/$$target; \
	  $(FUZZ)/$(FUZZ_HOST)/release/$$target $(FUZZ_LIMITS) -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 \
	  $$([ ! -f $$dictionary ] || echo -dict=$$dictionary) -artifact_prefix=$(FUZZ)/$$target- \
	  $(FUZZ)/corpus/$$target $(FUZZ_FOLDER)/seeds/$$target || exit 1; done

soak:
	$(MAKE) fuzz FUZZ_SECONDS=$(SOAK_SECONDS)

# Adds the inputs that the runs on this machine found to the seeds, as few of them as reach the same code. How often a
# place is reached does not count: with that, there would be three times as many.
fuzz-minimise: fuzz-build
	for target in $(FUZZ_TARGETS); do mkdir -p $(FUZZ)/corpus/$$target; \
	  $(FUZZ)/$(FUZZ_HOST)/release/$$target $(FUZZ_LIMITS) -set_cover_merge=1 -use_counters=0 -use_cmp=0 -max_len=1024 \
	  -artifact_prefix=$(FUZZ)/$$target- \
	  $(FUZZ_FOLDER)/seeds/$$target $(FUZZ)/corpus/$$target || exit 1; done

# include/presign.h, after a change of bindings/c/src.
header:
	PRESIGN_WRITE_HEADER=1 $(CARGO) test --locked -p presign-c header

# bindings/c/abi.txt, after a change of the header.
abi: header
	PRESIGN_WRITE_ABI=1 $(CARGO) test --locked -p presign-c description

# The wheel for every CPython from 3.11 on.
WHEELS ?= $(CARGO_TARGET_DIR)/wheels
wheel: $(VENV)/.installed
	$(BIN)/maturin build --release --locked --manifest-path python/Cargo.toml --out $(WHEELS)

# python/presign/_presign.pyi, after a change of what python/src shows.
stub: $(VENV)/.wheel
	$(BIN)/python python/tests/stub.py

# botocore, s3cmd and real storages, all on this machine.
test-python: build setup versitygw $(VENV)/.wheel
	$(BIN)/pytest -q tests --ignore=tests/languages --ignore=tests/pages --ignore=tests/site
	$(BIN)/pytest -q python/tests

# What the tests need: a virtual environment, and programs of the distribution, which root may install. The
# second rustc is for programs with Rust libraries of two compilers.
PROGRAMS := radosgw:radosgw radosgw-admin:radosgw ceph-mon:ceph-mon ceph-osd:ceph-osd curl:curl \
  gcc:gcc g++:g++ cmake:cmake pkg-config:pkg-config valgrind:valgrind readelf:binutils /usr/bin/rustc:rustc \
  chromium:chromium chromedriver:chromium-driver ffmpeg:ffmpeg java:openjdk-17-jre-headless \
  ruby:ruby php:php-cli luajit:luajit mvn:maven
setup: $(VENV)/.installed
	@missing=; for pair in $(PROGRAMS); do \
	  command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair#*:}"; done; \
	perl -MFFI::Platypus -e 1 2>/dev/null || missing="$$missing libffi-platypus-perl"; \
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

# The wheel that is tested, built anew whenever a source of it changed.
WHEEL_SOURCES := Cargo.toml Cargo.lock $(wildcard python/*.toml python/README.md) \
  $(shell find src cli/src cli/Cargo.toml python/src python/presign -type f -not -path '*/__pycache__/*' 2>/dev/null)
# A folder of its own: `wheels` is where pip's builds go as well.
TESTED_WHEEL := $(CARGO_TARGET_DIR)/tested-wheel
$(VENV)/.wheel: $(VENV)/.installed $(WHEEL_SOURCES)
	rm -rf $(TESTED_WHEEL)
	$(MAKE) wheel WHEELS=$(TESTED_WHEEL)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --force-reinstall $(TESTED_WHEEL)/*.whl
	touch $@

# Ours, the peers' and the limit in one run, and one table.
bench:
	$(CARGO) bench --locked --manifest-path benches/peers/Cargo.toml
	$(PYTHON) benches/table.py

# What the worst inputs cost, and whether the times of comparisons say anything about a secret; each prints a table.
bench-worst bench-comparisons: bench-%:
	$(CARGO) bench --locked -p presign --bench $(if $(filter worst,$*),worst_inputs,$*)

# docs/speed.svg, from the last run of `make bench`.
chart:
	$(PYTHON) benches/chart.py

# The command's batches beside the library's, ten million keys.
bench-command: build
	$(PYTHON) benches/command.py

# The wheel, its peers on PyPI and the same call in Rust.
BENCH_VENV := .venv-bench
bench-python: $(VENV)/.installed
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_VENV)/bin/pip install -q --disable-pip-version-check -r benches/python/requirements.txt
	rm -rf $(BENCH_VENV)/wheels
	$(MAKE) wheel WHEELS=$(BENCH_VENV)/wheels
	$(BENCH_VENV)/bin/pip install -q --disable-pip-version-check --no-deps --force-reinstall $(BENCH_VENV)/wheels/*.whl
	CARGO="$(CARGO)" $(BENCH_VENV)/bin/python benches/python/bench.py

include bindings/c/libpresign.mk
include cli/command.mk
include tests/storages/storages.mk
include tests/mutation/mutation.mk
include python/spark.mk
include python/pythons.mk
include bindings/node/node.mk
include bindings/wasm/wasm.mk
include bindings/go/go.mk
include packaging/packaging.mk
include packaging/dist.mk
include bindings/java/java.mk
include tests/pages/pages.mk
include packaging/site/site.mk

clean:
	rm -rf $(CARGO_TARGET_DIR) benches/peers/target $(VENV) $(BENCH_VENV)
	cd $(NODE_PACKAGE) && rm -rf node_modules presign.node examples/node_modules examples/next/.next test/runtimes/node_modules
	rm -rf $(WASM)/node_modules
	rm -f $(GO_MODULE)/*.a $(GO_MODULE)/presign.h $(GO_MODULE)/checksum.h
	rm -rf $(JAVA_FOLDER)/target $(JAVA_FOLDER)/*/target $(JAVA_FOLDER)/presign/natives
