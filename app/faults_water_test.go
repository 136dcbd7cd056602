package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

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
					w.MustDeliver(owner, &watertypes.MsgSubscribe{Owner: owner.String(), Area: 1})
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
		{
			name: "water: a household subscribes by its policy",
			// A renewal is due with the message that asks for it. Sixteen lifelines keep the block from it, and it is alone in the next.
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				require.Empty(t, change(w, "work", map[string]any{"max_work_per_block": "16"}))
				carla := w.Account("carla")
				w.BlockAt(nextWater(t, w, "open"))
				at := nextWater(t, w, "tick").Add(15 * 24 * time.Hour)
				w.BlockAt(at, w.Sign(carla, []sdk.Msg{renewal(carla, true)}))
				return at.Add(time.Second)
			},
		},
	}
	for i := range rows {
		rows[i].world = newBasin
		rows[i].retry = retryFirst
	}
	return rows
}
