package app_test

import (
	"testing"
	"time"

	"github.com/utilityd/utilityd/testutil/fixture"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
)

const (
	openForBids = generatortypes.GENERATOR_STATUS_OPEN_FOR_BIDS
	awaiting    = generatortypes.GENERATOR_STATUS_AWAITING_ACCEPTANCE
	funding     = generatortypes.GENERATOR_STATUS_FUNDING
	pending     = generatortypes.GENERATOR_STATUS_PENDING_INSTALL
	installed   = generatortypes.GENERATOR_STATUS_INSTALLED
	onTrial     = generatortypes.GENERATOR_STATUS_ON_TRIAL
	active      = generatortypes.GENERATOR_STATUS_ACTIVE
)

// generatorWork is the end of each status of a generator, and of what goes on while it is active.
func generatorWork() []work {
	rows := []work{
		{
			name:    "generator: no bid",
			prepare: endOf(openForBids, nothingMore),
		},
		{
			name:    "generator: the time for bids is over",
			prepare: endOf(openForBids, func(w *fixture.World) []func() stage { return life(w, 1)[1:2] }),
		},
		{
			name:    "generator: no bid is accepted",
			prepare: endOf(awaiting, nothingMore),
		},
		{
			name:    "generator: not all shares are pledged",
			prepare: endOf(funding, func(w *fixture.World) []func() stage { return life(w, 1)[3:4] }),
		},
		{
			name:    "generator: it is not installed",
			prepare: endOf(pending, nothingMore),
		},
		{
			name:    "generator: its meter proves nothing",
			prepare: endOf(installed, nothingMore),
		},
		{
			name: "generator: only its meter proves it",
			prepare: endOf(installed, func(w *fixture.World) []func() stage {
				return []func() stage{func() stage { return reported(w, 0) }, func() stage { return reported(w, 10) }}
			}),
		},
		{
			name: "generator: an undecided dispute",
			prepare: endOf(installed, func(w *fixture.World) []func() stage {
				return []func() stage{
					func() stage { return reported(w, 0) },
					func() stage { return reported(w, 10) },
					func() stage {
						return stage{who: "school", msg: &generatortypes.MsgRaiseDispute{
							Requester: w.Account("school").String(), Generator: 1, Reason: "noise",
						}}
					},
				}
			}),
		},
		{
			name:    "generator: a trial is over",
			prepare: endOf(onTrial, nothingMore),
		},
		{
			name:    "generator: its life is over",
			prepare: endOf(active, nothingMore),
		},
		{
			name: "generator: no code comes for a voucher",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				return sellVoucher(t, w)
			},
		},
		{
			name: "generator: a voucher is forgotten",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				refunded := sellVoucher(t, w)
				w.BlockAt(refunded)
				return refunded.Add(72 * time.Hour)
			},
		},
		{
			name: "generator: an offer of shares ends",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				raise(t, w, active)
				until := w.Now().Add(time.Hour)
				w.MustDeliver(w.Account("ann"), listing(w, until, time.Time{}))
				return until
			},
		},
		{
			name: "generator: a lease ends",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				raise(t, w, active)
				until := midnight(w, 3)
				w.MustDeliver(w.Account("ann"), listing(w, until, until))
				w.MustDeliver(w.Account("bob"), &generatortypes.MsgTakeListing{
					Taker: w.Account("bob").String(), Generator: 1, Listing: 1, Shares: 100,
				})
				buy(w, 0) // some revenue for the lessee
				return until
			},
		},
	}
	for i := range rows {
		rows[i].world = newWorkshop
		rows[i].retry = retryFirst
	}
	return rows
}

func nothingMore(*fixture.World) []func() stage { return nil }

// endOf brings generator 1 to a status and lets some more happen to it.
func endOf(status generatortypes.GeneratorStatus, more func(w *fixture.World) []func() stage) func(*testing.T, *fixture.World) time.Time {
	return func(t *testing.T, w *fixture.World) time.Time {
		id := raise(t, w, status)
		for _, next := range more(w) {
			s := next()
			w.MustDeliver(w.Account(s.who), s.msg)
		}
		return deadline(t, w, id)
	}
}

// sellVoucher sells units of generator 1 for a device, and returns when the money goes back.
func sellVoucher(t *testing.T, w *fixture.World) time.Time {
	t.Helper()
	raise(t, w, active)
	w.MustDeliver(w.Account("sunny"), &generatortypes.MsgRegisterDevice{
		Vendor: w.Account("sunny").String(), Generator: 1, Device: 7, Digits: 20, Length: 1_000, Anchor: "01234567890123456789",
	})
	buy(w, 7)
	return w.Now().Add(72 * time.Hour)
}
