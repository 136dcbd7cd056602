// Package glossary reads docs/glossary.md and compares names with it: a record of a module is named by words that the glossary
// explains, and no name has a word that the glossary replaces by another. `go test ./testutil/glossary` checks the whole repository.
package glossary

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
)

const (
	everywhere = "Everywhere"
	notUsed    = "Words not used"
)

// Glossary is the words of the document by chapter, and for each word that is not used the one that takes its place.
type Glossary struct {
	chapters map[string]map[string]bool
	instead  map[string]string
}

// Parse reads the tables of the document. Their first column is one or more words, separated by ", ".
func Parse(text string) (Glossary, error) {
	g := Glossary{chapters: map[string]map[string]bool{}, instead: map[string]string{}}
	chapter, head := "", true
	for number, line := range strings.Split(text, "\n") {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			chapter, head = title, true
			g.chapters[chapter] = map[string]bool{}
			continue
		}
		row, ok := strings.CutPrefix(line, "| ")
		if rule := strings.HasPrefix(row, "---"); !ok || head || rule {
			head = head && !rule
			continue
		}
		cells := strings.SplitN(strings.TrimSuffix(row, " |"), " | ", 2)
		if len(cells) != 2 || chapter == "" {
			return Glossary{}, fmt.Errorf("line %d: expected a row of two cells below a title, got %q", number+1, line)
		}
		for _, word := range strings.Split(strings.ToLower(cells[0]), ", ") {
			if chapter == notUsed {
				g.instead[word] = cells[1]
			} else {
				g.chapters[chapter][word] = true
			}
		}
	}
	return g, nil
}

// Unexplained returns the words of a record's name that neither the module's chapter nor that for all modules explains, or none.
// Words that are explained together, as in "water meter", are taken together.
func (g Glossary) Unexplained(module, name string) []string {
	chapter := map[string]bool{}
	for title, words := range g.chapters {
		if title == everywhere || strings.Contains(title, "`x/"+module+"`") {
			maps.Copy(chapter, words)
		}
	}
	var unexplained []string
	for words := wordsOf(name); len(words) > 0; {
		n := len(words)
		for n > 1 && !chapter[strings.Join(words[:n], " ")] {
			n--
		}
		if n == 1 && !chapter[words[0]] {
			unexplained = append(unexplained, words[0])
		}
		words = words[n:]
	}
	return unexplained
}

// NotUsed returns the first word of a name that the glossary replaces, and its replacement, or nothing.
func (g Glossary) NotUsed(name string) (word, instead string) {
	for _, w := range wordsOf(name) {
		if g.instead[w] != "" {
			return w, g.instead[w]
		}
	}
	return "", ""
}

var parts = regexp.MustCompile(`[A-Z]?[a-z]+|[A-Z]+`)

// wordsOf splits a name in camel case or with underscores.
func wordsOf(name string) []string {
	words := parts.FindAllString(name, -1)
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
	return words
}
