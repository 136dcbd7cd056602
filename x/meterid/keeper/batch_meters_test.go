package keeper_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Whether meters are looked up or walked over must not show: neither in what is found nor in its place.
func TestEveryReadingFindsItsMeter(t *testing.T) {
	f := newFixture(t)
	var known uint64
	for i := range 30 {
		known = f.bound(fmt.Sprintf("meter %d", i))
	}
	const unknown = 0 // in want: there is no such meter

	tests := []struct {
		name   string
		meters []uint64
		want   []uint64
	}{
		{name: "no reading"},
		{name: "one meter", meters: []uint64{5}, want: []uint64{5}},
		{name: "few meters in a row", meters: []uint64{5, 6, 7}, want: []uint64{5, 6, 7}},
		{name: "few meters far apart", meters: []uint64{1, 30, 15}, want: []uint64{1, 30, 15}},
		{
			name:   "many meters in a row",
			meters: []uint64{3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
			want:   []uint64{3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
		},
		{
			name:   "many meters in any order, some of them twice",
			meters: []uint64{12, 3, 11, 5, 4, 6, 6, 10, 7, 9, 8, 3, 12},
			want:   []uint64{12, 3, 11, 5, 4, 6, 6, 10, 7, 9, 8, 3, 12},
		},
		{
			name:   "many meters in a row of which the last are unknown",
			meters: []uint64{34, 33, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24},
			want:   []uint64{unknown, unknown, unknown, unknown, unknown, 30, 29, 28, 27, 26, 25, 24},
		},
		{
			name:   "many unknown meters in a row",
			meters: []uint64{100, 101, 102, 103, 104, 105, 106, 107, 108, 109},
			want:   make([]uint64, 10),
		},
		{
			name:   "number 0, a run, a gap, another run",
			meters: []uint64{0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31},
			want:   []uint64{unknown, 1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, unknown},
		},
		{
			name:   "the greatest numbers that there are",
			meters: []uint64{1<<64 - 1, 1<<64 - 2, 1<<64 - 3, 1<<64 - 4, 1<<64 - 5, 1<<64 - 6, 1<<64 - 7, 1<<64 - 8, 1<<64 - 9},
			want:   make([]uint64, 9),
		},
	}
	require.EqualValues(t, 30, known)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			readings := make([]types.Reading, len(tt.meters))
			for i, meter := range tt.meters {
				readings[i].Meter = meter
			}

			meters, err := f.keeper.MetersOf(f.ctx, readings)

			require.NoError(t, err)
			require.Len(t, meters, len(tt.want))
			for i, want := range tt.want {
				if want == unknown {
					require.Nil(t, meters[i], "reading %d", i)
					continue
				}
				require.Equal(t, f.meter(want), *meters[i], "reading %d", i)
			}
		})
	}
}
