# The pages in docs/. Included by the Makefile.

.PHONY: test-pages test-pages-if-present

# Every block of the pages runs, compiles or prints what is shown.
test-pages: build $(VENV)/.wheel $(C_BUILT) node go java $(NODE_PACKAGE)/node_modules/.installed
	JAVA_HOME="$(JDK)" $(BIN)/pytest -q tests/pages

# A machine without Node, Go or Java leaves it out; CI must have them.
test-pages-if-present:
	@if [ "$(CI)" = true ] || { command -v $(NODE) && command -v $(GO) && [ -n "$(JDK)" ]; } >/dev/null; then \
	  $(MAKE) test-pages; else echo "make test-pages is left out: Node, Go or a JDK is missing" >&2; fi
