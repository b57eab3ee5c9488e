# The storages that no distribution packages, built from pinned versions. A new version is a new file to make.

GO ?= go
STORAGES := $(CARGO_TARGET_DIR)/storages
MINIO := v0.0.0-20260212201848-7aac2a2c5b7c
VERSITYGW := v1.8.0

.PHONY: storages answers
storages: $(STORAGES)/.minio-$(MINIO) $(STORAGES)/.versitygw-$(VERSITYGW)

# Without symbols there is less to link.
GO_INSTALL = GOBIN=$(STORAGES) $(GO) install -trimpath -ldflags='-s -w'
$(STORAGES)/.minio-%:
	$(GO_INSTALL) github.com/minio/minio@$*
	touch $@
$(STORAGES)/.versitygw-%:
	$(GO_INSTALL) github.com/versity/versitygw/cmd/versitygw@$*
	touch $@

# tests/explaining/answers, after a change of tests/storages/refusals.py or of a storage's version.
answers: build setup storages
	$(BIN)/python tests/storages/record_answers.py
