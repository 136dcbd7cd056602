package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/utilityd/utilityd/app/story"
)

const (
	width       = 100 // columns that a terminal has at least
	labelWidth  = 11  // how much of them the labels of lines take
	clockFormat = "2006-01-02 15:04"
)

// printer writes for people (lines and tables) or for programs (JSON lines).
type printer struct {
	out  io.Writer
	json bool
}

// line is one JSON line, or a label and a text.
func (p printer) line(kind string, fields map[string]any, label, format string, args ...any) {
	p.labelled(label, fmt.Sprintf(format, args...))
	p.fact(kind, fields)
}

// fact is one JSON line.
func (p printer) fact(kind string, fields map[string]any) {
	fields["type"] = kind
	p.object(fields)
}

// labelled writes a text for people beside its label, on as many lines as it needs.
func (p printer) labelled(label, body string) {
	if p.json {
		return
	}
	indent := max(labelWidth, utf8.RuneCountInString(label)+2)
	for _, line := range strings.Split(wrap(body, width-indent), "\n") {
		_, _ = fmt.Fprintln(p.out, strings.TrimRight(fmt.Sprintf("%-*s%s", indent, label, line), " "))
		label = ""
	}
}

// object is one JSON line.
func (p printer) object(v any) {
	if p.json {
		_ = json.NewEncoder(p.out).Encode(v)
	}
}

// note is a text for people alone.
func (p printer) note(body string) {
	if !p.json {
		_, _ = fmt.Fprintln(p.out, "\n"+wrap(body, width))
	}
}

// table is a table for people, with a heading over it. The columns from the second to the one of number right are numbers.
func (p printer) table(heading string, right int, header table.Row, rows []table.Row, footer table.Row) {
	if p.json {
		return
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	t.Style().Format.Header, t.Style().Format.Footer = text.FormatDefault, text.FormatDefault
	var numbers []table.ColumnConfig
	for i := 2; i <= right; i++ {
		numbers = append(numbers, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignFooter: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(numbers)
	t.AppendHeader(header)
	t.AppendRows(rows)
	t.AppendFooter(footer)
	_, _ = fmt.Fprintf(p.out, "\n%s\n\n", wrap(heading, width))
	for line := range strings.Lines(t.Render() + "\n") {
		_, _ = fmt.Fprintln(p.out, strings.TrimRight(line, " \n"))
	}
}

// column is a number of each row of a list: its name for programs, its head for people.
type column struct {
	key, head string
	show      func(uint64) string
}

// list shows names with their numbers, a JSON line each, or a table with the sums of all columns.
func (p printer) list(kind, heading string, columns []column, names []string, numbers [][]uint64) {
	header, footer, sums := table.Row{kind}, table.Row{"all"}, make([]uint64, len(columns))
	rows := make([]table.Row, len(names))
	for k, name := range names {
		fields := map[string]any{kind: name, "slot": k}
		rows[k] = table.Row{name}
		for i, c := range columns {
			fields[c.key] = numbers[k][i]
			rows[k] = append(rows[k], c.show(numbers[k][i]))
			sums[i] += numbers[k][i]
		}
		p.fact(kind, fields)
	}
	for i, c := range columns {
		header, footer = append(header, c.head), append(footer, c.show(sums[i]))
	}
	p.table(heading, len(columns)+1, header, rows, footer)
}

// say is a line of a story with its day.
func (p *people) say(kind string, fields map[string]any, format string, args ...any) {
	day := p.clock.now().Format(time.DateOnly)
	fields["day"] = day
	p.out.line(kind, fields, day, format, args...)
}

// sayArgs is say for a text that names its kind and numbers.
func (p *people) sayArgs(args []story.Arg, body string) (err error) {
	fields := map[string]any{}
	for _, arg := range args[1:] {
		if fields[arg.Key], err = strconv.ParseUint(strings.Join(arg.Values, ""), 10, 64); err != nil {
			return err
		}
	}
	p.say(args[0].Key, fields, "%s", body)
	return nil
}

// trailing is what the wrapping of text leaves at the ends of lines.
var trailing = regexp.MustCompile(`(?m) +$`)

// wrap breaks lines between words and keeps the breaks that are there.
func wrap(body string, columns int) string {
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if utf8.RuneCountInString(line) > columns {
			lines[i] = trailing.ReplaceAllString(text.WrapSoft(line, columns), "")
		}
	}
	return strings.Join(lines, "\n")
}

// count returns a number with its noun: "1 block", "2 blocks".
func count[N int | int64 | uint64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// seconds with one decimal.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// span returns a length of time in its largest whole unit.
func span(seconds int64) string {
	switch {
	case seconds >= secondsPerDay && seconds%secondsPerDay == 0:
		return count(seconds/secondsPerDay, "day")
	case seconds >= hour && seconds%hour == 0:
		return count(seconds/hour, "hour")
	case seconds >= 60 && seconds%60 == 0:
		return count(seconds/60, "minute")
	}
	return count(seconds, "second")
}

// thousandths shows a number of thousandths with three decimals: Wh as kWh.
func thousandths(n uint64) string { return fmt.Sprintf("%d.%03d", n/1_000, n%1_000) }

// tenths shows a number of thousandths with one decimal, rounded to the nearest.
func tenths(n uint64) string {
	n = (n + 50) / 100
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

// euro shows millionths with three decimals, rounded to the nearest.
func euro(micro uint64) string { return thousandths((micro + 500) / 1_000) }
