package peers

// #cgo CFLAGS: -I${SRCDIR}/..
// #include <stdlib.h>
// #include <string.h>
// #include "presign.h"
//
// static presign_signer *new_signer(const char *access_key, const char *secret_key, const char *region) {
//     presign_signer_options options = {.struct_size = sizeof options};
//     options.access_key = presign_cstr(access_key);
//     options.secret_key = presign_cstr(secret_key);
//     options.region = presign_cstr(region);
//     presign_signer *signer = NULL;
//     return presign_signer_new(&options, &signer, NULL) == PRESIGN_OK ? signer : NULL;
// }
//
// static int links(const presign_signer *signer, presign_str bucket, const char *text, const uint64_t *offsets, size_t n,
//                  int64_t sign_at, size_t calls) {
//     char url[1024];
//     size_t len;
//     for (size_t i = 0; i < calls; i++) {
//         const uint64_t *key = offsets + i % n;
//         if (presign_url_flat(signer, "GET", 3, bucket.ptr, bucket.len, text + key[0], key[1] - key[0], sign_at, 3600, url,
//                              sizeof url, &len, NULL) != PRESIGN_OK)
//             return 0;
//     }
//     return 1;
// }
//
// static int batches(const presign_signer *signer, presign_str bucket, const char *text, const uint64_t *offsets, size_t n,
//                    int64_t sign_at, size_t calls) {
//     presign_request request = {.struct_size = sizeof request};
//     request.method = presign_cstr("GET");
//     request.bucket = bucket;
//     request.sign_at = sign_at;
//     request.expires_in = 3600;
//     size_t size = n * 512;
//     char *out = malloc(size);
//     uint64_t *ends = malloc((n + 1) * sizeof *ends);
//     int ok = 1;
//     for (size_t i = 0; i < calls && ok; i++)
//         ok = presign_urls_flat(signer, &request, text, offsets, n, NULL, out, size, ends, NULL) == PRESIGN_OK;
//     free(out);
//     free(ends);
//     return ok;
// }
import "C"

import (
	"errors"
	"time"
)

// cSigner is a signer of libpresign that C calls, in loops which Go enters once.
type cSigner struct {
	signer  *C.presign_signer
	bucket  C.presign_str
	text    *C.char
	offsets []C.uint64_t
}

var errC = errors.New("a call of libpresign failed")

// newCSigner returns a signer that lives as long as the process.
func newCSigner(region, bucket string, keys []string) (*cSigner, error) {
	made := &cSigner{bucket: C.presign_cstr(C.CString(bucket)), offsets: []C.uint64_t{0}}
	made.signer = C.new_signer(C.CString(accessKey), C.CString(secretKey), C.CString(region))
	if made.signer == nil {
		return nil, errC
	}
	var text []byte
	for _, key := range keys {
		text = append(text, key...)
		made.offsets = append(made.offsets, C.uint64_t(len(text)))
	}
	made.text = (*C.char)(C.CBytes(text))
	return made, nil
}

func (s *cSigner) links(calls int) error {
	n := C.size_t(len(s.offsets) - 1)
	if C.links(s.signer, s.bucket, s.text, &s.offsets[0], n, C.int64_t(time.Now().Unix()), C.size_t(calls)) == 0 {
		return errC
	}
	return nil
}

func (s *cSigner) batches(calls int) error {
	n := C.size_t(len(s.offsets) - 1)
	if C.batches(s.signer, s.bucket, s.text, &s.offsets[0], n, C.int64_t(time.Now().Unix()), C.size_t(calls)) == 0 {
		return errC
	}
	return nil
}
