# The package for Node. Included by the Makefile.

NODE ?= node
NPM ?= npm
NODE_PACKAGE := bindings/node
# `release`, or `dev` for a build that is quicker and slower.
NODE_PROFILE ?= release
NODE_LIBRARY = $(CARGO_TARGET_DIR)/$(patsubst dev,debug,$(NODE_PROFILE))/libpresign_node.$(if $(filter Darwin,$(shell uname -s)),dylib,so)

.PHONY: node node-types node-docs node-packages check-node fmt-node test-node test-node-if-present bench-node

# Beside index.js, so that requiring the folder works, and beside package.json what npm packs.
node:
	$(CARGO) build --locked --profile $(NODE_PROFILE) -p presign-node
	cp $(NODE_LIBRARY) $(NODE_PACKAGE)/presign.node.new
	mv $(NODE_PACKAGE)/presign.node.new $(NODE_PACKAGE)/presign.node
	cp LICENSE-MIT LICENSE-APACHE $(NODE_PACKAGE)

# bindings/node/types, after a change of the JavaScript files or their comments.
node-types: $(NODE_PACKAGE)/node_modules/.installed
	cd $(NODE_PACKAGE) && $(NODE) node_modules/typescript/bin/tsc -p .

# The packages to publish: presign, and the one with the library for this platform.
NODE_PACKAGES ?= $(CARGO_TARGET_DIR)/dist/npm
node-packages: node $(NODE_PACKAGE)/node_modules/.installed
	$(NODE) $(NODE_PACKAGE)/tools/packages.mjs $(NODE_PACKAGES) \
	  $$(rustc -vV | sed -n 's/^host: //p')=$(NODE_PACKAGE)/presign.node

%/node_modules/.installed: %/package-lock.json
	cd $* && $(NPM) ci --ignore-scripts --no-audit --no-fund
	touch $@

# The tests that need no package but presign run in other runtimes too.
NODE_TESTS := $(patsubst %,$(NODE_PACKAGE)/test/%.test.js,vectors signer received secrets weird-input random-input) \
  $(NODE_PACKAGE)/test/esm.test.mjs
test-node: node setup $(patsubst %,%/node_modules/.installed,$(NODE_PACKAGE) $(NODE_PACKAGE)/examples $(NODE_PACKAGE)/test/runtimes)
	cd $(NODE_PACKAGE) && $(NODE) --expose-gc --test test/*.test.*js
	DENO_DIR=$(CARGO_TARGET_DIR)/deno $(NODE) $(NODE_PACKAGE)/test/runtimes/run.js $(NODE_TESTS)
	$(BIN)/python tests/storages/with_storage.py rgw $(NODE) --test $(NODE_PACKAGE)/test/storage/*.test.js

# A machine without Node leaves a target out; CI must have Node.
WITH_NODE = if command -v $(NODE) >/dev/null && command -v $(NPM) >/dev/null; then $(MAKE) $(1); \
  elif [ "$(CI)" = true ]; then echo "Node 20.17 or newer with npm is missing" >&2; exit 1; \
  else echo "make $(1) is left out: Node 20.17 or newer with npm is missing" >&2; fi

test-node-if-present:
	@$(call WITH_NODE,test-node)

# All JavaScript of the repository.
ESLINT = $(NODE) $(NODE_PACKAGE)/node_modules/eslint/bin/eslint.js --config $(NODE_PACKAGE)/eslint.config.mjs
PRETTIER = $(NODE) $(NODE_PACKAGE)/node_modules/prettier/bin/prettier.cjs --log-level warn --no-error-on-unmatched-pattern \
  --config $(NODE_PACKAGE)/.prettierrc.json --ignore-path $(NODE_PACKAGE)/.prettierignore
SCRIPTS := $(NODE_PACKAGE) bindings/wasm benches/node
SCRIPT_FILES := $(foreach folder,$(SCRIPTS),$(foreach ending,js mjs ts mts,'$(folder)/**/*.$(ending)'))
check-node: $(NODE_PACKAGE)/node_modules/.installed node-docs
	$(ESLINT) --max-warnings 0 $(SCRIPTS)
	$(PRETTIER) --check $(SCRIPT_FILES)

fmt-node: $(NODE_PACKAGE)/node_modules/.installed
	$(ESLINT) --fix $(SCRIPTS)
	$(PRETTIER) --write $(SCRIPT_FILES)

# The reference as HTML, from the comments. A missing one is an error.
NODE_DOCS ?= $(CARGO_TARGET_DIR)/node-docs
node-docs: $(NODE_PACKAGE)/node_modules/.installed
	cd $(NODE_PACKAGE) && $(NODE) node_modules/typedoc/bin/typedoc --out $(NODE_DOCS)

# The package, its peers on npm and the same call in Rust.
bench-node: node $(NODE_PACKAGE)/node_modules/.installed
	CARGO="$(CARGO)" $(NODE) benches/node/bench.js
