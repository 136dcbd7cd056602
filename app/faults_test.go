package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/app"
	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/testutil/fault"
	"github.com/utilityd/utilityd/testutil/fixture"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
	worktypes "github.com/utilityd/utilityd/x/work/types"
)

// work is a piece of due work of some kind.
type work struct {
	name  string
	world func(t *testing.T) *fixture.World
	// prepare makes the piece due, and nothing else, at the time it returns.
	prepare func(t *testing.T, w *fixture.World) time.Time
	// retry is how it is tried again.
	retry func(w *fixture.World) sdk.Msg
	// marks are the first bytes of keys that change when it fails, by store, besides those of x/work: the status of its record.
	marks map[string][]byte
}

// dueWork is every kind of due work of every module. A module that gets a new kind adds it to its own.
func dueWork() []work { return slices.Concat(meterWork(), energyWork(), waterWork(), generatorWork()) }

func meterWork() []work {
	return []work{{
		name:  "meterid: a new key takes effect",
		world: newVillage,
		prepare: func(_ *testing.T, w *fixture.World) time.Time {
			w.MustDeliver(w.Account("lab"), w.NextKey("home-3", "lab"))
			return w.Now().Add(48 * time.Hour)
		},
		retry: retryFirst,
	}}
}

func energyWork() []work {
	rows := []work{
		{
			name: "energy: an epoch is settled",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				return dueOf(t, w, reportQuarter(t, w))
			},
			retry: retryFirst,
		},
		{
			name: "energy: the records of an epoch are removed",
			prepare: func(t *testing.T, w *fixture.World) time.Time {
				require.Empty(t, change(w, "energy", map[string]any{"retention_epochs": "1"}))
				settled := dueOf(t, w, reportQuarter(t, w))
				w.BlockAt(settled)
				w.BlockAt(settled.Add(quarterHour - time.Second))
				return settled.Add(quarterHour)
			},
			retry: retryFirst,
		},
		{
			name: "energy: the meter of a member who left is released",
			prepare: func(_ *testing.T, w *fixture.World) time.Time {
				ben := w.Account("ben")
				w.MustDeliver(ben, &energytypes.MsgLeaveCommunity{Account: ben.String(), Community: 1, Slot: 1})
				return w.Now().Truncate(quarterHour).Add(quarterHour + 2*villageGrace)
			},
			retry: func(w *fixture.World) sdk.Msg {
				return &energytypes.MsgLeaveCommunity{Account: w.Account("ben").String(), Community: 1, Slot: 1}
			},
		},
	}
	for i := range rows {
		rows[i].world = newVillage
		rows[i].marks = map[string][]byte{energytypes.StoreKey: energytypes.SettlementsKey.Bytes()}
	}
	return rows
}

// Each access to the store of a module in each kind of due work fails, one after the other, in two ways: the chain goes on, the
// work is recorded as failed and has written nothing, and when it is retried and succeeds everything is
// as if nothing had failed (pitfalls, class 5). The bank takes nonsense in its store for a balance of 0, so there an access panics.
func TestDueWorkThatFailsIsPutAsideAndTriedAgain(t *testing.T) {
	for _, faults := range []struct {
		kind   fault.Kind
		stores []string
	}{
		{kind: fault.Panic, stores: withBank},
		{kind: fault.Nonsense, stores: ourStores},
	} {
		for _, tt := range dueWork() {
			t.Run(fmt.Sprintf("%s, fault %d", tt.name, faults.kind), func(t *testing.T) {
				disturbed, twin := tt.world(t), tt.world(t)
				at := tt.prepare(t, twin)
				require.Equal(t, at, tt.prepare(t, disturbed))
				before := stateOf(disturbed)
				var retry [][]byte
				for access := 1; ; access++ {
					disturbed.Faults().Arm(faults.kind, access, faults.stores...)
					block := disturbed.BlockAt(at, retry...) // time stands still
					for _, res := range block.TxResults {
						require.Zero(t, res.Code, "access %d: %s", access, res.Log)
					}
					if disturbed.Faults().Disarm() {
						require.Greater(t, access, 2, "accesses")
						t.Logf("%d accesses", access-1)
						break
					}
					requireNoWrites(t, before, stateOf(disturbed), tt.marks)
					require.Len(t, failed(t, disturbed.Chain), 1, "access %d", access)
					twin.BlockAt(twin.Now()) // its work is not due yet
					msg := tt.retry(disturbed)
					retry = [][]byte{disturbed.Sign(signer(t, disturbed, msg), []sdk.Msg{msg})}
				}
				twin.BlockAt(at)
				require.Equal(t, stateOf(twin), stateOf(disturbed))
				require.Empty(t, failed(t, disturbed.Chain))
			})
		}
	}
}

func signer(t *testing.T, w *fixture.World, msg sdk.Msg) chain.Account {
	t.Helper()
	signers, _, err := w.App.AppCodec().GetMsgV1Signers(msg)
	require.NoError(t, err)
	return w.Account(w.Name(sdk.AccAddress(signers[0]).String()))
}

// retryFirst retries the first work that failed.
func retryFirst(w *fixture.World) sdk.Msg {
	it := workOf(w).Failed[0].Item
	return &worktypes.MsgRetryWork{
		Sender: w.Account("dora").String(), Module: it.Module, Record: it.Record, Kind: it.Kind, Number: it.Number,
	}
}

func workOf(w *fixture.World) *worktypes.GenesisState {
	return must(w.App.WorkKeeper.ExportGenesis(w.Context()))
}

// failed returns why work failed that can be retried, as the query shows it.
func failed(t *testing.T, c *chain.Chain) (reasons []string) {
	t.Helper()
	resp, err := worktypes.NewQueryClient(c.Conn()).Failed(t.Context(), &worktypes.QueryFailedRequest{})
	require.NoError(t, err)
	for _, f := range resp.Items {
		reasons = append(reasons, f.Reason)
	}
	return reasons
}

// The stores of our modules, and with the one of the coins.
var (
	ourStores = []string{meteridtypes.StoreKey, energytypes.StoreKey, watertypes.StoreKey, generatortypes.StoreKey}
	withBank  = append(slices.Clone(ourStores), banktypes.StoreKey)
)

// stateOf is what lies in those stores and in the one of the work: store and key → value.
func stateOf(w *fixture.World) map[string]string {
	state := map[string]string{}
	for _, name := range append(slices.Clone(withBank), worktypes.StoreKey) {
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

// requireNoWrites compares two states but for the marks and for the coins that every block mints.
func requireNoWrites(t *testing.T, before, after map[string]string, marks map[string][]byte) {
	t.Helper()
	differs := 0
	check := func(key string) {
		store, rest, _ := strings.Cut(key, "/")
		if store == worktypes.StoreKey && before[key] != after[key] {
			differs++
			return
		}
		if before[key] == after[key] || store == banktypes.StoreKey && strings.Contains(rest, app.BondDenom) {
			return
		}
		differs++
		require.Contains(t, string(marks[store]), rest[:1], "a write of the work that failed: %q", key)
	}
	for key := range before {
		check(key)
	}
	for key := range after {
		check(key)
	}
	require.NotZero(t, differs, "expected a note of the work that failed")
}
