# The module for Go. Included by the Makefile.

GO ?= go
GO_MODULE := bindings/go
GO_LIBRARY = $(GO_MODULE)/lib/$(shell $(GO) env GOOS GOARCH | paste -sd_)

.PHONY: go

# The library of this machine beside the sources, where other modules find it that replace the module by this folder.
go: $(C_BUILT)
	mkdir -p $(GO_LIBRARY)
	cp $(C_LIBRARIES)/libpresign.a $(GO_LIBRARY)
	cp include/presign.h LICENSE-MIT LICENSE-APACHE $(GO_MODULE)
