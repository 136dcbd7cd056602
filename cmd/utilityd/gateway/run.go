package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"
)

const (
	flagJournal = "journal"
	flagBatch   = "batch"
	flagWindow  = "window"
	flagStep    = "step"
	flagShift   = "shift"
)

// options are the flags that run and replay share.
type options struct {
	devices, journal string
	batch, window    int
	step, shift      time.Duration
	shiftGiven       bool
}

func runCommand() *cobra.Command {
	return submitCommand(&cobra.Command{
		Use:   "run [FILE]",
		Short: "Read registers as they come, until interrupted",
		Long: `Reads CSV from FILE, or from standard input, and goes on until it is interrupted. Columns:
  time,meter,import_register_wh,export_register_wh   registers, time is the moment of the reading
  time,meter,register_l                              registers of water meters
  time,meter,consumed_wh,produced_wh                 amounts of intervals, time is their start (--step says how long they are)
A time is 2026-06-01T12:00:00+02:00 or Unix seconds.`,
		Example: `  read-meters | utilityd gateway run --devices devices.json --from gateway --journal /var/lib/utilityd/gateway`,
		Args:    cobra.MaximumNArgs(1),
	}, false)
}

func replayCommand() *cobra.Command {
	return submitCommand(&cobra.Command{
		Use:   "replay FILE",
		Short: "Submit a file of registers or intervals and end when all of it is committed",
		Long: `Reads a CSV file, plain or gzipped, with the columns that utilityd gateway run --help names, and ends when the chain has
answered every reading. Started again after a crash with the same --journal it goes on where it was.`,
		Example: `  utilityd gateway replay energy.csv.gz --devices devices.json --from gateway --step 60m`,
		Args:    cobra.ExactArgs(1),
	}, true)
}

func submitCommand(cmd *cobra.Command, drain bool) *cobra.Command {
	var o options
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		path := "-"
		if len(args) > 0 {
			path = args[0]
		}
		clientCtx, err := client.GetClientTxContext(cmd)
		if err != nil {
			return err
		}
		if clientCtx.FromAddress.Empty() {
			return errors.New("expected --from with the key of the gateway: see utilityd keys list")
		}
		factory, err := tx.NewFactoryCLI(clientCtx, cmd.Flags())
		if err != nil {
			return err
		}
		if o.journal == "" {
			o.journal = filepath.Join(clientCtx.HomeDir, "gateway")
		}
		o.shiftGiven = cmd.Flags().Changed(flagShift)
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		report := NewReporter(cmd.OutOrStdout(), cmd.ErrOrStderr())
		return errors.Join(o.submit(ctx, clientCtx, factory, path, drain, report), report.Close())
	}
	cmd.Flags().StringVar(&o.devices, flagDevices, "devices.json", "file of devices")
	cmd.Flags().StringVar(&o.journal, flagJournal, "", "folder of the journal (default <home>/gateway)")
	cmd.Flags().IntVar(&o.batch, flagBatch, 1_024, "most readings in one transaction")
	cmd.Flags().IntVar(&o.window, flagWindow, 4, "most transactions in flight")
	cmd.Flags().DurationVar(&o.step, flagStep, 15*time.Minute, "length of an interval, for files of intervals")
	cmd.Flags().DurationVar(&o.shift, flagShift, 0, "added to the times of the file when the journal is begun")
	flags.AddTxFlagsToCmd(cmd)
	return cmd
}

func (o options) submit(ctx context.Context, clientCtx client.Context, factory tx.Factory, path string, drain bool, report *Reporter) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	listed, err := LoadDevices(o.devices)
	if err != nil {
		return err
	}
	if len(listed) == 0 {
		return fmt.Errorf("%s holds no devices: make them with utilityd gateway keygen", o.devices)
	}
	input := standardInput
	if path != "-" {
		in, err := OpenInput(path)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, in.Close()) }()
		input = func() (*Input, error) { return in, nil }
	}
	devices, err := Enrol(ctx, clientCtx, listed)
	if err != nil {
		return err
	}
	journal, err := OpenJournal(o.journal, func() (Header, error) {
		openings, err := Openings(ctx, clientCtx, devices)
		return Header{ChainID: clientCtx.ChainID, ShiftSeconds: int64(o.shift / time.Second), Openings: openings}, err
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	if journal.Header().ChainID != clientCtx.ChainID {
		return fmt.Errorf("journal %s is for chain %s, the node is on %s: choose another --journal",
			o.journal, journal.Header().ChainID, clientCtx.ChainID)
	}
	if shift := time.Duration(journal.Header().ShiftSeconds) * time.Second; o.shiftGiven && shift != o.shift {
		return fmt.Errorf("journal %s was begun with --%s %s, got %s: choose another --journal", o.journal, flagShift, shift, o.shift)
	}
	chain, err := NewRemote(ctx, clientCtx, factory)
	if err != nil {
		return err
	}
	accumulator := NewAccumulator(0, journal.Header().Openings)
	accumulator.StepSeconds = int64(o.step / time.Second)
	accumulator.ShiftSeconds = journal.Header().ShiftSeconds
	pump := &Pump{Journal: journal, Devices: devices, Accumulator: accumulator}
	sender := &Sender{
		Journal: journal, Chain: chain, BatchSize: o.batch, Window: o.window,
		Poll: 200 * time.Millisecond, Patience: time.Minute, Report: report.Event,
	}
	report.Begin(journal)
	if !drain {
		return interrupted(follow(ctx, pump, input, sender))
	}
	in, err := input()
	if err != nil {
		return err
	}
	accumulator.Layout = in.Layout
	if err := pump.All(ctx, in); err != nil {
		return interrupted(err)
	}
	return interrupted(sender.Run(ctx, true))
}

// standardInput waits until somebody writes the header line.
func standardInput() (*Input, error) { return OpenInput("-") }

// check says what no readings can be sent with.
func (o options) check() error {
	if o.batch < 1 || o.window < 1 {
		return fmt.Errorf("--%s and --%s: expected at least 1, got %d and %d", flagBatch, flagWindow, o.batch, o.window)
	}
	if o.step < time.Second || o.step%time.Second != 0 {
		return fmt.Errorf("--%s: expected whole seconds, got %s", flagStep, o.step)
	}
	return nil
}

// follow writes rows to the journal as they come, and sends what is there.
func follow(ctx context.Context, pump *Pump, input func() (*Input, error), sender *Sender) error {
	rows := make(chan Row, chunk)
	ended := make(chan error, 1)
	go func() {
		defer close(rows)
		// Whoever writes may be silent for long; what an earlier run left is sent meanwhile.
		in, err := input()
		if err != nil {
			ended <- err
			return
		}
		pump.Accumulator.Layout = in.Layout
		for {
			row, err := in.Next()
			if err != nil {
				ended <- err
				return
			}
			select {
			case rows <- row:
			case <-ctx.Done():
				return
			}
		}
	}()
	for open := true; ; {
		waiting, more := arrived(rows)
		if err := pump.All(ctx, waiting); err != nil {
			return err
		}
		if open && !more {
			open = false
			select {
			case err := <-ended:
				if !errors.Is(err, io.EOF) {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		idle, err := sender.Step(ctx)
		if err != nil {
			return err
		}
		if !open && idle && len(sender.Journal.Pending()) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(sender.Poll):
		}
	}
}

// arrived takes the rows that wait in the channel, and tells whether more may come.
func arrived(rows <-chan Row) (waiting *queue, more bool) {
	waiting = &queue{}
	for len(waiting.rows) < chunk {
		select {
		case row, ok := <-rows:
			if !ok {
				return waiting, false
			}
			waiting.rows = append(waiting.rows, row)
		default:
			return waiting, true
		}
	}
	return waiting, true
}

// queue is a source of rows in memory.
type queue struct{ rows []Row }

// Next takes the first row.
func (q *queue) Next() (Row, error) {
	if len(q.rows) == 0 {
		return Row{}, io.EOF
	}
	row := q.rows[0]
	q.rows = q.rows[1:]
	return row, nil
}

// interrupted turns the end that the user asked for into success: the journal holds what is left.
func interrupted(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
