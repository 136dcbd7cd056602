package app_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fault"
	"github.com/utilityd/utilityd/testutil/fixture"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// work is a kind of due work. Each call of prepare makes one piece of it due at the time it returns.
type work struct {
	name    string
	params  map[string]map[string]any // of the modules
	prepare func(t *testing.T, w *fixture.World, round int) time.Time
	// retry is how the piece of work that failed is tried again.
	retry func(w *fixture.World, end time.Time) sdk.Msg
	// marks are the first bytes of keys under which a piece that failed leaves word, by store: the queue, what is
	// parked, and the status of what was to be done.
	marks map[string][]byte
}

var energyMarks = map[string][]byte{energytypes.StoreKey: slices.Concat(
	energytypes.DueKey.Bytes(), energytypes.ParkedKey.Bytes(), energytypes.SettlementsKey.Bytes())}

// dueWork is every kind of due work of every module. A module that gets a new kind adds it here.
func dueWork() []work {
	return []work{
		{
			name: "energy: an epoch is settled",
			prepare: func(t *testing.T, w *fixture.World, _ int) time.Time {
				return reportQuarter(t, w).Add(villageGrace)
			},
			retry: func(w *fixture.World, at time.Time) sdk.Msg {
				return &energytypes.MsgRetrySettlement{
					Sender: w.Account("dora").String(), Community: 1, Epoch: epochEnding(at.Add(-villageGrace)),
				}
			},
			marks: energyMarks,
		},
		{
			name:   "energy: the records of an epoch are removed",
			params: map[string]map[string]any{"energy": {"retention_epochs": "1"}},
			prepare: func(t *testing.T, w *fixture.World, _ int) time.Time {
				settled := reportQuarter(t, w).Add(villageGrace)
				w.BlockAt(settled)
				w.BlockAt(settled.Add(quarterHour - time.Second))
				return settled.Add(quarterHour)
			},
			retry: func(w *fixture.World, at time.Time) sdk.Msg {
				return &energytypes.MsgRetrySettlement{
					Sender: w.Account("dora").String(), Community: 1, Epoch: epochEnding(at.Add(-villageGrace - quarterHour)),
				}
			},
			marks: energyMarks,
		},
		{
			name: "energy: the meter of a member who left is released",
			prepare: func(_ *testing.T, w *fixture.World, round int) time.Time {
				ben, mayor := w.Account("ben"), w.Account("mayor")
				slot := uint64(1)
				if round > 1 { // back again
					w.MustDeliver(ben, &energytypes.MsgJoinCommunity{Owner: ben.String(), Community: 1, Meter: 2})
					w.MustDeliver(mayor, &energytypes.MsgApproveMember{Admin: mayor.String(), Community: 1, Meter: 2})
					slot = uint64(round) + 2
				}
				w.MustDeliver(ben, &energytypes.MsgLeaveCommunity{Account: ben.String(), Community: 1, Slot: slot})
				return w.Now().Truncate(quarterHour).Add(quarterHour + villageGrace + 10*time.Second)
			},
			retry: func(w *fixture.World, _ time.Time) sdk.Msg {
				parked := must(w.App.EnergyKeeper.ExportGenesis(w.Context())).Parked
				return &energytypes.MsgLeaveCommunity{
					Account: w.Account("ben").String(), Community: 1, Slot: parked[0].Item.Number,
				}
			},
			marks: energyMarks,
		},
		{
			name: "meterid: a new key takes effect",
			prepare: func(_ *testing.T, w *fixture.World, _ int) time.Time {
				w.MustDeliver(w.Account("lab"), w.NextKey("home-3", "lab"))
				return w.Now().Add(48 * time.Hour)
			},
			retry: func(w *fixture.World, _ time.Time) sdk.Msg {
				return &meteridtypes.MsgRetryDue{Caller: w.Account("dora").String(), Kind: meteridtypes.KindRotateKey, Meter: 3}
			},
			marks: map[string][]byte{meteridtypes.StoreKey: slices.Concat(
				meteridtypes.DueKey.Bytes(), meteridtypes.ParkedKey.Bytes())},
		},
	}
}

// Each access to our stores, and to that of the coins, in each kind of due work fails once, in two ways: the chain goes on, the work is put aside
// and has written nothing, and when it is tried again everything is as if nothing had failed (pitfalls, class 5).
func TestDueWorkThatFailsIsPutAsideAndTriedAgain(t *testing.T) {
	for _, kind := range []fault.Kind{fault.Panic, fault.Nonsense} {
		for _, tt := range dueWork() {
			t.Run(fmt.Sprintf("%s, fault %d", tt.name, kind), func(t *testing.T) {
				disturbed, twin := newVillage(t), newVillage(t)
				both := []*fixture.World{disturbed, twin}
				for module, changes := range tt.params {
					for _, w := range both {
						params := w.Params(module)
						for name, value := range changes {
							params[name] = value
						}
						require.Empty(t, w.Govern(w.UpdateParams(module, params)))
					}
				}
				for access := 1; ; access++ {
					at := tt.prepare(t, twin, access)
					require.Equal(t, at, tt.prepare(t, disturbed, access))
					before := stateOf(disturbed, ourStores(disturbed)...)
					disturbed.Faults().Arm(kind, access, withMoney(disturbed)...)
					for _, w := range both {
						w.BlockAt(at)
					}
					if disturbed.Faults().Disarm() {
						require.Greater(t, access, 3, "accesses")
						t.Logf("%d accesses", access-1)
						break
					}
					requireNoWrites(t, before, stateOf(disturbed, ourStores(disturbed)...), tt.marks)

					// Block time stands still, so that the twin does at the same time what is tried again here.
					twin.BlockAt(at)
					retry := disturbed.Sign(disturbed.Account(retrier(disturbed, tt, at)), []sdk.Msg{tt.retry(disturbed, at)})
					res := disturbed.BlockAt(at, retry).TxResults[0]
					require.Zero(t, res.Code, "access %d: %s", access, res.Log)
					require.Equal(t, stateOf(twin, withMoney(twin)...), stateOf(disturbed, withMoney(disturbed)...), "access %d", access)
				}
				require.Equal(t, stateOf(twin, withMoney(twin)...), stateOf(disturbed, withMoney(disturbed)...))
			})
		}
	}
}

func retrier(w *fixture.World, tt work, at time.Time) string {
	signers, _, err := w.App.AppCodec().GetMsgV1Signers(tt.retry(w, at))
	if err != nil {
		panic(err)
	}
	return w.Name(sdk.AccAddress(signers[0]).String())
}

// ourStores are the stores of our modules.
func ourStores(w *fixture.World) []string {
	var names []string
	for _, name := range []string{"meterid", "energy", "water", "generator"} {
		if w.App.StoreKey(name) != nil {
			names = append(names, name)
		}
	}
	return names
}

// withMoney is our stores and the one of the coins.
func withMoney(w *fixture.World) []string { return append(ourStores(w), banktypes.StoreKey) }

// stateOf is what lies in stores: store and key → value.
func stateOf(w *fixture.World, stores ...string) map[string]string {
	state := map[string]string{}
	for _, name := range stores {
		addStore(state, w.Chain, name)
	}
	return state
}

func addStore(state map[string]string, c *chain.Chain, name string) {
	entries := c.Context().KVStore(c.App.StoreKey(name)).Iterator(nil, nil)
	for ; entries.Valid(); entries.Next() {
		state[name+"/"+string(entries.Key())] = string(entries.Value())
	}
	_ = entries.Close()
}

// requireNoWrites compares two states but for the marks.
func requireNoWrites(t *testing.T, before, after map[string]string, marks map[string][]byte) {
	t.Helper()
	differs := 0
	check := func(key string) {
		if before[key] == after[key] {
			return
		}
		differs++
		store, rest, _ := bytes.Cut([]byte(key), []byte("/"))
		require.Contains(t, string(marks[string(store)]), string(rest[:1]), "a write of the work that failed: %q", key)
	}
	for key := range before {
		check(key)
	}
	for key := range after {
		check(key)
	}
	require.NotZero(t, differs, "expected a note of the work that failed")
}
