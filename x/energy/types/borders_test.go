package types_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/x/energy/types"
)

// clock is a moment: minutes and seconds after twelve, where epoch 100 of quarters of an hour begins.
func clock(minutes, seconds int64) int64 { return 100*900 + 60*minutes + seconds }

func TestEpochOf(t *testing.T) {
	tests := []struct {
		name     string
		from, to int64

		wantEpoch   uint64
		wantReports bool
	}{
		{name: "from border to border", from: clock(0, 0), to: clock(15, 0), wantEpoch: 100, wantReports: true},
		{name: "7 seconds late at both ends", from: clock(0, 7), to: clock(15, 7), wantEpoch: 100, wantReports: true},
		{name: "7 seconds early at both ends", from: clock(-1, 53), to: clock(14, 53), wantEpoch: 100, wantReports: true},
		{name: "early at the beginning, late at the end", from: clock(-1, 30), to: clock(15, 30), wantEpoch: 100, wantReports: true},
		{name: "late at the beginning, early at the end", from: clock(0, 30), to: clock(14, 30), wantEpoch: 100, wantReports: true},
		{name: "a second too early", from: clock(-1, 29), to: clock(15, 0), wantEpoch: 100},
		{name: "a second too late ends in the next epoch", from: clock(0, 0), to: clock(15, 31), wantEpoch: 101},
		{name: "a part of an epoch", from: clock(5, 0), to: clock(10, 0), wantEpoch: 100, wantReports: true},
		{name: "the last part of an epoch, late", from: clock(10, 0), to: clock(15, 20), wantEpoch: 100, wantReports: true},
		{name: "the first part of an epoch, early", from: clock(-1, 40), to: clock(5, 0), wantEpoch: 100, wantReports: true},
		{name: "a part near the end lies within its epoch", from: clock(14, 40), to: clock(14, 50), wantEpoch: 100, wantReports: true},
		{name: "a part near the beginning lies within its epoch", from: clock(15, 10), to: clock(15, 20), wantEpoch: 101, wantReports: true},
		{name: "around one border is of the epoch before it", from: clock(14, 40), to: clock(15, 20), wantEpoch: 100, wantReports: true},
		{name: "two epochs, to the second", from: clock(0, 0), to: clock(30, 0), wantEpoch: 101},
		{name: "two epochs, late, belong to the last of them", from: clock(0, 7), to: clock(30, 7), wantEpoch: 101},
		{name: "two epochs, early, belong to the last of them", from: clock(-1, 53), to: clock(29, 53), wantEpoch: 101},
		{name: "the first second of an epoch is in it", from: clock(0, 0), to: clock(0, 1), wantEpoch: 100, wantReports: true},
		{name: "from before the first epoch there is", from: -5, to: 10, wantEpoch: 0},
	}
	community := types.Community{EpochSeconds: 900}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			tolerance := func(uint64) (int64, error) { return 30, nil }
			epoch, reports, err := community.EpochOf(tc.from, tc.to, tolerance)
			require.NoError(t, err)
			require.Equal(t, []any{tc.wantEpoch, tc.wantReports}, []any{epoch, reports})
		})
	}
}

// Each epoch goes by its own terms: here epoch 100 tolerates 10 seconds and its neighbours 40.
func TestEachEpochHasItsOwnTolerance(t *testing.T) {
	tests := []struct {
		name     string
		from, to int64

		wantEpoch   uint64
		wantReports bool
	}{
		{name: "early by less than its own", from: clock(-1, 50), to: clock(14, 0), wantEpoch: 100, wantReports: true},
		{name: "early by less than its neighbour's", from: clock(-1, 49), to: clock(14, 0), wantEpoch: 100},
		{name: "late by less than its own", from: clock(1, 0), to: clock(15, 10), wantEpoch: 100, wantReports: true},
		{name: "late by less than its neighbour's", from: clock(1, 0), to: clock(15, 11), wantEpoch: 101},
		{name: "the neighbour before it takes 40 seconds", from: clock(-15, 0), to: clock(0, 40), wantEpoch: 99, wantReports: true},
		{name: "the neighbour after it as well", from: clock(14, 20), to: clock(30, 0), wantEpoch: 101, wantReports: true},
	}
	community := types.Community{EpochSeconds: 900}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			tolerance := func(epoch uint64) (int64, error) {
				if epoch == 100 {
					return 10, nil
				}
				return 40, nil
			}
			epoch, reports, err := community.EpochOf(tc.from, tc.to, tolerance)
			require.NoError(t, err)
			require.Equal(t, []any{tc.wantEpoch, tc.wantReports}, []any{epoch, reports})
		})
	}
}

func TestEpochOfPassesErrorsOn(t *testing.T) {
	community := types.Community{EpochSeconds: 900}
	for _, broken := range []uint64{99, 100} {
		_, _, err := community.EpochOf(clock(-3, 0), clock(5, 0), func(epoch uint64) (int64, error) {
			if epoch == broken {
				return 0, types.ErrInvariantBroken
			}
			return 30, nil
		})
		require.ErrorIs(t, err, types.ErrInvariantBroken)
	}
}

// slowEpochOf is the twin of EpochOf: it tries every epoch from the first one on.
func slowEpochOf(length, from, to int64, tolerances []int64) (epoch uint64, reports bool) {
	for n := range tolerances {
		if start := int64(n) * length; start <= from && to <= start+length {
			return uint64(n), true
		}
	}
	for n, tolerance := range tolerances {
		if start := int64(n) * length; to <= start+length+tolerance {
			return uint64(n), start-tolerance <= from
		}
	}
	return 0, false
}

// holdsAtBorders checks what EpochOf promises of a meter that was read at these moments.
func holdsAtBorders(t require.TestingT, length int64, moments, tolerances []int64) {
	community := types.Community{EpochSeconds: uint64(length)}
	tolerance := func(epoch uint64) (int64, error) { return tolerances[epoch], nil }
	var last uint64
	for i := 1; i < len(moments); i++ {
		from, to := moments[i-1], moments[i]
		epoch, reports, err := community.EpochOf(from, to, tolerance)
		require.NoError(t, err)
		wantEpoch, wantReports := slowEpochOf(length, from, to, tolerances)
		require.Equal(t, []any{wantEpoch, wantReports}, []any{epoch, reports}, "(%d, %d] of epochs of %d, %d", from, to, length, tolerances)

		require.GreaterOrEqual(t, epoch, last, "no span belongs to an earlier epoch than the one before")
		last = epoch
		exact := community.EpochAt(to - 1)
		if within := from >= community.EpochStart(exact); within || tolerances[exact] == 0 && (exact == 0 || tolerances[exact-1] == 0) {
			require.Equal(t, []any{exact, within}, []any{epoch, reports}, "a span within an epoch, and one without tolerance, as to the second")
		}
		if reports {
			require.LessOrEqual(t, community.EpochStart(epoch)-tolerances[epoch], from)
			require.LessOrEqual(t, to, community.EpochEnd(epoch)+tolerances[epoch])
		}
	}
}

func TestEveryReadingHasOneEpoch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.SampledFrom([]int64{1, 20, 60, 900, 3_600}).Draw(t, "length")
		const epochs = 12
		tolerances := rapid.SliceOfN(rapid.Int64Range(0, length/20), epochs+1, epochs+1).Draw(t, "tolerances")
		border := rapid.Int64Range(0, epochs-1)
		near := rapid.Custom(func(t *rapid.T) int64 {
			return border.Draw(t, "border")*length + rapid.Int64Range(-length/15, length/15).Draw(t, "from it")
		})
		moments := rapid.SliceOfNDistinct(rapid.OneOf(near, rapid.Int64Range(0, epochs*length-1)), 2, 30, rapid.ID).Draw(t, "moments")
		holdsAtBorders(t, length, inOrder(moments), tolerances)
	})
}

func TestBorderToleranceOfMessages(t *testing.T) {
	tests := []struct {
		name   string
		length uint64
		wished uint64
		exact  bool

		want uint64
	}{
		{name: "30 seconds of a quarter of an hour unless said", length: 900, want: 30},
		{name: "2 minutes of an hour unless said", length: 3_600, want: 120},
		{name: "2 seconds of a minute unless said", length: 60, want: 2},
		{name: "none of 24 seconds", length: 24, want: 0},
		{name: "the wished one", length: 900, wished: 45, want: 45},
		{name: "none, on purpose", length: 900, exact: true, want: 0},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			create := types.MsgCreateCommunity{EpochSeconds: tc.length, BorderToleranceSeconds: tc.wished, ExactBorders: tc.exact}
			require.Equal(t, tc.want, create.BorderTolerance())
			update := types.MsgUpdateCommunity{BorderToleranceSeconds: tc.wished, ExactBorders: tc.exact}
			require.Equal(t, tc.want, update.BorderTolerance(tc.length))
			require.NoError(t, types.CheckBorderTolerance(tc.want, tc.length))
		})
	}
}
