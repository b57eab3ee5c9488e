package presign_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"presign.example/presign"
)

// document is a row of the database.
type document struct {
	Owner, Key, Name string
}

// documents serves the documents of the users who are logged in.
type documents struct {
	signer *presign.Signer
	bucket string
	rows   map[string]document
	// The user who is logged in, or "": your application knows.
	user func(*http.Request) string
}

// download redirects the owner of a document to the storage.
func (d documents) download(w http.ResponseWriter, r *http.Request) {
	row, found := d.rows[r.PathValue("id")]
	// The same response as for a document that does not exist, so that users cannot find out which do.
	if user := d.user(r); !found || user == "" || row.Owner != user {
		http.NotFound(w, r)
		return
	}
	made, err := d.signer.Presign(presign.Request{
		Bucket: d.bucket, Key: row.Key, Filename: row.Name, ExpiresIn: time.Minute,
	})
	if err != nil {
		http.Error(w, "the link could not be made", http.StatusInternalServerError)
		return
	}
	withoutTraces(w)
	http.Redirect(w, r, made.URL, http.StatusFound)
}

// upload returns what the page sends to the storage: URL, method and headers. The server chooses the key.
func (d documents) upload(w http.ResponseWriter, r *http.Request) {
	user := d.user(r)
	if user == "" {
		http.Error(w, "log in", http.StatusUnauthorized)
		return
	}
	made, err := d.signer.Presign(presign.Request{
		Method: "PUT", Bucket: d.bucket, Key: "uploads/" + user + "/" + rand.Text() + ".pdf",
		ContentType: "application/pdf", ExpiresIn: 5 * time.Minute,
	})
	if err != nil {
		http.Error(w, "the link could not be made", http.StatusInternalServerError)
		return
	}
	withoutTraces(w)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(map[string]any{
		"url": made.URL, "method": made.Method,
		"headers": map[string]string{"Content-Type": made.Headers.Get("Content-Type")},
	})
}

// withoutTraces keeps a response with a link out of caches, where it would reach another user or outlive the link.
func withoutTraces(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
}

// A server that gives its users links to their own documents.
func Example_documents() {
	signer, _ := presign.New(presign.Config{AccessKey: accessKey, SecretKey: secretKey, Endpoint: "files.example"})
	app := documents{
		signer: signer,
		bucket: "documents",
		rows:   map[string]document{"17": {Owner: "ada", Key: "2026/7f3c.bin", Name: "Übersicht.pdf"}},
		user:   func(r *http.Request) string { name, _, _ := r.BasicAuth(); return name },
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /documents/{id}", app.download)
	mux.HandleFunc("POST /documents", app.upload)

	for _, sent := range []struct{ user, method, target string }{
		{"ada", "GET", "/documents/17"},
		{"eve", "GET", "/documents/17"},
		{"", "GET", "/documents/17"},
		{"ada", "GET", "/documents/18"},
		{"eve", "POST", "/documents"},
		{"", "POST", "/documents"},
	} {
		request := httptest.NewRequest(sent.method, sent.target, nil)
		if sent.user != "" {
			request.SetBasicAuth(sent.user, "password")
		}
		response := httptest.NewRecorder()
		mux.ServeHTTP(response, request)
		link, _, _ := strings.Cut(response.Header().Get("Location"), "?")
		fmt.Printf("%d %q %q\n", response.Code, response.Header().Get("Cache-Control"), link)
	}
	// Output:
	// 302 "no-store" "https://files.example/documents/2026/7f3c.bin"
	// 404 "" ""
	// 404 "" ""
	// 404 "" ""
	// 201 "no-store" ""
	// 401 "" ""
}
