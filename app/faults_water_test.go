package app_test

import (
	"testing"
	"time"

	"github.com/utilityd/utilityd/testutil/fixture"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

func waterWork() []work {
	rows := []work{
		{
			name: "water: an enrolment opens",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				return nextWater(t, w, "open")
			},
		},
		{
			name: "water: a period is paid out, and the next one starts",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				w.BlockAt(nextWater(t, w, "open"))
				drink(t, w)
				for _, name := range []string{"anna", "ben"} {
					owner := w.Account(name)
					w.MustDeliver(owner, &watertypes.MsgSubscribe{Owner: owner.String(), Area: 1, Periods: 1, MaxFeePerPerson: watertypes.MaxPrice})
				}
				return nextWater(t, w, "start")
			},
		},
		{
			name: "water: the last period of a closed area ends",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				mayor := w.Account("mayor")
				w.MustDeliver(mayor, &watertypes.MsgCloseArea{Admin: mayor.String(), Area: 1})
				return nextWater(t, w, "start")
			},
		},
		{
			name: "water: the lifeline of a day",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				return nextWater(t, w, "tick")
			},
		},
		{
			name: "water: an auction",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				anna, ben := w.Account("anna"), w.Account("ben")
				w.MustDeliver(anna, order(anna, watertypes.ORDER_SIDE_SELL, 2, 3))
				w.MustDeliver(ben, order(ben, watertypes.ORDER_SIDE_BUY, 5, 4))
				return nextWater(t, w, "auction")
			},
		},
	}
	for i := range rows {
		rows[i].world = newBasin
		rows[i].retry = retryFirst
	}
	return rows
}
