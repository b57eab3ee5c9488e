# The npm package presign-wasm, for browsers, Deno and Workers. Included by the Makefile.

WASM := bindings/wasm
WASM_TARGET := wasm32-unknown-unknown
# What npm packs.
WASM_PACKAGE ?= $(CARGO_TARGET_DIR)/dist/npm-wasm/presign-wasm
# Functions that return references to JavaScript's values end the process of Node 20, whose V8 cannot deoptimize
# their callers ("unreachable code" in DoComputeBuiltinContinuation). Vectors of 128 bits are for the hash kernel.
WASM_FLAGS := CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Ctarget-feature=-reference-types,+simd128

.PHONY: wasm link-page test-wasm test-wasm-unit test-wasm-if-present

wasm: $(WASM)/node_modules/.installed
	$(CROSS) setup $(WASM_TARGET)
	$(WASM_FLAGS) $(CROSS) cargo $(WASM_TARGET) -- build --locked --profile wasm -p presign-node
	CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/glue $(CARGO) build --locked --manifest-path $(WASM)/glue/Cargo.toml
	eval "$$($(CROSS) env $(WASM_TARGET))" && $(CARGO_TARGET_DIR)/glue/debug/presign-wasm-glue \
	  "$$CARGO_TARGET_DIR/$(WASM_TARGET)/wasm/presign_node.wasm" $(CARGO_TARGET_DIR)/wasm-glue
	$(NODE) $(WASM)/build.mjs $(CARGO_TARGET_DIR)/wasm-glue $(WASM_PACKAGE)
	$(PYTHON) packaging/components.py presign-node $(WASM_TARGET) >$(WASM_PACKAGE)/THIRD-PARTY-LICENSES.txt

# A page in one file, which reads, explains and signs links in a browser.
LINK_PAGE ?= $(CARGO_TARGET_DIR)/link-page
link-page: wasm
	$(NODE) $(WASM)/link-page/build.mjs $(WASM_PACKAGE) $(LINK_PAGE)

# The core's unit tests, for those of the hash kernel. They choose their random numbers without a source of such.
WASM_UNIT_TESTS := CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$(NODE) $(abspath $(WASM)/unit-tests.mjs)" \
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS='-Ctarget-feature=-reference-types,+simd128 --cfg=getrandom_backend="unsupported"'
test-wasm-unit:
	$(CROSS) setup $(WASM_TARGET)
	$(WASM_UNIT_TESTS) $(CROSS) cargo $(WASM_TARGET) -- test $(EMULATED) --locked -p presign --lib

# The tests of the package for Node that need neither files nor threads, on this package, in every runtime; and a page
# and a worker in Chromium, whose links a Ceph RGW accepts; and the page for links.
WASM_TESTS := $(filter %.test.js,$(NODE_TESTS))
test-wasm: link-page setup $(NODE_PACKAGE)/node_modules/.installed $(NODE_PACKAGE)/test/runtimes/node_modules/.installed
	PRESIGN_PACKAGE=$(WASM_PACKAGE) $(NODE) --expose-gc --test $(WASM_TESTS) $(WASM)/test/*.test.js
	PRESIGN_PACKAGE=$(WASM_PACKAGE) DENO_DIR=$(CARGO_TARGET_DIR)/deno \
	  $(NODE) $(NODE_PACKAGE)/test/runtimes/run.js $(WASM_TESTS)
	PRESIGN_PACKAGE=$(WASM_PACKAGE) PRESIGN_LINK_PAGE=$(LINK_PAGE)/index.html $(BIN)/pytest -q $(WASM)/test

# A machine without the compiler leaves the tests out; CI must have it.
test-wasm-if-present:
	@if $(CROSS) setup $(WASM_TARGET); then $(call WITH_NODE,test-wasm); \
	elif [ "$(CI)" = true ]; then exit 1; \
	else echo "make test-wasm is left out: rustup target add $(WASM_TARGET)" >&2; fi
