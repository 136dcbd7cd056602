package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
)

// statusDocument is the status for programs.
type statusDocument struct {
	Journal string `json:"journal"`
	ChainID string `json:"chain_id"`
	Running bool   `json:"running"`
	Counts  Counts `json:"counts"`
	Pending int    `json:"pending"`
	Flight  int    `json:"transactions_in_flight"`
	Devices []View `json:"devices"`
}

func statusCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show each device: last reading and its age, last answer and reason, pending and unnetted readings",
		Long: `Shows what the journal of a gateway holds of each device. It needs no node, and the gateway may be running.
LATE readings came after the settlement of their epoch, OFF BORDER readings crossed a border of epochs: neither is ever netted.
UNCOUNTED readings came while no community, area or generator counted the meter.`,
		Example: `  utilityd gateway status --journal /var/lib/utilityd/gateway`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, _ := cmd.Flags().GetString(flagJournal)
			if dir == "" {
				dir = filepath.Join(client.GetClientContextFromCmd(cmd).HomeDir, "gateway")
			}
			output, _ := cmd.Flags().GetString(flags.FlagOutput)
			if output != flags.OutputFormatText && output != flags.OutputFormatJSON {
				return fmt.Errorf("--%s: expected text or json, got %q", flags.FlagOutput, output)
			}
			journal, err := ReadJournal(dir)
			if err != nil {
				return err
			}
			doc := statusDocument{
				Journal: dir, ChainID: journal.Header().ChainID, Running: isRunning(dir), Counts: journal.Counts,
				Pending: journal.Open(), Flight: len(journal.Flight()), Devices: journal.Views(time.Now()),
			}
			if output == flags.OutputFormatJSON {
				enc := json.NewEncoder(cmd.OutOrStdout())
				enc.SetIndent("", "  ")
				return enc.Encode(doc)
			}
			return doc.print(cmd.OutOrStdout())
		},
	}
	cmd.Flags().String(flagJournal, "", "folder of the journal (default <home>/gateway)")
	cmd.Flags().StringP(flags.FlagOutput, "o", flags.OutputFormatText, "text or json")
	return cmd
}

// isRunning reports whether a gateway holds the journal.
func isRunning(dir string) bool {
	path := filepath.Join(dir, lockFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return false
	}
	lock, err := acquire(path)
	if err != nil {
		return true
	}
	_ = lock.Close()
	return false
}

// print writes the status for people.
func (s statusDocument) print(out io.Writer) error {
	state := "not running"
	if s.Running {
		state = "running"
	}
	if _, err := fmt.Fprintf(out, "Gateway of %s, %s: %d readings accepted, %d pending, %d transactions in flight\n",
		s.ChainID, state, s.Counts.Accepted, s.Pending, s.Flight); err != nil {
		return err
	}
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"device", "meter", "last reading", "silent", "last answer", "pending", "late", "off border", "uncounted", "rows not taken", "why"})
	for _, v := range s.Devices {
		t.AppendRow(table.Row{
			v.Device, number(v.Meter), at(v.LastReading), silence(v), v.answer(), v.Pending, v.Late, v.OffBorder, v.Uncounted, v.Rows.NotTaken(), v.why(),
		})
	}
	t.SetColumnConfigs([]table.ColumnConfig{{Name: "why", WidthMax: 60, WidthMaxEnforcer: text.WrapSoft}})
	_, err := fmt.Fprintln(out, t.Render())
	return err
}

func (v View) answer() string {
	if v.Remark != "" {
		return v.Answer + " " + v.Remark
	}
	return v.Answer
}

// why returns the problem that needs attention.
func (v View) why() string {
	switch {
	case v.Waiting != "":
		return v.Waiting
	case v.Reason != "":
		return v.Reason
	}
	return v.LastRow
}

func number(n uint64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

func at(unix int64) string {
	if unix == 0 {
		return "-"
	}
	return time.Unix(unix, 0).Format("2006-01-02 15:04:05 MST")
}

func silence(v View) string {
	if v.LastReading == 0 {
		return "-"
	}
	silent := time.Duration(v.SilentSeconds) * time.Second
	if days := silent / (24 * time.Hour); days > 0 {
		return fmt.Sprintf("%dd %s", days, shortDuration((silent % (24 * time.Hour)).Truncate(time.Hour)))
	}
	return silent.String()
}
