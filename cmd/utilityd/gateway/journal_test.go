package gateway_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func open(t failer, dir string) *gateway.Journal {
	t.Helper()
	j, err := gateway.OpenJournal(dir, gateway.Header{ChainID: chainID, ShiftSeconds: 7}, 3)
	require.NoError(t, err)
	return j
}

func entry(device string, meter uint64, at int64) gateway.Entry {
	return gateway.Entry{
		Device: device, Start: at - 9, Import: meterdata.Of(uint64(at)), Rest: [2]meterdata.Rest{{Lo: uint64(at)}},
		Reading: meteridtypes.Reading{Meter: meter, Time: at, ImportRegister: uint64(at), Signature: []byte{1, 2}},
	}
}

// fate is the fate of an interval for the journal, as the next process would find it.
func fate(j *gateway.Journal, device string, from, to int64, amount uint64) gateway.Fate {
	_, fate, _ := j.Counter(device).Count(nil, gateway.Unit{Numerator: 1, Denominator: 1}, &meterdata.Record{
		Kind: meterdata.Amounts, Start: from, End: to, Import: meterdata.Of(amount),
	})
	return fate
}

// pending are the numbers of the open entries.
func pending(j *gateway.Journal) (numbers []uint64) {
	j.Pending(func(e *gateway.Entry) bool { numbers = append(numbers, e.N); return true })
	return numbers
}

// A journal that was compacted, and one that was not, lead the next process to the same place.
func TestJournalGoesOnWhereItWas(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		dir := t.TempDir()
		j := open(t, dir)
		entries := []gateway.Entry{entry("a", 1, 10), entry("b", 2, 10), entry("a", 1, 20)}
		for i := range entries {
			j.Counter(entries[i].Device).Restore(&entries[i]) // as if they had been counted
		}
		require.NoError(t, j.Append(
			entries,
			[]gateway.DeviceRows{{Device: "a", Rows: gateway.Rows{Taken: 2, Refused: 1}, Reason: "line 4"}},
		))
		require.NoError(t, j.Launch(gateway.Batch{Tx: "X", Sequence: 4, Entries: []uint64{1, 2}}))
		require.NoError(t, j.Launch(gateway.Batch{Tx: "Y", Sequence: 5, Entries: []uint64{3}, Bytes: []byte{9}, Born: 3, Until: 9}))
		require.NoError(t, j.Settle("X", []gateway.Outcome{
			{N: 1, Code: meteridtypes.READING_CODE_ACCEPTED, Remark: meteridtypes.READING_REMARK_EPOCH_OVER, Height: 5},
			{N: 2, Code: meteridtypes.READING_CODE_QUARANTINED, Height: 5},
		}))
		require.NoError(t, j.Waits("b", "it is suspended"))
		require.NoError(t, j.SetFormat([]byte(`{"name":"own"}`)))
		if compacted {
			require.NoError(t, j.Rewrite())
		}
		require.NoError(t, j.Close())

		again, err := gateway.OpenJournal(dir, gateway.Header{ChainID: "other"}, 3)
		require.NoError(t, err)
		require.Equal(t, gateway.Header{ChainID: chainID, ShiftSeconds: 7}, again.Header(), "an existing journal keeps its header")
		require.Equal(t, gateway.Counts{Accepted: 1, Quarantined: 1, Unnetted: 1}, again.Counts)
		require.Equal(t, []uint64{3}, pending(again))
		require.Equal(t, []gateway.Batch{{Tx: "Y", Sequence: 5, Entries: []uint64{3}, Bytes: []byte{9}, Born: 3, Until: 9}}, again.Flight())
		require.JSONEq(t, `{"name":"own"}`, string(again.Format()))
		require.Equal(t, int64(20), again.Counter("a").Last().Time)
		require.Equal(t, gateway.Duplicate, fate(again, "a", 1, 10, 10))
		require.Equal(t, gateway.Conflict, fate(again, "a", 1, 10, 11))
		views := again.Views(time.Unix(100, 0))
		require.Equal(t, gateway.View{
			Device: "a", Meter: 1, LastReading: 20, LastAccepted: 10, SilentSeconds: 80, Answer: "ACCEPTED", Remark: "EPOCH_OVER",
			Reason: "accepted, but never netted: its epoch was settled before it came", Pending: 1, Late: 1,
			Counts: gateway.Counts{Accepted: 1, Unnetted: 1}, Rows: gateway.Rows{Taken: 2, Refused: 1}, LastRow: "line 4",
		}, views[0])
		require.Equal(t, "it is suspended", views[1].Waiting)

		require.NoError(t, again.Append([]gateway.Entry{entry("c", 3, 30)}, nil))
		require.Equal(t, []uint64{3, 4}, pending(again))
		require.NoError(t, again.Settle("Y", nil))
		require.Equal(t, []uint64{3, 4}, pending(again), "the readings of a batch that died are open again")
		require.NoError(t, again.Close())
	}
}

func TestJournalDropsALineThatACrashCutShort(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10), entry("a", 1, 20)}, nil))
	require.NoError(t, j.Close())
	path := filepath.Join(dir, "journal.jsonl")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	second := strings.LastIndex(strings.TrimSpace(string(whole)), "\n") + 1

	for cut := second; cut < len(whole); cut += 7 {
		require.NoError(t, os.WriteFile(path, whole[:cut], 0o600))
		j = open(t, dir)
		require.Equal(t, []uint64{1}, pending(j), "cut at %d of %d", cut, len(whole))
		require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 20)}, nil))
		require.NoError(t, j.Close())
		again, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, whole, again)
	}
}

func TestAFullDiskChangesNothing(t *testing.T) {
	for room := 0; room < 300; room += 37 {
		dir := t.TempDir()
		j := open(t, dir)
		require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10)}, nil))
		j.FillDisk(room)
		err := j.Append([]gateway.Entry{entry("a", 1, 20), entry("a", 1, 30)}, nil)
		require.ErrorIs(t, err, syscall.ENOSPC)
		require.Equal(t, []uint64{1}, pending(j))
		j.FillDisk(1 << 20) // there is room again
		require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 20), entry("a", 1, 30)}, nil))
		require.NoError(t, j.Close())
		require.Equal(t, []uint64{1, 2, 3}, pending(open(t, dir)))
	}
}

// The journal of a gateway that runs for long is not longer than what it must hold.
func TestJournalIsBoundedByWhatIsOpen(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	for n := range int64(300) {
		entries := make([]gateway.Entry, 500)
		outcomes := make([]gateway.Outcome, 500)
		for i := range entries {
			entries[i] = entry("a", 1, 10*(500*n+int64(i))+10)
			outcomes[i] = gateway.Outcome{N: uint64(500*n + int64(i) + 1), Code: meteridtypes.READING_CODE_ACCEPTED}
		}
		require.NoError(t, j.Append(entries, nil))
		require.NoError(t, j.Settle("", outcomes))
	}
	info, err := os.Stat(filepath.Join(dir, "journal.jsonl"))
	require.NoError(t, err)
	require.Less(t, info.Size(), int64(20<<20), "150,000 readings would be 40 MB")
	require.NoError(t, j.Close())
	again := open(t, dir)
	require.EqualValues(t, 150_000, again.Counts.Accepted)
	require.Empty(t, pending(again))
	require.NoError(t, again.Close())
}

func TestJournalRefuses(t *testing.T) {
	t.Run("a second gateway", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, dir)
		_, err := gateway.OpenJournal(dir, gateway.Header{}, 1)
		require.ErrorContains(t, err, "in use by another gateway")
		require.NoError(t, j.Close())
		require.NoError(t, open(t, dir).Close())
	})
	for name, text := range map[string]string{
		"an outcome of nothing":                  `{"outcomes":[{"n":1,"code":1}]}` + "\n",
		"a line in the middle that is not JSON":  "{\n{}\n",
		"an entry that was answered is no entry": `{"next":5}` + "\n" + `{"entry":{"n":2,"device":"a","reading":{}}}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "journal.jsonl"), []byte(text), 0o600))
			_, err := gateway.OpenJournal(dir, gateway.Header{}, 1)
			require.ErrorContains(t, err, "the journal is broken")
		})
	}
}

func TestTheStatusOfARunningGatewayCanBeRead(t *testing.T) {
	dir := t.TempDir()
	_, err := gateway.ReadJournal(dir)
	require.ErrorContains(t, err, "found none")
	j := open(t, dir)
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10)}, nil))
	seen, err := gateway.ReadJournal(dir)
	require.NoError(t, err)
	require.Equal(t, 1, seen.Open())
	require.NoError(t, j.Close())
}
