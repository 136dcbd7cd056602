package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/utilityd/utilityd/app/story"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

const (
	width        = 100 // columns that a terminal has at least
	labelWidth   = 11  // of them for the labels of lines
	minuteFormat = "2006-01-02 15:04"
)

// printer writes for people (lines and tables) or for programs (JSON lines).
type printer struct {
	out  io.Writer
	json bool
}

// fact writes one JSON line.
func (p printer) fact(fields map[string]any) {
	if p.json && fields["type"] != nil {
		_ = json.NewEncoder(p.out).Encode(fields)
	}
}

// labelled writes a text for people beside its label, on as many lines as it needs.
func (p printer) labelled(label, body string) {
	indent := max(labelWidth, utf8.RuneCountInString(label)+2)
	for _, line := range strings.Split(wrap(body, width-indent), "\n") {
		p.line(fmt.Sprintf("%-*s%s", indent, label, line))
		label = ""
	}
}

// line writes a text for people as it is.
func (p printer) line(body string) {
	if !p.json {
		_, _ = fmt.Fprintln(p.out, strings.TrimRight(body, " "))
	}
}

// show writes the text of a command; now is the label of lines that have no other.
func (p printer) show(cmd story.Command, now time.Time) error {
	switch cmd.Name {
	case "line":
		p.line(cmd.Input)
	case "note":
		p.line("\n" + wrap(cmd.Input, width))
	case "table":
		p.table(cmd)
	default:
		return p.say(cmd, now)
	}
	return nil
}

// say writes a line for people, labelled with the day or as the text has it, and the same for programs: the fields are the
// arguments and, if the first line is a JSON object, those in it. The first argument, without a value, is the type.
func (p printer) say(cmd story.Command, now time.Time) error {
	fields, body := map[string]any{}, cmd.Input
	if strings.HasPrefix(body, "{") {
		object, rest, _ := strings.Cut(body, "\n")
		raw := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(object), &raw); err != nil {
			return err
		}
		for key, value := range raw {
			fields[key] = value
		}
		body = rest
	}
	label, args := story.Take(cmd.Args, "label")
	for i, arg := range args {
		value := strings.Join(arg.Values, ", ")
		number, err := strconv.ParseInt(value, 10, 64)
		switch {
		case i == 0 && value == "":
			fields["type"] = arg.Key
		case err == nil:
			fields[arg.Key] = number
		default:
			fields[arg.Key] = value
		}
	}
	if label == "" && body != "" {
		label = now.Format(time.DateOnly)
		fields["day"] = label
	}
	if body != "" {
		p.labelled(label, body)
	}
	p.fact(fields)
	return nil
}

// table writes a heading and rows of cells between bars. A line of == ends the header and begins the footer. The columns from the
// second to the one of number right are numbers.
func (p printer) table(cmd story.Command) {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	t.Style().Format.Header, t.Style().Format.Footer = text.FormatDefault, text.FormatDefault
	right, _ := story.Take(cmd.Args, "right")
	last, _ := strconv.Atoi(right)
	var numbers []table.ColumnConfig
	for i := 2; i <= last; i++ {
		numbers = append(numbers, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignFooter: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(numbers)
	heading, body, _ := strings.Cut(cmd.Input, "\n")
	add := []func(row table.Row){
		func(row table.Row) { t.AppendHeader(row) }, func(row table.Row) { t.AppendRow(row) }, func(row table.Row) { t.AppendFooter(row) },
	}
	if !strings.Contains(body, "\n==\n") {
		add[0](nil)
		add = add[1:]
	}
	for line := range strings.Lines(body) {
		if line == "==\n" {
			add = add[1:]
			continue
		}
		var row table.Row
		for cell := range strings.SplitSeq(strings.TrimSuffix(line, "\n"), " | ") {
			row = append(row, strings.ReplaceAll(cell, `\n`, "\n"))
		}
		add[0](row)
	}
	if len(add) > 1 {
		t.AppendFooter(nil)
	}
	p.line("\n" + wrap(heading, width) + "\n")
	for _, line := range strings.Split(t.Render(), "\n") {
		p.line(line)
	}
}

// trailing matches what the wrapping of text leaves at the ends of lines.
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

// units write numbers in the texts: Wh and usolar in thousands, money in euros, times in UTC.
var units = template.FuncMap{
	"average": func(b generatortypes.Purse) uint64 { return b.Revenue / max(b.SoldUnits, 1) },
	"add":     func(a, b uint64) uint64 { return a + b },
	"cents":   func(n uint64) string { return fmt.Sprintf("%d.%02d", n/1_000, n%1_000/10) },
	"count":   count,
	"day":     func(at int64) string { return time.Unix(at, 0).UTC().Format(time.DateOnly) },
	"euro":    func(micro uint64) string { return thousandths((micro + 500) / 1_000) },
	"json":    func(v any) (string, error) { bz, err := json.Marshal(v); return string(bz), err },
	"list":    func(all ...uint64) []uint64 { return all },
	"known":   func(n uint64) uint64 { return n % unknown },
	"minus":   func(a, b uint64) uint64 { return a - b },
	"month":   func(at int64) string { return time.Unix(at, 0).UTC().Format("2006-01") },
	"next":    func(n int) int { return n + 1 },
	"milli":   func(micro uint64) string { return thousandths(micro / 1_000) },
	"minute":  func(at int64) string { return time.Unix(at, 0).UTC().Format(minuteFormat) },
	// The revenue of the owners is that of all sales without the part for maintenance, which also has the SOLAR of the commissioning.
	"ownersRevenue": func(b generatortypes.Purse) uint64 { return b.Revenue - (b.MaintenanceUsolar - oneSolar) },
	"percent":       func(ppm uint64) string { return fmt.Sprintf("%d.%d", ppm/10_000, ppm/1_000%10) },
	"permille":      func(ppm uint64) string { return tenths(ppm / 10) },
	"rfc":           func(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) },
	"seconds":       func(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) },
	"sharesLeft":    func(pledges, each int) int { return 10_000 - each*(pledges+1) },
	"solar":         func(usolar uint64) string { return fmt.Sprintf("%d.%06d SOLAR", usolar/oneSolar, usolar%oneSolar) },
	"span":          span,
	"tenths":        tenths,
	"thousandths":   thousandths,
}

// count returns a number with its noun: "1 block", "2 blocks".
func count(n any, noun string) string {
	if text := fmt.Sprint(n); text != "1" {
		return text + " " + noun + "s"
	}
	return "1 " + noun
}

// span returns a length of time in its largest whole unit.
func span(seconds int64) string {
	for _, unit := range []struct {
		length int64
		noun   string
	}{{secondsPerDay, "day"}, {hour, "hour"}, {60, "minute"}} {
		if seconds >= unit.length && seconds%unit.length == 0 {
			return count(seconds/unit.length, unit.noun)
		}
	}
	return count(seconds, "second")
}

// thousandths writes a number of thousandths with three decimals: Wh as kWh.
func thousandths(n uint64) string { return fmt.Sprintf("%d.%03d", n/1_000, n%1_000) }

// tenths writes a number of thousandths with one decimal, rounded to the nearest.
func tenths(n uint64) string {
	n = (n + 50) / 100
	return fmt.Sprintf("%d.%d", n/10, n%10)
}
