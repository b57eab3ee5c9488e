# The module for Go. Included by the Makefile.

GO ?= go
GO_MODULE := bindings/go
GO_MODULES := $(GO_MODULE) $(GO_MODULE)/awss3 $(GO_MODULE)/peers
# Beside the sources, since `go mod vendor` copies no folders without Go files.
GO_LIBRARY = $(GO_MODULE)/libpresign_$(shell $(GO) env GOOS GOARCH | paste -sd_).a
GO_TOOLS := $(CARGO_TARGET_DIR)/go

.PHONY: go go-module check-go fmt-go test-go test-go-if-present fuzz-go bench-go

# The library of this machine beside the sources, where other modules find it that replace the module by this folder. Go
# does not look at a library that it links, but at headers: one has its checksum, so that a new library is linked.
go: $(C_BUILT)
	cp $(C_LIBRARIES)/libpresign.a $(GO_LIBRARY)
	cp include/presign.h LICENSE-MIT LICENSE-APACHE $(GO_MODULE)
	sha256sum <$(GO_LIBRARY) | sed 's|^|// libpresign.a: |' >$(GO_MODULE)/checksum.h

# Gives the module another path, in go.mod and wherever it is imported: make go-module GO_PATH=example.com/presign
GO_FILES = $(shell find $(GO_MODULE) -name '*.go' -o -name go.mod -o -name '*.md')
go-module:
	@test -n "$(GO_PATH)" || { echo "make go-module GO_PATH=example.com/presign" >&2; exit 1; }
	sed -i "s|$$(sed -n 's/^module //p' $(GO_MODULE)/go.mod)|$(GO_PATH)|g" $(GO_FILES)

$(GO_TOOLS)/staticcheck: $(GO_MODULE)/tools/go.mod $(GO_MODULE)/tools/go.sum
	cd $(GO_MODULE)/tools && $(GO) build -o $@ honnef.co/go/tools/cmd/staticcheck
	touch $@

check-go: go $(GO_TOOLS)/staticcheck
	@files=$$(gofmt -l $(GO_MODULE)); if [ -n "$$files" ]; then echo "not formatted: $$files" >&2; exit 1; fi
	for module in $(GO_MODULES); do \
	  (cd $$module && $(GO) vet ./... && $(GO_TOOLS)/staticcheck -checks all ./...) || exit 1; done

fmt-go:
	gofmt -w $(GO_MODULE)

# Then with all that the runtime can check about pointers, and a garbage collection after every few calls; and links at a
# real storage.
test-go: go setup
	cd $(GO_MODULE) && $(GO) test -count=1 .
	cd $(GO_MODULE) && $(GO) test -count=1 -race -short .
	cd $(GO_MODULE) && GOEXPERIMENT=cgocheck2 GODEBUG=cgocheck=1,invalidptr=1,clobberfree=1 GOGC=1 \
	  $(GO) test -count=1 -short .
	cd $(GO_MODULE)/awss3 && $(GO) test -count=1 . && $(GO) test -count=1 -race .
	cd $(GO_MODULE)/peers && $(GO) test -count=1 ./...
	$(BIN)/python tests/storages/with_storage.py rgw $(GO) -C $(GO_MODULE) test -count=1 -run TestStorage .

# A machine without Go leaves a target out; CI must have Go.
WITH_GO = if command -v $(GO) >/dev/null; then $(MAKE) $(1); \
  elif [ "$(CI)" = true ]; then echo "Go 1.25 or newer is missing" >&2; exit 1; \
  else echo "make $(1) is left out: Go 1.25 or newer is missing" >&2; fi

test-go-if-present:
	@$(call WITH_GO,test-go)

fuzz-go: go
	cd $(GO_MODULE) && for target in FuzzLink FuzzReceived; do \
	  $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZ_SECONDS)s . || exit 1; done

# The module, its peers and the same calls in C.
bench-go: go
	cd $(GO_MODULE)/peers && $(GO) run ./bench
