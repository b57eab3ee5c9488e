# The storages that no distribution packages, built from pinned versions. A new version is a new file to make.

GO ?= go
STORAGES := $(CARGO_TARGET_DIR)/storages
VERSITYGW := $(STORAGES)/.versitygw-v1.8.0
MINIO := $(STORAGES)/.minio-v0.0.0-20260212201848-7aac2a2c5b7c

.PHONY: storages versitygw minio test-storages answers
storages: versitygw minio
versitygw: $(VERSITYGW)
minio: $(MINIO)

# Without symbols there is less to link.
GO_INSTALL = $(HAS_GO) && GOBIN=$(STORAGES) $(GO) install -trimpath -ldflags='-s -w'
HAS_GO = { command -v $(GO) >/dev/null || { echo "Go 1.25 or newer is missing: https://go.dev/dl/" >&2; false; }; }
$(STORAGES)/.versitygw-%:
	$(GO_INSTALL) github.com/versity/versitygw/cmd/versitygw@$*
	touch $@
$(STORAGES)/.minio-%:
	$(GO_INSTALL) github.com/minio/minio@$*
	touch $@

# The storages that take too long to build for `make test`.
test-storages: build setup minio
	PRESIGN_TEST_STORAGES=minio $(BIN)/pytest -q tests/storages

# tests/explaining/answers, after a change of tests/storages/refusals.py or of a storage's version.
answers: build setup storages
	$(BIN)/python tests/storages/record_answers.py
