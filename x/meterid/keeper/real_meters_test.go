package keeper_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// data is a file of measured data beside the repository; the test is skipped if it is not there.
func data(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("../shared/data/%s is not there", name)
	}
	defer func() { require.NoError(t, file.Close()) }()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		r, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	rows, err := csv.NewReader(r).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func unix(t *testing.T, text string) int64 {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.Unix()
}

func wholeNumber(t *testing.T, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err)
	return n
}

// replay opens a meter with the first registers and submits the others in batches, each as soon as its last reading is
// there. It returns what became of each.
func (f *fixture) replay(serial string, moments []types.Registers) []types.ReadingCode {
	f.t.Helper()
	f.ctx = f.ctx.WithBlockTime(time.Unix(moments[0].Time, 0))
	id := f.registered(serial)
	_, err := f.msgs.ActivateMeter(f.ctx, activation(ed(serial, 1), id, moments[0]))
	require.NoError(f.t, err)
	f.bind(id, "energy")
	var codes []types.ReadingCode
	for rest := moments[1:]; len(rest) > 0; {
		n := min(len(rest), 1_024)
		batch := make([]types.Reading, n)
		for i, at := range rest[:n] {
			batch[i] = read(ed(serial, 1), id, 1, at)
		}
		f.ctx = f.ctx.WithBlockTime(time.Unix(rest[n-1].Time, 0))
		codes = append(codes, f.submit(batch...).Codes...)
		rest = rest[n:]
	}
	return codes
}

// yearlyFixture accepts readings as old as a year, as the replay of a file needs.
func yearlyFixture(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	params := types.DefaultParams()
	params.MaxReadingAgeSeconds = 365 * 86_400
	_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
	require.NoError(t, err)
	return f
}

// Real water meters whose registers go back, and that are silent for weeks: what is counted in the end is exactly how far
// the register has come.
func TestFaultyMetersOfAlicante(t *testing.T) {
	meters := map[string][]types.Registers{}
	var names []string
	for _, row := range data(t, "water-demand-alicante/registers-with-faults.csv.gz") {
		if meters[row[1]] == nil {
			names = append(names, row[1])
		}
		meters[row[1]] = append(meters[row[1]], types.Registers{Time: unix(t, row[0]), ImportRegister: wholeNumber(t, row[2])})
	}
	require.Len(t, names, 9)
	wentBack := 0
	for _, name := range names {
		f := yearlyFixture(t)
		moments := meters[name]
		top, counted := moments[0].ImportRegister, uint64(0)
		for i, code := range f.replay(name, moments) {
			at := moments[i+1]
			if at.ImportRegister < top {
				require.Equal(t, types.READING_CODE_REGISTER_WENT_BACK, code, "%s %v", name, at)
				wentBack++
				continue
			}
			require.Equal(t, types.READING_CODE_ACCEPTED, code, "%s %v", name, at)
			top = at.ImportRegister
		}
		from := moments[0].Time
		for _, r := range f.energy.readings() {
			require.Equal(t, from, r.From, "no time is counted twice or not at all")
			counted, from = counted+r.Import, r.To
		}
		require.Equal(t, top-moments[0].ImportRegister, counted, name)
		f.sound()
	}
	require.Positive(t, wentBack)
}

// A real home with gaps of up to 55 hours: the reading after a gap carries the whole amount.
func TestGapsOfKonstanz(t *testing.T) {
	var moments []types.Registers
	gaps := 0
	for _, row := range data(t, "energy-konstanz/energy.csv") {
		at := types.Registers{Time: unix(t, row[0]), ImportRegister: wholeNumber(t, row[4]), ExportRegister: wholeNumber(t, row[5])}
		if n := len(moments); n > 0 && at.Time-moments[n-1].Time > hour {
			gaps++
		}
		moments = append(moments, at)
	}
	f := yearlyFixture(t)
	for i, code := range f.replay("konstanz-r4", moments) {
		require.Equal(t, types.READING_CODE_ACCEPTED, code, "%v", moments[i+1])
	}
	imported, exported, long, from := uint64(0), uint64(0), 0, moments[0].Time
	for _, r := range f.energy.readings() {
		require.Equal(t, from, r.From)
		if r.To-r.From > hour {
			long++
		}
		imported, exported, from = imported+r.Import, exported+r.Export, r.To
	}
	first, last := moments[0], moments[len(moments)-1]
	require.Equal(t, last.ImportRegister-first.ImportRegister, imported)
	require.Equal(t, last.ExportRegister-first.ExportRegister, exported)
	require.Positive(t, gaps)
	require.Equal(t, gaps, long)
	f.sound()
}
