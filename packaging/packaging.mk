# Other processors and systems. Included by the Makefile, run in its folder.

CROSS := $(PYTHON) packaging/cross.py

.PHONY: toolchains test-aarch64 test-aarch64-if-present test-platforms test-threads

# What `packaging/cross.py cargo TARGET` needs, for the targets in TARGETS or for all of packaging/targets.py.
toolchains:
	$(CROSS) setup $(TARGETS)

# An emulated processor is slow: most of the time is SHA-256, and random cases. Without debug information, the many test
# programs are linked sooner; platforms.rs says the same, so that the standard library is built once.
EMULATED := --config profile.dev.package.sha2.opt-level=3 --config profile.dev.package.presign.opt-level=1
CORE_TESTS = PRESIGN_TEST_CASES=20 CARGO_PROFILE_DEV_DEBUG=false $(CROSS) cargo $(1) -- test $(EMULATED) --locked -p presign
C_PROGRAMS = PRESIGN_TEST_TARGET=$(1) $(CARGO) test --locked -p presign-c --test library -- --ignored --exact \
  platforms::programs_pass_on_another_platform

# What differs between processors: the hash kernels, the batches that they sign, and the C ABI.
AARCH64 := aarch64-unknown-linux-gnu
test-aarch64:
	$(CROSS) setup $(AARCH64)
	$(call CORE_TESTS,$(AARCH64)) --lib --test sign_vectors --test verify_vectors --test batch_properties
	$(call C_PROGRAMS,$(AARCH64))

# A machine without compilers for it leaves it out; CI must have them.
test-aarch64-if-present:
	@if [ "$(CI)" = true ] || $(CROSS) setup $(AARCH64); then $(MAKE) test-aarch64; \
	  else echo "make test-aarch64 is left out" >&2; fi

# The core's tests and the C programs on every target but wasm, which tests itself. Left out are tests of this machine's
# memory, processor time and source files, which an emulator changes.
PLATFORMS := $(AARCH64) i686-unknown-linux-gnu s390x-unknown-linux-gnu x86_64-unknown-linux-musl x86_64-pc-windows-gnu
OF_THIS_MACHINE := allocation batch_memory hundred_million layers linear_time no_secret_key_stays_in_memory wiping
CORE_SUITE := $(filter-out $(OF_THIS_MACHINE),$(patsubst tests/%.rs,%,$(wildcard tests/*.rs)))
# Windows has other names of files and variables, which are the command's.
ALSO_ON_x86_64-pc-windows-gnu := -p presign-cli --test command
test-platforms: $(PLATFORMS:%=test-platforms-%)
test-platforms-%:
	$(CROSS) setup $*
	$(call CORE_TESTS,$*) $(ALSO_ON_$*) --no-fail-fast --lib $(CORE_SUITE:%=--test %)
	$(call C_PROGRAMS,$*)

# The C programs with many threads, with ThreadSanitizer in libpresign and in Rust's own library.
THREADS_TARGET := x86_64-unknown-linux-gnu
test-threads:
	$(CROSS) setup --thread-sanitizer $(THREADS_TARGET)
	PRESIGN_TEST_TARGET=$(THREADS_TARGET) $(CARGO) test --locked -p presign-c --test library -- --ignored --exact \
	  platforms::no_threads_race_for_memory
