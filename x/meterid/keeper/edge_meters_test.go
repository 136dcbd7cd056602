package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/x/meterid/register"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// A water meter that draws 160 litres a day for two weeks and is read every hour: 2,240 litres.
const (
	edgeDays   = 14
	edgeLitres = edgeDays * 160
)

// edgeMeter are the readings of a meter from noon on, the first of them its opening.
func edgeMeter(first uint64) []types.Registers {
	var all []types.Registers
	register := first
	for h := range int64(edgeDays*24 + 1) {
		if at := h % 24; at >= 6 && at < 22 { // 10 litres an hour, by day
			register += 10
		}
		all = append(all, types.Registers{Time: noon + h*hour, ImportRegister: register})
	}
	return all
}

// edgeCase is one thing that meters do, in the made-up data of edgeMeter and in a file beside the repository.
type edgeCase struct {
	name  string
	file  string // the meters of a file do the same
	meter string // the one of them that does it
	form  register.Form
	first uint64
	fault func(all []types.Registers)

	wraps bool // it heals, and no reading is refused
	waits bool // it waits for the issuer
}

func edgeCases() []edgeCase {
	const hit = 100 // the reading with which the fault begins
	wrap := func(all []types.Registers) {
		for i := range all {
			all[i].ImportRegister %= 1_000_000
		}
	}
	return []edgeCase{
		{
			name: "a meter without faults", file: "water-good.csv", meter: "w1", form: whole, first: 250_000,
			fault: func([]types.Registers) {},
		},
		{
			name: "a register of 6 digits wraps", file: "water-rollover-6-digits.csv", meter: "w2", form: digits(whole, 6), first: 999_900,
			fault: wrap, wraps: true,
		},
		{
			name: "a register that is certified without digits wraps", file: "water-rollover-6-digits.csv", meter: "w2", form: whole, first: 999_900,
			fault: wrap, waits: true,
		},
		{
			name: "a register shows 0 once", file: "water-glitch-to-0-and-back.csv", meter: "w3", form: whole, first: 12_000,
			fault: func(all []types.Registers) { all[hit].ImportRegister = 0 },
		},
		{
			name: "a register of 6 digits shows 0 once", file: "water-glitch-to-0-and-back.csv", meter: "w3", form: digits(whole, 6), first: 12_000,
			fault: func(all []types.Registers) { all[hit].ImportRegister = 0 },
		},
		{
			name: "a register runs back by 30 litres for four hours", file: "water-reverse-30-litres.csv", meter: "w3", form: whole, first: 12_000,
			fault: runBack,
		},
		{
			name: "a register of 5 digits runs back by 30 litres for four hours", file: "water-reverse-30-litres.csv", meter: "w3", form: digits(whole, 5), first: 12_000,
			fault: runBack,
		},
	}
}

// runBack takes 30 litres from four readings by day. The third shows as much as the last good one, so two went back.
func runBack(all []types.Registers) {
	for i := 105; i < 109; i++ {
		all[i].ImportRegister -= 30
	}
}

func TestFaultsOfWaterMetersHeal(t *testing.T) {
	for _, tc := range edgeCases() {
		t.Run(tc.name, func(t *testing.T) {
			all := edgeMeter(tc.first)
			tc.fault(all)
			tc.check(t, all)
		})
	}
}

func TestFaultsOfWaterMetersInFilesHeal(t *testing.T) {
	for _, tc := range edgeCases() {
		t.Run(tc.name, func(t *testing.T) {
			var all []types.Registers
			for _, row := range data(t, "edge/"+tc.file) {
				if row[1] == tc.meter {
					all = append(all, types.Registers{Time: unix(t, row[0]), ImportRegister: wholeNumber(t, row[2])})
				}
			}
			require.Len(t, all, edgeDays*24)
			tc.check(t, all)
		})
	}
}

// backwards is how many readings show less than the highest before.
func backwards(all []types.Registers) int {
	n, top := 0, uint64(0)
	for _, at := range all {
		if at.ImportRegister < top {
			n++
		}
		top = max(top, at.ImportRegister)
	}
	return n
}

// check replays the readings in one batch and one by one.
func (tc edgeCase) check(t *testing.T, all []types.Registers) {
	t.Helper()
	for _, size := range []int{len(all), 1} {
		f := newFixture(t)
		f.ctx = f.ctx.WithBlockTime(time.Unix(all[0].Time, 0))
		params := types.DefaultParams()
		params.MaxReadingAgeSeconds = uint64((edgeDays + 1) * day)
		_, err := f.msgs.UpdateParams(f.ctx, &types.MsgUpdateParams{Authority: account("governance"), Params: params})
		require.NoError(t, err)
		id := f.certified("S1", tc.form, all[0])
		back := 0
		for rest := all[1:]; len(rest) > 0; {
			n := min(size, len(rest))
			for _, code := range f.reports(id, rest[:n]...) {
				if code == types.READING_CODE_REGISTER_WENT_BACK {
					back++
				} else {
					require.Equal(t, types.READING_CODE_ACCEPTED, code)
				}
			}
			rest = rest[n:]
		}
		f.sound()
		counted := uint64(0)
		for _, r := range f.energy.readings() {
			counted += r.Import
		}
		if !tc.waits {
			if !tc.wraps {
				require.Equal(t, backwards(all), back, "named, every one of them")
			}
			require.Empty(t, f.export().Quarantine, "nothing waits any more")
			require.EqualValues(t, edgeLitres, counted)
			continue
		}
		require.Equal(t, types.READING_CODE_REGISTER_WENT_BACK, f.export().Quarantine[0].Code)
		require.Equal(t, all[len(all)-1], f.export().Quarantine[0].Registers, "the last one is there for the issuer")
		require.Less(t, counted, uint64(edgeLitres))
	}
}
