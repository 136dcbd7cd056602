package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

func inspectCommand() *cobra.Command {
	var o meterdata.Options
	cmd := &cobra.Command{
		Use:   "inspect FILE",
		Short: "Show how a file of meter data is read, and the command that replays it",
		Long: `Recognises the format of FILE, reads all of it and shows the first intervals and the sum of each meter, gaps, doubled rows, days
with a clock change, and rows that cannot be used. Nothing is sent, and no node is needed. FILE can be gzipped; - is standard
input. utilityd gateway formats lists the formats.`,
		Example: `  utilityd gateway inspect energy.csv.gz
  utilityd gateway inspect export.csv --zone Europe/Berlin --decimal , --output json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			asJSON, err := wantsJSON(cmd)
			if err != nil {
				return err
			}
			found, err := inspect(args[0], o)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(found)
			}
			return found.print(cmd.OutOrStdout())
		},
	}
	addInputFlags(cmd.Flags(), &o)
	cmd.Flags().StringP("output", "o", "text", "text or json")
	return cmd
}

func formatsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "formats",
		Short:   "List the formats of meter data",
		Long:    "Lists the formats that the gateway recognises and that --format names. A file of another format can be described as JSON.",
		Example: "  utilityd gateway formats\n  utilityd gateway formats --output json | jq '.[1].formats[0]' > mine.json   # a description to begin with",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			asJSON, err := wantsJSON(cmd)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(meterdata.Presets())
			}
			for _, p := range meterdata.Presets() {
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%-16s%s\n", p.Name, p.Help); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringP("output", "o", "text", "text or json")
	return cmd
}

func wantsJSON(cmd *cobra.Command) (bool, error) {
	format, err := cmd.Flags().GetString("output")
	if err == nil && format != "text" && format != "json" {
		err = fmt.Errorf("--output: expected text or json, got %q", format)
	}
	return format == "json", err
}

// addInputFlags adds the flags that say how an input is written.
func addInputFlags(f *pflag.FlagSet, o *meterdata.Options) {
	f.StringVar(&o.Format, "format", "", "name of a format, or a JSON file that describes one (default: recognised)")
	f.StringVar(&o.Zone, "zone", "", "time zone of times without an offset, such as Europe/Berlin")
	f.StringVar(&o.Dates, "dates", "", "day-first or month-first, for dates such as 03/02/2026")
	f.StringVar(&o.Separator, "separator", "", `sign between cells: , ; | or tab (default: recognised)`)
	f.StringVar(&o.Decimal, "decimal", "", "decimal sign: . or , (default: recognised)")
	f.StringVar(&o.Thousands, "thousands", "", "sign between groups of three digits: . or ,")
	f.StringVar((*string)(&o.Unit), "unit", "", "unit of the numbers, such as kWh, kW, m3 or gal (default: that of the format)")
	f.StringVar(&o.Meter, "meter", "", "name of the meter, for files of one meter")
	f.DurationVar(&o.Step, "step", 0, "length of an interval, for files that do not contain it")
	f.StringToStringVar(&o.Names, flagName, nil, "IDENTIFIER=SERIAL: name of a meter whose telegrams have an identifier of the maker")
	f.BoolVar(&o.AllowNoCRC, flagNoCRC, false, "accept telegrams of DSMR 2 and 3, which have no checksum")
	f.BoolVar(&o.Reverse, "newest-first", false, "the file begins with the newest row")
}

// inputArguments returns the flags of addInputFlags that options stand for.
func inputArguments(o meterdata.Options) []string {
	var arguments []string
	for _, flag := range []struct{ name, value string }{
		{"format", o.Format},
		{"zone", o.Zone},
		{"dates", o.Dates},
		{"separator", o.Separator},
		{"decimal", o.Decimal},
		{"thousands", o.Thousands},
		{"unit", string(o.Unit)},
		{"meter", o.Meter},
	} {
		if flag.value != "" {
			arguments = append(arguments, "--"+flag.name, shellWord(flag.value))
		}
	}
	for _, identifier := range slices.Sorted(maps.Keys(o.Names)) {
		arguments = append(arguments, "--"+flagName, shellWord(identifier+"="+o.Names[identifier]))
	}
	if o.AllowNoCRC {
		arguments = append(arguments, "--"+flagNoCRC)
	}
	if o.Step > 0 {
		arguments = append(arguments, "--step", shortDuration(o.Step))
	}
	if o.Reverse {
		arguments = append(arguments, "--newest-first")
	}
	return arguments
}

// shellWord makes one word of a text for a shell.
func shellWord(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-+./:,%@=", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// shortDuration writes 15m for 15m0s.
func shortDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// openInspected opens a file and derives missing options from it: the step, the order of the rows, a name for the only meter.
func openInspected(path string, o *meterdata.Options) (*meterdata.Input, error) {
	for {
		in, err := meterdata.OpenFile(path, *o)
		if err == nil || path == "-" {
			return in, err
		}
		if errors.Is(err, meterdata.ErrNoStep) && o.Step == 0 {
			if o.Step, err = meterdata.GuessStep(path, *o); err == nil {
				continue
			}
		}
		switch {
		case errors.Is(err, meterdata.ErrNoMeter) && o.Meter == "":
			name, _, _ := strings.Cut(filepath.Base(path), ".")
			o.Meter = name
		case errors.Is(err, meterdata.ErrNewestFirst) && !o.Reverse:
			o.Reverse = true
		default:
			return nil, err
		}
	}
}
