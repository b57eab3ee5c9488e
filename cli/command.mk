# The command presign, its manual pages and its completions: make install, make uninstall. Included by the Makefile after
# bindings/c/libpresign.mk, whose PREFIX it shares.

BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
COMMAND := $(CARGO_TARGET_DIR)/release/presign
# How it is started here; packages for other processors are made by an emulator.
COMMAND_RUNS := $(COMMAND)
COMMAND_SOURCES := Cargo.toml Cargo.lock cli/Cargo.toml $(shell find src cli/src -name '*.rs' 2>/dev/null)
COMPLETIONS := bash:bash-completion/completions/presign zsh:zsh/site-functions/_presign \
  fish:fish/vendor_completions.d/presign.fish

.PHONY: install-command uninstall-command

$(COMMAND): $(COMMAND_SOURCES)
	$(MAKE) build
	touch $@

install: install-command
install-command: $(COMMAND)
	install -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(DATADIR)/man/man1"
	install -m 755 $(COMMAND) "$(DESTDIR)$(BINDIR)"
	$(COMMAND_RUNS) man "$(DESTDIR)$(DATADIR)/man/man1"
	chmod 644 "$(DESTDIR)$(DATADIR)/man/man1/"presign*.1
	for pair in $(COMPLETIONS); do file="$(DESTDIR)$(DATADIR)/$${pair#*:}"; \
	  install -d "$${file%/*}" && $(COMMAND_RUNS) completions $${pair%%:*} >"$$file" && chmod 644 "$$file" || exit 1; done

uninstall: uninstall-command
uninstall-command:
	rm -f "$(DESTDIR)$(BINDIR)/presign" "$(DESTDIR)$(DATADIR)/man/man1/"presign.1 "$(DESTDIR)$(DATADIR)/man/man1/"presign-*.1
	for pair in $(COMPLETIONS); do rm -f "$(DESTDIR)$(DATADIR)/$${pair#*:}"; done
