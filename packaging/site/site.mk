# The documentation site. Included by the Makefile.

SITE := packaging/site
SITE_OUTPUT ?= $(CARGO_TARGET_DIR)/site
SITE_VENV := $(CARGO_TARGET_DIR)/site-venv
SITE_PORT ?= 8000
RUST_DOCS := $(CARGO_TARGET_DIR)/rust-docs

.PHONY: docs docs-serve test-docs test-docs-if-present

$(SITE_VENV)/.installed: $(SITE)/requirements.txt
	$(PYTHON) -m venv $(SITE_VENV)
	$(SITE_VENV)/bin/pip install -q --disable-pip-version-check -r $(SITE)/requirements.txt
	touch $@

# The pages, the page that reads links, and the references that each language's own tool writes.
docs: build node-docs link-page $(SITE_VENV)/.installed
	rm -rf $(JAVA_FOLDER)/*/target/reports
	$(MAKE) java-docs JAVADOC_ARGUMENTS="-Dnoindex -Dnotree"
	rm -rf $(RUST_DOCS) $(SITE_OUTPUT)
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet --locked --no-deps -p presign --target-dir $(RUST_DOCS)
	NO_MKDOCS_2_WARNING=1 $(SITE_VENV)/bin/mkdocs build --strict -f $(SITE)/mkdocs.yml -d $(SITE_OUTPUT)
	$(SITE_VENV)/bin/python $(SITE)/finish.py $(SITE_OUTPUT)
	@echo "the site is in $(SITE_OUTPUT)"

docs-serve: docs
	$(PYTHON) -m http.server --bind 127.0.0.1 --directory $(SITE_OUTPUT) $(SITE_PORT)

test-docs: docs setup
	PRESIGN_SITE=$(SITE_OUTPUT) $(BIN)/pytest -q tests/site

# A machine without Node, Go, Java or Rust for wasm32 leaves it out; CI must have them.
test-docs-if-present:
	@if [ "$(CI)" = true ] || { command -v $(NODE) && command -v $(GO) && [ -n "$(JDK)" ] && $(CROSS) setup $(WASM_TARGET); } \
	  >/dev/null; then $(MAKE) test-docs; else echo "make test-docs is left out: Node, Go, a JDK or wasm32 is missing" >&2; fi
