package gateway

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// print shows the inspection to people.
func (f *inspection) print(out io.Writer) error {
	var page strings.Builder
	fmt.Fprintf(&page, "%s: format %s, %s", f.File, f.Format, f.Kind)
	if f.Unit != "" {
		fmt.Fprintf(&page, " in %s", f.Unit)
	}
	if f.StepSeconds > 0 {
		fmt.Fprintf(&page, ", every %s", shortDuration(time.Duration(f.StepSeconds)*time.Second))
	}
	fmt.Fprintf(&page, "; %d rows, %d cannot be used. Times are %s.\n\n", f.Rows, f.Refused, f.location)
	fmt.Fprintln(&page, f.meterTable())
	fmt.Fprintln(&page, "\nThe first rows of", min(len(f.Meters), shownMeters), "of", len(f.Meters), "meters:")
	fmt.Fprintln(&page, f.rowTable())
	f.printGaps(&page)
	f.printFlows(&page)
	if len(f.ClockDays) > 0 {
		fmt.Fprintln(&page, "\nClock changes:")
	}
	for _, d := range f.ClockDays {
		fmt.Fprintf(&page, "  %s has %d hours: %d rows\n", d.Day, d.Hours, d.Rows)
	}
	if f.Refused > 0 {
		fmt.Fprintf(&page, "\nRows that cannot be used, %d of %d:%s\n", len(f.FirstBad), f.Refused, f.reasons())
	}
	if f.Rows > rememberedN {
		fmt.Fprintf(&page, "\nDoubled rows were looked for among the first %d.\n", rememberedN)
	}
	fmt.Fprintf(&page, "\nTo submit it:\n  %s --from gateway\n", f.Command)
	if f.Hint != "" {
		fmt.Fprintln(&page, f.Hint)
	}
	_, err := io.WriteString(out, page.String())
	return err
}

func (f *inspection) meterTable() string {
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.AppendHeader(table.Row{"meter", "rows", "first", "last", "gaps", "duplicates", "conflicts", "other", "import", "export"})
	t.SetColumnConfigs(rightAligned("rows", "gaps", "duplicates", "conflicts", "import", "export"))
	for _, m := range f.Meters {
		t.AppendRow(table.Row{
			m.Name, m.Rows, f.time(m.First), f.time(m.Last), m.Gaps, m.Duplicates, m.Conflicts, m.other(), m.Import, m.Export,
		})
	}
	return t.Render()
}

// other lists the rare findings.
func (m *scanned) other() string {
	var found []string
	for _, count := range []struct {
		n    int
		text string
	}{{m.Overlaps, "overlaps"}, {m.Back, "back in time"}, {m.Fell, "register fell"}} {
		if count.n > 0 {
			found = append(found, fmt.Sprintf("%s: %d", count.text, count.n))
		}
	}
	return strings.Join(found, ", ")
}

func (f *inspection) rowTable() string {
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.AppendHeader(table.Row{"line", "meter", "from", "to", "import", "export"})
	t.SetColumnConfigs(rightAligned("line", "import", "export"))
	for _, m := range f.Meters[:min(len(f.Meters), shownMeters)] {
		for _, r := range m.FirstRows {
			start := ""
			if r.Start != 0 {
				start = f.time(r.Start)
			}
			t.AppendRow(table.Row{r.Line, m.Name, start, f.time(r.End), r.Import, r.Export})
		}
	}
	return t.Render()
}

func (f *inspection) printGaps(page *strings.Builder) {
	title := "\nGaps:\n"
	for _, m := range f.Meters[:min(len(f.Meters), shownMeters)] {
		for _, gap := range m.FirstGaps {
			fmt.Fprintf(page, "%s  %s: %s to %s\n", title, m.Name, f.time(gap.From), f.time(gap.To))
			title = ""
		}
		if more := m.Gaps - len(m.FirstGaps); more > 0 {
			fmt.Fprintf(page, "  %s: %d more\n", m.Name, more)
		}
	}
}

func (f *inspection) printFlows(page *strings.Builder) {
	title := "\nWater that flowed for a day or more without a pause, as through a leak:\n"
	for _, m := range f.Meters {
		if m.Flow != nil {
			fmt.Fprintf(page, "%s  %s: %s to %s\n", title, m.Name, f.time(m.Flow.From), f.time(m.Flow.To))
			title = ""
		}
	}
}

func (f *inspection) time(unix int64) string {
	return time.Unix(unix, 0).In(f.location).Format("2006-01-02 15:04:05 -07:00")
}

func plainTable() table.Style {
	style := table.StyleLight
	style.Format.Header = text.FormatDefault
	style.Options = table.Options{SeparateHeader: true}
	return style
}

func rightAligned(names ...string) (configs []table.ColumnConfig) {
	for _, name := range names {
		configs = append(configs, table.ColumnConfig{Name: name, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	return configs
}
