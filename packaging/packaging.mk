# Other processors and systems. Included by the Makefile, run in its folder.

CROSS := $(PYTHON) packaging/cross.py

.PHONY: toolchains test-aarch64 test-aarch64-if-present test-platforms

# What `packaging/cross.py cargo TARGET` needs, for the targets in TARGETS or for all of packaging/targets.py.
toolchains:
	$(CROSS) setup $(TARGETS)

# qemu computes SHA-256 in unoptimised code too slowly.
OPTIMISED := --config profile.dev.package.sha2.opt-level=3 --config profile.dev.package.presign.opt-level=1
# Arguments of cargo for a target; the C programs for it.
CORE_TESTS = $(CROSS) cargo $(1) -- test $(OPTIMISED) --locked -p presign
C_PROGRAMS = PRESIGN_TEST_TARGET=$(1) $(CARGO) test --locked -p presign-c --test library -- --ignored --exact \
  platforms::programs_pass_on_another_platform

# What differs between processors: the hash kernels, and the C ABI.
AARCH64 := aarch64-unknown-linux-gnu
test-aarch64:
	$(CROSS) setup $(AARCH64)
	PRESIGN_TEST_CASES=20 $(call CORE_TESTS,$(AARCH64)) --lib --test sign_vectors --test verify_vectors --test batch_properties
	$(call C_PROGRAMS,$(AARCH64))

# A machine without compilers for it leaves it out; CI must have them.
test-aarch64-if-present:
	@if [ "$(CI)" = true ] || $(CROSS) setup $(AARCH64); then $(MAKE) test-aarch64; \
	  else echo "make test-aarch64 is left out" >&2; fi
