# The module for Go. Included by the Makefile.

GO ?= go
GO_MODULE := bindings/go
GO_LIBRARY = $(GO_MODULE)/lib/$(shell $(GO) env GOOS GOARCH | paste -sd_)

.PHONY: go

# The library of this machine beside the sources, where other modules find it that replace the module by this folder. Go
# does not look at a library that it links, but at headers: one has its checksum, so that a new library is linked.
go: $(C_BUILT)
	mkdir -p $(GO_LIBRARY)
	cp $(C_LIBRARIES)/libpresign.a $(GO_LIBRARY)
	cp include/presign.h LICENSE-MIT LICENSE-APACHE $(GO_MODULE)
	sha256sum <$(GO_LIBRARY)/libpresign.a | sed 's|^|// libpresign.a: |' >$(GO_MODULE)/checksum.h
