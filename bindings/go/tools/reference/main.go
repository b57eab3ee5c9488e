// Command reference prints Markdown with what the comments of packages say, for the documentation site. Its arguments are
// the folders of the packages.
package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/doc"
	"go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	fmt.Print("# Go\n\nThis is what `go doc` says of each package.\n")
	for _, folder := range os.Args[1:] {
		if err := printPackage(folder); err != nil {
			log.Fatal(err)
		}
	}
}

func printPackage(folder string) error {
	found, err := build.ImportDir(folder, 0)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range append(found.GoFiles, found.CgoFiles...) {
		file, err := parser.ParseFile(files, filepath.Join(folder, name), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		parsed = append(parsed, file)
	}
	described, err := doc.NewFromFiles(files, parsed, found.Name)
	if err != nil {
		return err
	}
	page := page{files, described}
	fmt.Printf("\n## Package %s\n\n", described.Name)
	page.text(described.Doc)
	page.values(described.Consts)
	page.values(described.Vars)
	page.functions("", described.Funcs)
	for _, named := range described.Types {
		fmt.Printf("\n### type %s\n\n", named.Name)
		page.declaration(named.Decl)
		page.text(named.Doc)
		page.values(named.Consts)
		page.values(named.Vars)
		page.functions("", named.Funcs)
		page.functions(named.Name+".", named.Methods)
	}
	return nil
}

type page struct {
	files     *token.FileSet
	described *doc.Package
}

// The headings of a comment are below those of the page.
func (p page) text(text string) {
	printer := p.described.Printer()
	printer.HeadingLevel = 4
	printer.HeadingID = func(*comment.Heading) string { return "" }
	printer.DocLinkURL = func(*comment.DocLink) string { return "" }
	fmt.Printf("%s\n", printer.Markdown(p.described.Parser().Parse(text)))
}

func (p page) declaration(node ast.Decl) {
	var source bytes.Buffer
	// A declaration that was parsed can be printed.
	_ = format.Node(&source, p.files, node)
	fmt.Printf("```go\n%s\n```\n\n", &source)
}

func (p page) values(values []*doc.Value) {
	for _, value := range values {
		p.declaration(value.Decl)
		p.text(value.Doc)
	}
}

func (p page) functions(receiver string, functions []*doc.Func) {
	for _, function := range functions {
		fmt.Printf("\n#### %s%s\n\n", receiver, function.Name)
		p.declaration(function.Decl)
		p.text(function.Doc)
	}
}
