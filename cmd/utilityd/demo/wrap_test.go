package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	"github.com/utilityd/utilityd/x/meterid/register"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// household is a home on a chain of its own, whose meter has six digits and is about to wrap.
type household struct {
	*waterStory

	dir string
	out bytes.Buffer // of the last gateway
}

const (
	wrapOpening = 999_700
	wrapHourly  = 25 // litres
)

func newHousehold(t *testing.T) *household {
	t.Helper()
	start := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	h := &household{dir: t.TempDir(), waterStory: &waterStory{input: waterInput{
		start: start.Unix(), cycle: secondsPerDay,
		homes:      []waterHome{{Name: "w", Persons: 2, Opening: wrapOpening, BuyBelow: buyBelowDays * 24 * wrapHourly, gain: 24 * wrapHourly}},
		reservoirs: []reservoir{{Name: "lake", Class: "DROUGHT_SENSITIVE", Capacity: 1_000_000}},
		demand:     measurements{meters: []string{"w"}, form: register.Form{Numerator: 1, Denominator: 1, Digits: 6}, rate: maxLitresPerHour},
	}}}
	require.NoError(t, h.begin(t.Context(), filepath.Join(h.dir, "home"), printer{out: &h.out}))
	t.Cleanup(func() { require.NoError(t, h.chain.Close()) })
	return h
}

// file writes what the meter shows at each hour of a span. The lake has its inflow at the first one.
func (h *household) file(t *testing.T, name string, from, to int) string {
	t.Helper()
	rows := "time,meter,import_register_l,export_register_l\n"
	for hour := from; hour <= to; hour++ {
		at := time.Unix(h.input.start, 0).UTC().Add(time.Duration(hour) * time.Hour).Format(time.RFC3339)
		rows += fmt.Sprintf("%s,lake,0,500000\n%s,w,%d,0\n", at, at, (wrapOpening+wrapHourly*hour)%1_000_000)
	}
	path := filepath.Join(h.dir, name)
	require.NoError(t, os.WriteFile(path, []byte(rows), 0o600))
	return path
}

// replay lets the gateway be started for a file, always with the same journal, at the end of an hour.
func (h *household) replay(t *testing.T, file string, hour int) gateway.Rows {
	t.Helper()
	require.NoError(t, h.chain.AdvanceTo(t.Context(), time.Unix(h.input.start, 0).Add(time.Duration(hour)*time.Hour)))
	clientCtx, factory := h.signer(devnet.Gateway)
	journal, err := gateway.OpenJournal(filepath.Join(h.dir, "journal"), gateway.Header{ChainID: clientCtx.ChainID}, len(h.devices))
	require.NoError(t, err)
	in, err := meterdata.OpenFile(file, meterdata.Options{})
	require.NoError(t, err)
	h.out.Reset()
	g := &gateway.Gateway{
		Journal: journal, Chain: gateway.NewRemote(clientCtx, factory), Registry: meteridtypes.NewQueryClient(clientCtx),
		Devices: h.listed(), BatchSize: 100, Window: 4, MaxOpen: 1_000, GiveUp: time.Minute, Now: h.clock.now,
		Sleep:  func(ctx context.Context, _ time.Duration) error { return h.clock.pause(ctx) },
		Report: gateway.NewReporter(&h.out),
	}
	require.NoError(t, errors.Join(g.Run(t.Context(), in), in.Close(), journal.Close()), &h.out)
	return g.Rows()
}

// drawn is what the chain has counted of the home, and what it holds of the area.
func (h *household) drawn(t *testing.T) (litres uint64, area *watertypes.QueryAreaResponse) {
	t.Helper()
	account, err := h.queries.Account(t.Context(), &watertypes.QueryAccountRequest{Area: valley, Owner: h.addresses["w"]})
	require.NoError(t, err)
	area, err = h.queries.Area(t.Context(), &watertypes.QueryAreaRequest{Area: valley})
	require.NoError(t, err)
	require.NoError(t, h.audit(h.chain.App))
	return account.Household.Holding.ConsumedLitres, area
}

// Requirement: a register that wraps loses no litre, and a file that comes twice, or overlaps the one before, doubles none.
func TestAWrappedRegisterAndADoubledFileCountEveryLitreOnce(t *testing.T) {
	h := newHousehold(t)
	first := h.file(t, "first-day.csv", 1, 24)
	require.Equal(t, gateway.Rows{Taken: 48}, h.replay(t, first, 24))
	litres, before := h.drawn(t)
	require.EqualValues(t, 24*wrapHourly, litres, "the register has wrapped in hour 12")
	require.EqualValues(t, 500_000, before.Ledger.StockLitres+24*wrapHourly)

	require.Equal(t, gateway.Rows{Duplicate: 48}, h.replay(t, first, 25), "the same file once more")
	require.Equal(t, 2*20, strings.Count(h.out.String(), `"outcome":"duplicate"`), "twenty rows of each meter are named, all are counted")
	litres, after := h.drawn(t)
	require.EqualValues(t, 24*wrapHourly, litres)
	require.Equal(t, before.Ledger, after.Ledger)

	second := h.file(t, "second-day.csv", 20, 48)
	require.Equal(t, gateway.Rows{Taken: 48, Duplicate: 10}, h.replay(t, second, 48), "the next file begins with hours of the last one")
	litres, area := h.drawn(t)
	require.EqualValues(t, 48*wrapHourly, litres)
	require.EqualValues(t, 500_000, area.Ledger.StockLitres+48*wrapHourly)
	require.EqualValues(t, 48*wrapHourly, area.Ledger.Totals.BurnedLitres+area.Ledger.OverdraftLitres)

	meter, err := meteridtypes.NewQueryClient(h.client).Meter(t.Context(), &meteridtypes.QueryMeterRequest{Meter: h.devices["w"].Meter})
	require.NoError(t, err)
	require.EqualValues(t, (wrapOpening+48*wrapHourly)%1_000_000, meter.Registers.ImportRegister)
}
