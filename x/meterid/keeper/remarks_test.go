package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// The remarks of the modules come back in the order of the batch, whatever the order in which the modules got the readings.
func TestRemarksComeInTheOrderOfTheBatch(t *testing.T) {
	f := newFixture(t)
	first, second, third := f.bound("S1"), f.active("S2"), f.bound("S3")
	f.bind(second, "water")
	f.energy.remarks = map[uint64]types.ReadingRemark{third: types.READING_REMARK_PAUSED}
	f.water.remarks = map[uint64]types.ReadingRemark{second: types.READING_REMARK_UNCOUNTED}
	f.later(hour)

	r := f.submit(
		read(ed("S3", 1), third, 1, step(30)),
		read(ed("S2", 1), second, 1, step(30)),
		read(ed("S2", 1), second, 1, step(15)), // after a later one
		read(ed("S1", 1), first, 1, step(15)),
		read(ed("S3", 1), third, 1, step(45)),
	)

	require.Equal(t, []types.ReadingRemark{
		types.READING_REMARK_PAUSED,
		types.READING_REMARK_UNCOUNTED,
		types.READING_REMARK_UNSPECIFIED,
		types.READING_REMARK_UNSPECIFIED,
		types.READING_REMARK_PAUSED,
	}, r.Remarks)
	require.Equal(t, uint32(4), r.Accepted, "a remark refuses nothing")
}

func TestABatchWithoutRemarksPaysNothingForThem(t *testing.T) {
	f := newFixture(t)
	id := f.bound("S1")
	f.later(hour)
	require.Nil(t, f.submit(read(ed("S1", 1), id, 1, step(15))).Remarks)
}
