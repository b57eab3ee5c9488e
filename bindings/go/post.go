//go:build cgo

package presign

// #include "shim.h"
import "C"

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

// Field is a field of an upload form.
type Field struct{ Name, Value string }

// Condition is what a storage checks on an upload. Make it with [Exact], [StartsWith] or [Size].
type Condition struct {
	kind        uint32
	name, value string
	min, max    uint64
}

// Exact returns the condition that a field has exactly this value. The field must be among those of the form.
func Exact(name, value string) Condition {
	return Condition{kind: C.PRESIGN_CONDITION_EXACT, name: name, value: value}
}

// StartsWith returns the condition that the value of a field begins with a prefix; an empty prefix allows any value.
func StartsWith(name, prefix string) Condition {
	return Condition{kind: C.PRESIGN_CONDITION_STARTS_WITH, name: name, value: prefix}
}

// Size returns the condition that the file has from least to most bytes.
func Size(least, most uint64) Condition {
	return Condition{kind: C.PRESIGN_CONDITION_SIZE, min: least, max: most}
}

// PostRequest is what an upload form allows, and until when. Exactly one of ExpiresIn and ExpiresAt is given.
type PostRequest struct {
	// The bucket's name.
	Bucket string
	// The object's key. If it ends in ${filename}, the name of the file replaces that, and the uploader may choose any
	// key that begins with the text before it.
	Key string
	// Further fields: Content-Type, acl, x-amz-meta-*, ... Each needs a condition that it meets, except x-ignore-*.
	Fields []Field
	// Conditions beside those on bucket and key.
	Conditions []Condition
	// The lifetime in whole seconds. The limit of seven days does not apply to forms.
	ExpiresIn time.Duration
	// When the form expires, cut to the second.
	ExpiresAt time.Time
	// The signing time. Default: now.
	SignAt time.Time
}

// Form is an upload form, to which only the file has to be added: as the last field, named file.
//
// Its printed form has the names of its fields and no value of them, because whoever has the form can upload.
type Form struct {
	// Where to post the form, as multipart/form-data.
	URL string
	// The fields to send, in this order.
	Fields []Field
	// When the form expires.
	ExpiresAt time.Time
}

// Format writes what may be shown, whatever the verb.
func (f Form) Format(state fmt.State, _ rune) {
	names := make([]string, len(f.Fields))
	for index, field := range f.Fields {
		names[index] = field.Name
	}
	fmt.Fprintf(state, "presign.Form{URL:%q Fields:%q ExpiresAt:%v}", f.URL, names, f.ExpiresAt)
}

// PresignPost returns a form with which a browser, or curl -F, can upload files until it expires.
func (s *Signer) PresignPost(request PostRequest) (Form, error) {
	handle := s.handle.Load()
	if handle == nil {
		return Form{}, ErrClosed
	}
	times := Request{ExpiresIn: request.ExpiresIn, ExpiresAt: request.ExpiresAt, SignAt: request.SignAt}
	settled, err := times.times(unixNow)
	if err != nil {
		return Form{}, err
	}
	numbers := C.presign_go_post{
		sign_at: settled.sign_at, expires_at: settled.expires_at, expires_in: settled.expires_in,
		fields_count: C.size_t(len(request.Fields)), conditions_count: C.size_t(len(request.Conditions)),
	}
	scratch := newScratch()
	defer scratch.free()
	parts := &scratch.parts
	parts.add(request.Bucket, request.Key)
	for _, field := range request.Fields {
		parts.add(field.Name, field.Value)
	}
	conditions := make([]C.presign_go_condition, len(request.Conditions))
	for index, condition := range request.Conditions {
		parts.add(condition.name, condition.value)
		conditions[index] = C.presign_go_condition{
			kind: C.uint32_t(condition.kind), min: C.uint64_t(condition.min), max: C.uint64_t(condition.max),
		}
	}
	var made C.presign_go_form
	out, _, err := scratch.fill(4096+s.overhead, func(out *C.char, size C.size_t, length *C.size_t, failure *C.presign_error) C.presign_status {
		return C.presign_go_post_form(handle.c, &numbers, unsafe.SliceData(conditions), parts.chars(), parts.positions(),
			&made, out, size, length, failure)
	})
	runtime.KeepAlive(handle)
	if err != nil {
		return Form{}, err
	}
	pairs := stringsIn(out, made.fields_at, 2*made.fields_count)
	fields := make([]Field, made.fields_count)
	for index := range fields {
		fields[index] = Field{Name: pairs[2*index], Value: pairs[2*index+1]}
	}
	return Form{URL: textIn(out, made.url), Fields: fields, ExpiresAt: time.Unix(int64(made.expires_at), 0).UTC()}, nil
}
