package demo

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// width is how many columns a terminal has at least.
const width = 100

// labelWidth is how much of them the labels of lines take.
const labelWidth = 11

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

// table is a table for people, with a heading over it.
func (p printer) table(heading string, fill func(table.Writer)) {
	if p.json {
		return
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	t.Style().Format.Header = text.FormatDefault
	t.Style().Format.Footer = text.FormatDefault
	fill(t)
	_, _ = fmt.Fprintf(p.out, "\n%s\n\n", wrap(heading, width))
	for line := range strings.Lines(t.Render() + "\n") {
		_, _ = fmt.Fprintln(p.out, strings.TrimRight(line, " \n"))
	}
}

// rightAligned sets the columns after the first.
func rightAligned(t table.Writer, columns int) {
	var all []table.ColumnConfig
	for i := 2; i <= columns; i++ {
		all = append(all, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignFooter: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(all)
}

// measured shows how long things took.
func (p printer) measured(firstBlock, blockTime, total time.Duration, sent sent) {
	p.fact("measured", map[string]any{
		"first_block_ms": firstBlock.Milliseconds(), "block_ms": blockTime.Milliseconds(), "readings_ms": sent.took.Milliseconds(),
		"readings_per_second": perSecond(sent.readings.Done(), sent.took), "reading_blocks": sent.blocks, "total_ms": total.Milliseconds(),
	})
	p.table("Measured", func(t table.Writer) {
		rightAligned(t, 2)
		t.AppendRows([]table.Row{
			{"first block of the devnet", seconds(firstBlock), "after the start of the command"},
			{"a block every", seconds(blockTime), "on average"},
			{"readings committed", fmt.Sprintf("%d /s", perSecond(sent.readings.Done(), sent.took)), fmt.Sprintf(
				"%s in %s, first signature to last block", count(sent.readings.Done(), "reading"), count(sent.blocks, "block"))},
			{"the whole demo", seconds(total), ""},
		})
	})
}

func (p printer) checks(checks []check) {
	for _, c := range checks {
		p.object(c)
	}
	if broken(checks) == 0 {
		p.note(fmt.Sprintf("All %s hold: every wallet could be paid out now, and all totals equal the sums of their parts.", count(uint64(len(checks)), "invariant")))
	}
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

// count is a number with its noun: "1 block", "2 blocks".
func count(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// seconds with one decimal.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// span is a length of time in its largest whole unit.
func span(seconds int64) string {
	for _, unit := range []struct {
		seconds int64
		noun    string
	}{{86_400, "day"}, {3_600, "hour"}, {60, "minute"}} {
		if seconds%unit.seconds == 0 && seconds >= unit.seconds {
			return count(uint64(seconds/unit.seconds), unit.noun)
		}
	}
	return count(uint64(seconds), "second")
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

func perSecond(n uint64, d time.Duration) uint64 {
	return n * uint64(time.Second) / max(1, uint64(d))
}
