package presign_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const strangersProgram = `package main

import (
	"fmt"
	"os"
	"time"

	"MODULE"
)

func main() {
	signer, err := presign.New(presign.Config{AccessKey: "AKIDEXAMPLE", SecretKey: "secret", Endpoint: "files.example"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(signer.Get("photos", "cat.jpg", time.Hour))
}
`

// tool runs the go command in a folder without network.
func tool(t *testing.T, folder string, environment []string, arguments ...string) (string, error) {
	t.Helper()
	command := exec.Command("go", arguments...)
	command.Dir = folder
	command.Env = append(append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off"), environment...)
	text, err := command.CombinedOutput()
	return string(text), err
}

// strangersModule writes a module that replaces this one by its folder.
func strangersModule(t *testing.T) (string, string) {
	t.Helper()
	here := must[string](t)(filepath.Abs("."))
	name := strings.TrimSpace(must[string](t)(tool(t, here, nil, "list", "-m")))
	folder := t.TempDir()
	for file, text := range map[string]string{
		"go.mod":  "module stranger\n\ngo 1.24\n\nrequire " + name + " v0.0.0\n\nreplace " + name + " => " + here + "\n",
		"main.go": strings.ReplaceAll(strangersProgram, "MODULE", name),
	} {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder, name
}

func TestAStrangersModuleBuildsWithAReplace(t *testing.T) {
	folder, _ := strangersModule(t)
	output, err := tool(t, folder, nil, "run", ".")
	if err != nil || !strings.HasPrefix(output, "https://files.example/photos/cat.jpg?X-Amz-Algorithm=") {
		t.Errorf("%v: %s", err, output)
	}
	// All that the module needs is in folders that `go mod vendor` copies.
	if output, err := tool(t, folder, nil, "mod", "vendor"); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	output, err = tool(t, folder, []string{"GOFLAGS=-mod=vendor"}, "run", ".")
	if err != nil || !strings.HasPrefix(output, "https://files.example/photos/cat.jpg?") {
		t.Errorf("vendored: %v: %s", err, output)
	}
}

func TestWithoutCgoTheCompilerSaysWhatToDo(t *testing.T) {
	folder, _ := strangersModule(t)
	output, err := tool(t, folder, []string{"CGO_ENABLED=0"}, "build", ".")
	if err == nil || !strings.Contains(output, "presign_needs_cgo__build_with_CGO_ENABLED_1_and_a_C_compiler") || strings.Count(output, "undefined") != 1 {
		t.Errorf("%v: %s", err, output)
	}
}

func TestThePathOfTheModuleIsTheOnlyOneThatIsImported(t *testing.T) {
	_, name := strangersModule(t)
	files := must[[]string](t)(filepath.Glob("*.go"))
	files = append(files, must[[]string](t)(filepath.Glob("awss3/*.go"))...)
	for _, file := range append(files, must[[]string](t)(filepath.Glob("peers/*.go"))...) {
		text := string(must[[]byte](t)(os.ReadFile(file)))
		for _, line := range strings.Split(text, "\n") {
			if quoted := strings.Trim(strings.TrimSpace(line), `"`); strings.HasSuffix(quoted, "/presign") && quoted != name && !strings.Contains(quoted, " ") {
				t.Errorf("%s imports %s, and the module is %s: `make go-module`", file, quoted, name)
			}
		}
	}
}
