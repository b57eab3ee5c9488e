package presign_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestEveryBlockOfAPageIsPartOfAnExampleThatRuns(t *testing.T) {
	for page, examples := range map[string][]string{
		"README.md": {"example_test.go"},
		"docs/coming-from-aws-sdk-go-v2-and-minio-go.md": {"peers/example_test.go", "awss3/example_test.go"},
	} {
		text := string(must[[]byte](t)(os.ReadFile(page)))
		source := ""
		for _, file := range examples {
			source += string(must[[]byte](t)(os.ReadFile(file)))
		}
		blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(text, -1)
		if len(blocks) < 4 {
			t.Errorf("%s has %d blocks", page, len(blocks))
		}
		for _, block := range blocks {
			if !strings.Contains(source, block[1]) {
				t.Errorf("%s: this is not in %s:\n%s", page, examples, block[1])
			}
		}
	}
}
