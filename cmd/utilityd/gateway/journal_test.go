package gateway_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func fresh() (gateway.Header, error) { return gateway.Header{ChainID: "test-1", ShiftSeconds: 7}, nil }

func open(t *testing.T, dir string) *gateway.Journal {
	t.Helper()
	j, err := gateway.OpenJournal(dir, fresh)
	require.NoError(t, err)
	return j
}

func entry(device string, meter uint64, at int64) gateway.Entry {
	return gateway.Entry{Device: device, Reading: meteridtypes.Reading{Meter: meter, Time: at, ImportRegister: uint64(at), Signature: []byte{1, 2}}}
}

func TestJournalGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10), entry("b", 2, 10), entry("a", 1, 20)}))
	require.NoError(t, j.Settle([]gateway.Outcome{
		{N: 1, Code: meteridtypes.READING_CODE_ACCEPTED, Height: 5},
		{N: 2, Code: meteridtypes.READING_CODE_QUARANTINED, Height: 5},
	}))
	require.NoError(t, j.Close())

	again, err := gateway.OpenJournal(dir, func() (gateway.Header, error) {
		t.Fatal("an existing journal keeps its header")
		return gateway.Header{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, int64(7), again.Header().ShiftSeconds)
	require.Equal(t, gateway.Counts{Accepted: 1, Quarantined: 1}, again.Counts)
	require.Len(t, again.Pending(), 1)
	require.Equal(t, uint64(3), again.Pending()[0].N)
	require.Equal(t, []byte{1, 2}, again.Pending()[0].Reading.Signature)
	require.Equal(t, int64(20), again.Last("a"))
	require.Equal(t, int64(0), again.Last("c"))
	require.NoError(t, again.Append([]gateway.Entry{entry("c", 3, 30)}))
	require.Equal(t, uint64(4), again.Pending()[1].N)
	require.NoError(t, again.Close())
}

func TestJournalDropsALineThatACrashCutShort(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 10), entry("a", 1, 20)}))
	require.NoError(t, j.Close())
	path := filepath.Join(dir, "readings.jsonl")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)

	for cut := len(whole) / 2; cut < len(whole); cut += 7 {
		require.NoError(t, os.WriteFile(path, whole[:cut], 0o600))
		j = open(t, dir)
		require.Len(t, j.Pending(), 1, "cut at %d of %d", cut, len(whole))
		require.NoError(t, j.Append([]gateway.Entry{entry("a", 1, 20)}))
		require.NoError(t, j.Close())
		again, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, whole, again)
	}
}

func TestJournalRefuses(t *testing.T) {
	t.Run("a second gateway", func(t *testing.T) {
		dir := t.TempDir()
		j := open(t, dir)
		_, err := gateway.OpenJournal(dir, fresh)
		require.ErrorContains(t, err, "in use by another gateway")
		require.NoError(t, j.Close())
		require.NoError(t, open(t, dir).Close())
	})
	t.Run("a gap in the numbers", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "readings.jsonl"), []byte(`{"n":2,"device":"a","reading":{"meter":1}}`+"\n"), 0o600))
		_, err := gateway.OpenJournal(dir, fresh)
		require.ErrorContains(t, err, "expected entry 1, got 2")
	})
	t.Run("an outcome of nothing", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "outcomes.jsonl"), []byte(`{"n":1,"code":1,"height":3}`+"\n"), 0o600))
		_, err := gateway.OpenJournal(dir, fresh)
		require.ErrorContains(t, err, "outcome of entry 1")
	})
	t.Run("a line in the middle that is not JSON", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "readings.jsonl"), []byte("{\n{}\n"), 0o600))
		_, err := gateway.OpenJournal(dir, fresh)
		require.ErrorContains(t, err, "line 1")
	})
}
