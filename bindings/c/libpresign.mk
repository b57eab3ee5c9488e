# libpresign for C and C++ programs: make libpresign, install, install-libpresign, uninstall, bench-c. Included by the Makefile, run in its folder.

PREFIX ?= /usr/local
# The files for pkg-config cannot contain paths with spaces.
ifneq ($(filter install install-libpresign uninstall,$(MAKECMDGOALS)),)
ifneq ($(filter-out 0 1,$(words $(PREFIX)) $(words $(LIBDIR)) $(words $(INCLUDEDIR))),)
$(error PREFIX, LIBDIR and INCLUDEDIR must not contain spaces)
endif
endif
override PREFIX := $(abspath $(PREFIX))
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
override LIBDIR := $(abspath $(LIBDIR))
override INCLUDEDIR := $(abspath $(INCLUDEDIR))
CMAKEDIR := $(LIBDIR)/cmake/presign

# Cargo.toml is the only source of the version.
VERSION := $(shell sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
# The ABI has a number of its own, which a new version of the library keeps as long as compiled programs run with it.
ABI_VERSION := $(shell cat bindings/c/abi-version)
SONAME := libpresign.so.$(ABI_VERSION)
SHARED_FILE := $(SONAME).$(VERSION)

C_PACKAGE := bindings/c/package
# Packages for other systems are built by packaging/cross.py.
C_CARGO := $(CARGO)
C_RELEASE := $(CARGO_TARGET_DIR)/release
C_LIBRARIES := $(C_RELEASE)/libpresign
C_BUILT := $(C_LIBRARIES)/native-libs
C_SOURCES := Cargo.toml Cargo.lock $(addprefix bindings/c/,Cargo.toml build.rs abi-version package/link.sh) \
             $(shell find src bindings/c/src -name '*.rs' 2>/dev/null)

INSTALLED_NAMES := $(INCLUDEDIR)/presign.h $(INCLUDEDIR)/presign.hpp \
  $(LIBDIR)/libpresign.a $(LIBDIR)/libpresign.so $(LIBDIR)/$(SONAME) \
  $(LIBDIR)/pkgconfig/presign.pc $(CMAKEDIR)/presign-config.cmake $(CMAKEDIR)/presign-config-version.cmake

# A prefix inside the .pc file, so that `pkg-config --define-prefix` can move it.
FILL = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@SONAME@|$(SONAME)|g' -e 's|@SHARED_FILE@|$(SHARED_FILE)|g' -e 's|@PREFIX@|$(PREFIX)|g' \
  -e 's|@PC_LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|g' \
  -e 's|@PC_INCLUDEDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(INCLUDEDIR))|g' \
  -e "s|@TO_LIBDIR@|$$(realpath -m --relative-to=$(CMAKEDIR) $(LIBDIR))|g" \
  -e "s|@TO_INCLUDEDIR@|$$(realpath -m --relative-to=$(CMAKEDIR) $(INCLUDEDIR))|g" \
  -e "s|@NATIVE_LIBS@|$$(cat $(C_BUILT))|g" \
  -e "s|@NATIVE_LIBS_LIST@|$$(tr ' ' ';' <$(C_BUILT))|g"

.PHONY: libpresign install install-libpresign uninstall bench-c

# Both libraries as they are installed, in target/release/libpresign.
libpresign: $(C_BUILT)

# Beside them, a file with the libraries that a program must link with the static one, as printed by rustc. Its libgcc_s
# (with musl, libunwind) is left out: every C compiler adds the libgcc that fits, and with -static that is a different one. The target is a file, so
# that `sudo make install` after `make libpresign` needs no cargo.
$(C_BUILT): $(C_SOURCES)
	mkdir -p $(@D)
	$(C_CARGO) rustc --color never --release --locked -p presign-c --lib --crate-type staticlib \
	  -- --print native-static-libs 2>$@.log || { cat $@.log >&2; exit 1; }
	sed -n 's/^note: native-static-libs: //p' $@.log | sed 's/-lgcc_s *//; s/-lunwind *//' >$@.new
	test -s $@.new || { echo "rustc did not print native-static-libs, which the static library needs" >&2; exit 1; }
	$(C_PACKAGE)/link.sh $(C_RELEASE)/libpresign.a $(SONAME) PRESIGN_$(ABI_VERSION) $(@D) $$(cat $@.new)
	mv $@.new $@
	rm $@.log

# ldconfig, at the end, updates the loader's cache of this machine, which never contains files under DESTDIR.
install: install-libpresign
install-libpresign: $(C_BUILT)
	install -d "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(CMAKEDIR)"
	install -m 644 include/presign.h include/presign.hpp "$(DESTDIR)$(INCLUDEDIR)"
	install -m 644 $(C_LIBRARIES)/libpresign.a "$(DESTDIR)$(LIBDIR)"
	install -m 755 $(C_LIBRARIES)/libpresign.so "$(DESTDIR)$(LIBDIR)/$(SHARED_FILE)"
	ln -sf $(SHARED_FILE) "$(DESTDIR)$(LIBDIR)/$(SONAME)"
	ln -sf $(SONAME) "$(DESTDIR)$(LIBDIR)/libpresign.so"
	$(FILL) $(C_PACKAGE)/presign.pc.in >"$(DESTDIR)$(LIBDIR)/pkgconfig/presign.pc"
	$(FILL) $(C_PACKAGE)/presign-config.cmake.in >"$(DESTDIR)$(CMAKEDIR)/presign-config.cmake"
	$(FILL) $(C_PACKAGE)/presign-config-version.cmake.in >"$(DESTDIR)$(CMAKEDIR)/presign-config-version.cmake"
	chmod 644 "$(DESTDIR)$(LIBDIR)/pkgconfig/presign.pc" "$(DESTDIR)$(CMAKEDIR)/"*.cmake
	@if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ]; then ldconfig || true; fi

# Removes only presign's own folder; the others are shared.
uninstall:
	rm -f $(foreach name,$(INSTALLED_NAMES),"$(DESTDIR)$(name)") "$(DESTDIR)$(LIBDIR)/$(SONAME)."*
	if [ -d "$(DESTDIR)$(CMAKEDIR)" ]; then rmdir "$(DESTDIR)$(CMAKEDIR)"; fi

# Compares one presign_url in C with the same call in Rust. Fails above the limit, so it needs an idle machine.
bench-c: $(C_BUILT)
	benches/c/compare.sh
