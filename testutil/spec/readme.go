package spec

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Readme is the specification of a module.
type Readme struct {
	titles []string          // of the second level, in order
	text   map[string]string // by the titles of chapters and of pages within them
}

// Read reads a README.
func Read(t testing.TB, path string) Readme {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return parse(t, string(text))
}

func parse(t testing.TB, text string) Readme {
	t.Helper()
	r := Readme{text: map[string]string{}}
	for _, m := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(text, -1) {
		r.titles = append(r.titles, m[1])
	}
	for _, chapter := range regexp.MustCompile(`(?m)^##+ `).Split(text, -1)[1:] {
		title, body, _ := strings.Cut(chapter, "\n")
		require.NotContains(t, r.text, title, "a title stands for one chapter")
		r.text[title] = body
	}
	return r
}

// Chapter returns the text below a title, up to the next title of any level.
func (r Readme) Chapter(t testing.TB, title string) string {
	t.Helper()
	require.Contains(t, r.text, title)
	return r.text[title]
}

// Table returns the first table of a chapter.
func (r Readme) Table(t testing.TB, title string) [][]string {
	t.Helper()
	return Table(t, r.Chapter(t, title))
}

// Table returns the first table of a text without its head, cell by cell and without its marks.
func Table(t testing.TB, text string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.ReplaceAll(strings.TrimSpace(cells[i]), "`", "")
		}
		rows = append(rows, cells)
	}
	require.Greater(t, len(rows), 2, "no table in %q", text)
	return rows[2:]
}

// Column returns one cell of each row.
func Column(rows [][]string, i int) []string {
	out := make([]string, len(rows))
	for n, row := range rows {
		out[n] = row[i]
	}
	return out
}

// Number returns the number in a cell.
func Number(t testing.TB, cell string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(cell, 10, 64)
	require.NoError(t, err)
	return n
}
