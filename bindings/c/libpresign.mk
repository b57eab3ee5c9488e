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

# Linux (or another system with ELF), Darwin, or Windows with the libraries of GNU's compiler or of MSVC.
C_SYSTEM ?= $(if $(filter Windows_NT,$(OS)),$(if $(findstring msvc,$(shell rustc -vV)),MSVC,Windows),$(shell uname -s))
# The names of the libraries: the one that programs load, the file that it is or leads to, that file as it is built, and the
# one that linkers read; and what CMake must know beside them.
STATIC_FILE := libpresign.a
SHARED_PROPERTY = IMPORTED_SONAME "$(SONAME)"
ifeq ($(C_SYSTEM),Darwin)
SONAME := libpresign.$(ABI_VERSION).dylib
SHARED_FILE := libpresign.$(ABI_VERSION).$(VERSION).dylib
BUILT_FILE := libpresign.dylib
LINKED_FILE := libpresign.dylib
SHARED_PROPERTY = IMPORTED_SONAME "@rpath/$(SONAME)"
else ifneq ($(filter Windows MSVC,$(C_SYSTEM)),)
SONAME := presign.dll
SHARED_FILE := presign.dll
BUILT_FILE := presign.dll
LINKED_FILE := $(if $(filter MSVC,$(C_SYSTEM)),presign.dll.lib,libpresign.dll.a)
STATIC_FILE := $(if $(filter MSVC,$(C_SYSTEM)),presign.lib,libpresign.a)
SHARED_PROPERTY = IMPORTED_IMPLIB "$${_presign_lib}/$(LINKED_FILE)"
else
SONAME := libpresign.so.$(ABI_VERSION)
SHARED_FILE := $(SONAME).$(VERSION)
BUILT_FILE := libpresign.so
LINKED_FILE := libpresign.so
endif

C_PACKAGE := bindings/c/package
# Packages for other systems are built by packaging/cross.py.
C_CARGO := $(CARGO)
C_RELEASE := $(CARGO_TARGET_DIR)/release
C_LIBRARIES := $(C_RELEASE)/libpresign
C_BUILT := $(C_LIBRARIES)/native-libs
C_SOURCES := Cargo.toml Cargo.lock $(addprefix bindings/c/,Cargo.toml build.rs abi-version package/link.sh) \
             $(shell find src bindings/c/src -name '*.rs' 2>/dev/null)

INSTALLED_NAMES := $(INCLUDEDIR)/presign.h $(INCLUDEDIR)/presign.hpp \
  $(LIBDIR)/$(STATIC_FILE) $(LIBDIR)/$(LINKED_FILE) $(LIBDIR)/$(SONAME) $(LIBDIR)/$(SHARED_FILE) \
  $(LIBDIR)/pkgconfig/presign.pc $(CMAKEDIR)/presign-config.cmake $(CMAKEDIR)/presign-config-version.cmake

# A path from the CMake package to another folder. realpath has no --relative-to outside GNU.
FROM_CMAKEDIR = awk -v from=$(CMAKEDIR) -v to=$(1) 'BEGIN { ORS = ""; n = split(from, f, "/"); m = split(to, t, "/"); \
  while (i < n && i < m && f[i + 1] == t[i + 1]) i++; \
  for (j = i; j < n; j++) print (j > i ? "/" : "") ".."; for (j = i; j < m; j++) print "/" t[j + 1] }'
# A prefix inside the .pc file, so that `pkg-config --define-prefix` can move it.
FILL = sed -e 's|@VERSION@|$(VERSION)|g' -e 's|@SHARED_FILE@|$(SHARED_FILE)|g' -e 's|@PREFIX@|$(PREFIX)|g' \
  -e 's|@PC_LIBDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))|g' \
  -e 's|@PC_INCLUDEDIR@|$(patsubst $(PREFIX)/%,$${prefix}/%,$(INCLUDEDIR))|g' \
  -e 's|@SHARED_PROPERTY@|$(SHARED_PROPERTY)|g' -e 's|@STATIC_FILE@|$(STATIC_FILE)|g' \
  -e "s|@TO_LIBDIR@|$$($(call FROM_CMAKEDIR,$(LIBDIR)))|g" \
  -e "s|@TO_INCLUDEDIR@|$$($(call FROM_CMAKEDIR,$(INCLUDEDIR)))|g" \
  -e "s|@NATIVE_LIBS@|$$(cat $(C_BUILT))|g" \
  -e "s|@NATIVE_LIBS_LIST@|$$(tr ' ' ';' <$(C_BUILT))|g"

.PHONY: libpresign install install-libpresign uninstall bench-c

# Both libraries as they are installed, in target/release/libpresign.
libpresign: $(C_BUILT)

# link.sh needs GNU binutils and ELF. Elsewhere the libraries are rustc's own.
ifneq ($(filter Darwin Windows MSVC,$(C_SYSTEM)),)
C_LINK = $(C_CARGO) rustc --release --locked -p presign-c --lib --crate-type cdylib && \
  cp $(foreach file,$(sort $(STATIC_FILE) $(BUILT_FILE) $(LINKED_FILE)),$(C_RELEASE)/$(file)) $(@D)
else
C_LINK = $(C_PACKAGE)/link.sh $(C_RELEASE)/libpresign.a $(SONAME) PRESIGN_$(ABI_VERSION) $(@D) $$(cat $@.new)
endif

# Beside them, a file with the libraries that a program must link with the static one, as printed by rustc. Its libgcc_s
# (with musl, libunwind) is left out: every C compiler adds the libgcc that fits, and with -static that is a different one.
# The target is a file, so that `sudo make install` after `make libpresign` needs no cargo.
$(C_BUILT): $(C_SOURCES)
	mkdir -p $(@D)
	$(C_CARGO) rustc --color never --release --locked -p presign-c --lib --crate-type staticlib \
	  -- --print native-static-libs 2>$@.log || { cat $@.log >&2; exit 1; }
	sed -n 's/^note: native-static-libs: //p' $@.log | sed 's/-lgcc_s *//; s/-lunwind *//' >$@.new
	test -s $@.new || { echo "rustc did not print native-static-libs, which the static library needs" >&2; exit 1; }
	$(C_LINK)
	mv $@.new $@
	rm $@.log

# ldconfig, at the end, updates the loader's cache of this machine, which never contains files under DESTDIR.
install: install-libpresign
install-libpresign: $(C_BUILT)
	install -d "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(CMAKEDIR)"
	install -m 644 include/presign.h include/presign.hpp "$(DESTDIR)$(INCLUDEDIR)"
	install -m 644 $(C_LIBRARIES)/$(STATIC_FILE) "$(DESTDIR)$(LIBDIR)"
	install -m 755 $(C_LIBRARIES)/$(BUILT_FILE) "$(DESTDIR)$(LIBDIR)/$(SHARED_FILE)"
ifeq ($(SONAME),$(SHARED_FILE))
	install -m 644 $(C_LIBRARIES)/$(LINKED_FILE) "$(DESTDIR)$(LIBDIR)"
else
	ln -sf $(SHARED_FILE) "$(DESTDIR)$(LIBDIR)/$(SONAME)"
	ln -sf $(SONAME) "$(DESTDIR)$(LIBDIR)/$(LINKED_FILE)"
endif
	$(FILL) $(C_PACKAGE)/presign.pc.in >"$(DESTDIR)$(LIBDIR)/pkgconfig/presign.pc"
	$(FILL) $(C_PACKAGE)/presign-config.cmake.in >"$(DESTDIR)$(CMAKEDIR)/presign-config.cmake"
	$(FILL) $(C_PACKAGE)/presign-config-version.cmake.in >"$(DESTDIR)$(CMAKEDIR)/presign-config-version.cmake"
	chmod 644 "$(DESTDIR)$(LIBDIR)/pkgconfig/presign.pc" "$(DESTDIR)$(CMAKEDIR)/"*.cmake
	@if [ -z "$(DESTDIR)" ] && [ "$$(id -u)" = 0 ] && command -v ldconfig >/dev/null; then ldconfig || true; fi

# Files of earlier versions, to which the links led.
OLDER_FILES := $(if $(filter Darwin,$(C_SYSTEM)),"$(DESTDIR)$(LIBDIR)/libpresign.$(ABI_VERSION)."*.dylib,"$(DESTDIR)$(LIBDIR)/$(SONAME)."*)
# Removes only presign's own folder; the others are shared.
uninstall:
	rm -f $(foreach name,$(INSTALLED_NAMES),"$(DESTDIR)$(name)") $(OLDER_FILES)
	if [ -d "$(DESTDIR)$(CMAKEDIR)" ]; then rmdir "$(DESTDIR)$(CMAKEDIR)"; fi

# Compares one presign_url in C with the same call in Rust. Fails above the limit, so it needs an idle machine.
bench-c: $(C_BUILT)
	benches/c/compare.sh
