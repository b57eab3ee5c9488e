# The packages for Java. Included by the Makefile.

JAVA_FOLDER := bindings/java
# A JDK that has the Foreign Function and Memory API: JAVA_HOME's, or the newest that the distribution or a vendor installed.
JAVA_OLDEST := 22
JAVA_HOMES = $(JAVA_HOME) $(wildcard /usr/lib/jvm/*)
JDK = $(shell for home in $(JAVA_HOMES); do \
  version=$$("$$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'); \
  if [ "$${version:-0}" -ge $(JAVA_OLDEST) ]; then echo "$$version $$home"; fi; \
  done | sort -rn | head -n 1 | cut -d" " -f2-)
MAVEN ?= mvn
JAVA_NEEDS := JDK $(JAVA_OLDEST) or newer (JAVA_HOME, or a folder in /usr/lib/jvm) and Maven 3.8 or newer
RUN_MAVEN = JAVA_HOME="$(JDK)" $(MAVEN) --batch-mode --no-transfer-progress -f $(JAVA_FOLDER)/pom.xml $(JAVA_ARGUMENTS)
QUIETLY := -Dorg.slf4j.simpleLogger.defaultLogLevel=warn

# As NativeLibrary.platform() names this machine.
JAVA_PLATFORM := $(shell uname -s | tr A-Z a-z | sed 's/darwin/macos/')-$(shell uname -m | sed 's/arm64/aarch64/')
JAVA_NATIVES := $(JAVA_FOLDER)/presign/natives/io/github/presign/natives/$(JAVA_PLATFORM)
JAVA_ARGUMENTS := -Dnative.platform=$(JAVA_PLATFORM)

.PHONY: java java-jars java-natives java-docs check-java fmt-java test-java test-java-if-present bench-java

# The jars, in bindings/java/target: of presign, of its library for this platform, and of presign for the AWS SDK.
java: java-natives
	$(MAKE) java-jars

# The same, with the library that is there for JAVA_PLATFORM. JAVA_PROFILES=-Pdocuments adds jars of sources and reference.
JAVA_PROFILES ?=
java-jars:
	rm -rf $(JAVA_FOLDER)/target
	$(RUN_MAVEN) $(QUIETLY) package -DskipTests $(JAVA_PROFILES)
	mkdir -p $(JAVA_FOLDER)/target
	cp $(JAVA_FOLDER)/presign/target/presign-*.jar $(JAVA_FOLDER)/presign-aws-sdk/target/presign-*.jar $(JAVA_FOLDER)/target

# libpresign, where the build of its jar finds it.
java-natives: $(C_BUILT)
	@if [ -z "$(JDK)" ] || ! command -v $(MAVEN) >/dev/null; then echo "needs $(JAVA_NEEDS)" >&2; exit 1; fi
	mkdir -p $(JAVA_NATIVES)
	cp $(C_LIBRARIES)/libpresign.so $(JAVA_NATIVES)

# Then links at a real storage, which with_storage.py starts for one command.
test-java: java-natives setup
	$(RUN_MAVEN) verify
	$(BIN)/python tests/storages/with_storage.py rgw env $(RUN_MAVEN) -pl presign test -Dtest=StorageIT

check-java: java-natives
	$(RUN_MAVEN) $(QUIETLY) spotless:check
	$(RUN_MAVEN) $(QUIETLY) package -Perror-prone -DskipTests javadoc:javadoc

fmt-java:
	$(RUN_MAVEN) $(QUIETLY) spotless:apply

# The reference as HTML, in bindings/java/*/target/reports/apidocs. A missing comment is an error.
# `JAVADOC_ARGUMENTS="-Dnoindex -Dnotree"` leaves its search and lists out.
JAVADOC_ARGUMENTS ?=
java-docs: java-natives
	$(RUN_MAVEN) $(QUIETLY) package -DskipTests javadoc:javadoc $(JAVADOC_ARGUMENTS)

# A machine without a JDK that is new enough, or without Maven, leaves a target out; CI must have both.
WITH_JAVA = if [ -n "$(JDK)" ] && command -v $(MAVEN) >/dev/null; then $(MAKE) $(1); \
  elif [ "$(CI)" = true ]; then echo "missing: $(JAVA_NEEDS)" >&2; exit 1; \
  else echo "make $(1) is left out: it needs $(JAVA_NEEDS)" >&2; fi

test-java-if-present:
	@$(call WITH_JAVA,test-java)

# The packages, their peers and the same calls in C, by the program of benches/c.
JAVA_BENCH := $(CARGO_TARGET_DIR)/java-bench
bench-java: java-natives
	mkdir -p $(JAVA_BENCH)
	cp $(C_LIBRARIES)/libpresign.so $(JAVA_BENCH)/$(SONAME)
	$(CC) -std=c99 -O2 -Iinclude benches/c/call.c $(JAVA_BENCH)/$(SONAME) -Wl,-rpath,$(JAVA_BENCH) -o $(JAVA_BENCH)/call
	$(RUN_MAVEN) $(QUIETLY) integration-test -Pbenchmarks -DskipTests -Dpresign.c=$(JAVA_BENCH)/call
