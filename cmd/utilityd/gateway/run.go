package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/client/flags"
	"github.com/cosmos/cosmos-sdk/client/tx"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	flagJournal = "journal"
	flagBatch   = "batch"
	flagWindow  = "window"
	flagShift   = "shift"
	flagEvery   = "every"
	flagName    = "name"
	flagUser    = "mqtt-user"
	flagPass    = "mqtt-password-file"
	flagCA      = "mqtt-ca"
	flagNoCRC   = "allow-no-crc"
	flagMaxOpen = "max-open"
	flagGiveUp  = "give-up"
	flagMetrics = "metrics"

	flagTolerance = "tolerance"
)

// options are the flags that run and replay share.
type options struct {
	devices, journal string
	input            meterdata.Options
	live             liveOptions
	batch, window    int
	maxOpen          int
	shift            time.Duration
	shiftGiven       bool
	giveUp           time.Duration
	metrics          string
}

func runCommand() *cobra.Command {
	cmd := submitCommand(&cobra.Command{
		Use:   "run [FILE|METER|BROKER]",
		Short: "Read meters until interrupted",
		Long: `Reads meter data as it arrives, until it is interrupted. It reads
  a FILE or standard input, in the formats of utilityd gateway formats, such as
    time,meter,import_register_wh,export_register_wh   registers, time is the moment of the reading
    time,meter,register_l                              registers of water meters
    time,meter,consumed_wh,produced_wh                 amounts of intervals, time is their start (--step says how long they are)
  a METER with --format p1 or sml: tcp://HOST:PORT, a device such as /dev/ttyUSB0, or - for standard input
  a BROKER of MQTT: mqtt://HOST or mqtts://HOST, with --format FILE.json, which maps messages to registers
A time is 2026-06-01T12:00:00+02:00 or Unix seconds; local time needs --zone. Of registers that come more often than --every, the
last one before each border is signed. A row that cannot be used is named and counted, and reading goes on; the exit status says
whether all rows were taken.`,
		Example: `  read-meters | utilityd gateway run --devices devices.json --from gateway --journal /var/lib/utilityd/gateway
  utilityd gateway run /dev/ttyUSB0 --format p1 --name 4530303434=roof --from gateway
  utilityd gateway run mqtt://localhost --format meters.json --from gateway`,
		Args: cobra.MaximumNArgs(1),
	}, false)
	o := &cmd.live
	f := cmd.Flags()
	f.StringVar(&o.user, flagUser, "", "user at the broker")
	f.StringVar(&o.passwordFile, flagPass, "", "file with the password for the broker (default: the environment variable "+live.PasswordVariable+")")
	f.StringVar(&o.caFile, flagCA, "", "file of the certificates that sign that of the broker (default: those of the machine)")
	return cmd.Command
}

func replayCommand() *cobra.Command {
	return submitCommand(&cobra.Command{
		Use:   "replay FILE",
		Short: "Submit a file of meter data and end when all of it is answered",
		Long: `Reads a file, plain or gzipped, in one of the formats that utilityd gateway run --help names, and ends when the chain has
answered every reading that it can answer. Started again with the same --journal, or with the file of the next day, it goes on
where it was. The exit status is 0 if every row was taken and every reading accepted.`,
		Example: `  utilityd gateway replay energy.csv.gz --devices devices.json --from gateway --step 60m`,
		Args:    cobra.ExactArgs(1),
	}, true).Command
}

// submitting is a command with the flags that it has read.
type submitting struct {
	*cobra.Command
	*options
}

func submitCommand(cmd *cobra.Command, drain bool) submitting {
	o := &options{}
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
		return o.submit(ctx, clientCtx, factory, path, drain, NewReporter(cmd.OutOrStdout()))
	}
	o.addFlags(cmd)
	flags.AddTxFlagsToCmd(cmd)
	return submitting{cmd, o}
}

func (o *options) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.devices, flagDevices, "devices.json", "file of devices")
	f.StringVar(&o.journal, flagJournal, "", "folder of the journal (default <home>/gateway)")
	addInputFlags(f, &o.input)
	f.DurationVar(&o.live.every, flagEvery, 15*time.Minute, "time between two signed readings: the epoch of the community")
	f.DurationVar(&o.live.tolerance, flagTolerance, 30*time.Second, "maximum delay of a reading after a border: border_tolerance_seconds of the community")
	f.IntVar(&o.batch, flagBatch, 1_024, "maximum number of readings in one transaction; the chain may allow fewer")
	f.IntVar(&o.window, flagWindow, 4, "maximum number of transactions in flight")
	f.IntVar(&o.maxOpen, flagMaxOpen, 50_000, "maximum number of readings without an answer; beyond it no input is read. Devices that cannot count yet may have half of it")
	f.DurationVar(&o.shift, flagShift, 0, "added to the times of the file when the journal is begun")
	f.DurationVar(&o.giveUp, flagGiveUp, 10*time.Minute, "time for which replay waits for an answer before it ends")
	f.StringVar(&o.metrics, flagMetrics, "", "address of the metrics for Prometheus, such as localhost:9464")
}

// submit runs a gateway.
func (o options) submit(
	ctx context.Context, clientCtx client.Context, factory tx.Factory, path string, drain bool, report *Reporter,
) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	if drain && (strings.Contains(path, "://") || strings.HasPrefix(path, "/dev/tty") || strings.HasPrefix(path, "/dev/serial/")) {
		return fmt.Errorf("expected a file, got %s: meters and brokers are read by utilityd gateway run", path)
	}
	listed, err := LoadDevices(o.devices)
	if err != nil {
		return err
	}
	if len(listed) == 0 {
		return fmt.Errorf("%s holds no devices: make them with utilityd gateway keygen", o.devices)
	}
	journal, err := o.openJournal(clientCtx.ChainID, len(listed))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, journal.Close()) }()
	reader, err := o.openReader(ctx, path, journal, report)
	if err != nil {
		return err
	}
	if closer, ok := reader.(io.Closer); ok {
		defer func() { err = errors.Join(err, closer.Close()) }()
	}
	if clientCtx, err = withTimeout(clientCtx, nodeTimeout); err != nil {
		return err
	}
	remote := NewRemote(clientCtx, factory)
	g := &Gateway{
		Journal: journal, Chain: remote, Registry: meteridtypes.NewQueryClient(clientCtx), Devices: listed,
		BatchSize: o.batch, Window: o.window, MaxOpen: o.maxOpen, Poll: 200 * time.Millisecond, Report: report,
		CheckChain: remote.CheckChain, DeviceFile: o.devices, Metrics: o.metrics,
	}
	if drain {
		g.GiveUp = o.giveUp
	}
	report.Begin(journal)
	err = interrupted(g.Run(ctx, reader), drain)
	if err == nil && drain && g.Rows() == (Rows{}) {
		err = fmt.Errorf("expected rows in %s, got none", path)
	}
	return errors.Join(err, report.Close(g.Rows()))
}

// openJournal opens the journal and refuses one that was begun for something else.
func (o options) openJournal(chainID string, devices int) (*Journal, error) {
	journal, err := OpenJournal(o.journal, Header{ChainID: chainID, ShiftSeconds: int64(o.shift / time.Second)}, devices)
	if err != nil {
		return nil, err
	}
	if got := journal.Header().ChainID; got != chainID {
		err = fmt.Errorf("journal %s is for chain %s, the node is on %s: choose another --journal", o.journal, got, chainID)
	}
	if shift := time.Duration(journal.Header().ShiftSeconds) * time.Second; o.shiftGiven && shift != o.shift {
		err = fmt.Errorf("journal %s was begun with --%s %s, got %s: choose another --journal", o.journal, flagShift, shift, o.shift)
	}
	if err != nil {
		return nil, errors.Join(err, journal.Close())
	}
	return journal, nil
}

// openReader opens a file, or what may be silent for long: standard input, a meter or a broker.
func (o options) openReader(ctx context.Context, path string, journal *Journal, report *Reporter) (meterdata.Reader, error) {
	input := o.input
	ends := journal.ends()
	input.Last = func(meter string) int64 { return ends[meter] }
	source, err := o.openLive(path, report)
	if err != nil {
		return nil, err
	}
	isFile := source == nil && path != "-"
	if isFile {
		in, err := meterdata.OpenFile(path, input)
		if err != nil || !in.Telegrams() {
			return in, err
		}
		source = live.Once(in)
	}
	s := newStream()
	if source != nil {
		sampler, err := live.NewSampler(o.live.every, o.live.tolerance)
		if err != nil {
			return nil, fmt.Errorf("--%s and --%s: %w", flagEvery, flagTolerance, err)
		}
		if !isFile { // the journal compares what a file repeats
			for device, last := range ends {
				sampler.Resume(device, last)
			}
		}
		s.again = isFile
		go s.sample(ctx, source, sampler)
		return s, nil
	}
	if format := journal.Format(); format != nil {
		input.Previous = new(meterdata.Format)
		if err := json.Unmarshal(format, input.Previous); err != nil {
			return nil, fmt.Errorf("the journal is broken: %w", err)
		}
	}
	go s.read(ctx, func() (meterdata.Reader, error) {
		in, err := meterdata.OpenFile(path, input)
		if err == nil && in.Telegrams() {
			err = fmt.Errorf("expected --format %s with telegrams on standard input", in.Format().Name)
		}
		return in, err
	})
	return s, nil
}

// check refuses options with which no readings can be sent.
func (o options) check() error {
	if o.batch < 1 || o.window < 1 || o.maxOpen < 1 {
		return fmt.Errorf("--%s, --%s and --%s: expected at least 1, got %d, %d and %d", flagBatch, flagWindow, flagMaxOpen, o.batch, o.window, o.maxOpen)
	}
	return nil
}

// interrupted turns an end by the user into success: the journal holds the rest. A file that was to be replayed
// to its end was not.
func interrupted(err error, drain bool) error {
	switch {
	case !errors.Is(err, context.Canceled):
		return err
	case drain:
		return errors.New("interrupted before all rows were answered: start it again with the same journal to go on")
	}
	return nil
}
