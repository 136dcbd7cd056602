package gateway

import (
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// The flags of inspect, for tests.
var (
	AddInputFlags  = addInputFlags
	InputArguments = inputArguments
)

// InspectRows counts rows of one meter, and the rows that are held to find doubled ones.
func InspectRows(count int) (rows, remembered int) {
	f := &inspection{location: time.UTC, byName: map[string]*scanned{}, digests: map[rowKey]uint64{}}
	for i := range count {
		start := 1_795_132_800 + int64(i)*60
		f.take(meterdata.Record{Line: i, Meter: "m", Kind: meterdata.Amounts, Start: start, End: start + 60, Import: meterdata.Of(1)})
	}
	return f.Rows, len(f.digests)
}
