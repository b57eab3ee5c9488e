# Packages that users install. Included by the Makefile after packaging.mk.

DIST := $(CARGO_TARGET_DIR)/dist
# Other packages take long to build, and `make test` tries what is in them by itself.
HOST_DIST := --kinds c --targets x86_64-unknown-linux-gnu
ACTIONLINT := $(CARGO_TARGET_DIR)/go/actionlint
CARGO_DENY_VERSION := 0.20.2
CARGO_DENY := $(CARGO_TARGET_DIR)/cargo-deny-$(CARGO_DENY_VERSION)/bin/cargo-deny

.PHONY: dist test-dist test-dist-host publish-dry-run check-workflows check-deny check-advisories

# KINDS are those of packaging/dist.py, TARGETS those of packaging/targets.py; all without them.
dist: $(VENV)/.installed
	$(BIN)/python packaging/dist.py $(if $(KINDS),--kinds $(KINDS)) $(if $(TARGETS),--targets $(TARGETS))

# In clean roots of another Debian and of musl, with emulators: as root, on Debian, after `make dist`.
test-dist: $(VENV)/.installed
	$(BIN)/pytest -q tests/dist

# The part of `make test`: what this machine installs, in empty folders. Roots of another Debian need debootstrap.
test-dist-host: $(VENV)/.installed
	$(BIN)/python packaging/dist.py $(HOST_DIST)
	$(BIN)/pytest -q tests/dist -m host --ignore=tests/dist/test_roots.py

# What the registries check of the packages in target/dist before they take them. Nothing is sent.
publish-dry-run: $(VENV)/.installed
	$(CARGO) publish --dry-run --locked -p presign -p presign-cli
	$(BIN)/twine check --strict $(DIST)/*.whl $(DIST)/presign_rs-*.tar.gz
	for package in $(DIST)/*.tgz; do $(NPM) publish --dry-run --silent "$$package" || exit 1; done
	$(BIN)/python packaging/central.py

$(ACTIONLINT): packaging/tools/go.mod packaging/tools/go.sum
	cd packaging/tools && $(GO) build -o $@ github.com/rhysd/actionlint/cmd/actionlint
	touch $@

check-workflows: $(ACTIONLINT)
	$(ACTIONLINT) -no-color

# Compiled without optimisation: a check takes two seconds either way, and the compilation far longer.
$(CARGO_DENY):
	$(CARGO) install cargo-deny --version =$(CARGO_DENY_VERSION) --locked --debug \
	  --root $(CARGO_TARGET_DIR)/cargo-deny-$(CARGO_DENY_VERSION) --target-dir $(CARGO_TARGET_DIR)/cargo-deny-build
	rm -rf $(CARGO_TARGET_DIR)/cargo-deny-build

DENY := $(CARGO_DENY) --workspace --all-features --locked check -D warnings
# Licences, sources and duplicates of all crates, with the rules of deny.toml.
check-deny: $(CARGO_DENY)
	$(DENY) bans licenses sources

# Known vulnerabilities of all crates. It fetches RustSec's database, so it needs the network; part of the workflows.
check-advisories: $(CARGO_DENY)
	$(DENY) advisories
