package meterdata_test

import (
	"errors"
	"io"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// TestARowCostsNoMemory reads a million rows and counts what was allocated.
func TestARowCostsNoMemory(t *testing.T) {
	const count = 1_000_000
	var room []byte
	text := &rows{count: count, row: func(n int) string {
		if n == 0 {
			return "time,meter,consumed_wh,produced_wh\n"
		}
		room = strconv.AppendInt(room[:0], 1_795_132_800+int64(n/40)*900, 10)
		room = append(append(room, ",meter-"...), byte('0'+n%40/10), byte('0'+n%10))
		room = append(strconv.AppendInt(append(room, ','), int64(n%700), 10), ",0\n"...)
		return string(room)
	}}
	in, err := meterdata.Open(text, quarter)
	require.NoError(t, err)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read := 0
	for {
		_, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		read++
	}
	runtime.ReadMemStats(&after)
	require.Equal(t, count, read)
	perRow := (after.Mallocs - before.Mallocs) / count
	require.LessOrEqual(t, perRow, uint64(1), "the generator of this test allocates once for each row, the reader must not")
	require.Less(t, after.HeapInuse, before.HeapInuse+32<<20)
}
