//go:build unix

package app_test

import (
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	"github.com/utilityd/utilityd/testutil/bench"
	"github.com/utilityd/utilityd/testutil/chain"
	"github.com/utilityd/utilityd/x/meterid/reading"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

const (
	drawBatch  = 256
	drawsBlock = 25 * drawBatch // readings a block, and sends
	sendsOfTx  = 100
	households = 2 * drawsBlock
	litresEach = 1_000_000
)

// BenchmarkWater compares readings of 12,800 households of an area, in batches of 256 of distinct owners, with sends to the
// same owners, 100 a transaction: 6,400 of each a block, in turn in the same rounds.
//
// "hit" is FinalizeBlock and Commit of batches whose signatures CheckTx has verified, against FinalizeBlock and Commit of sends;
// "check+hit" is CheckTx too, on both sides. "cold" are batches that the node sees for the first time, "check+cold" those that
// CheckTx and the delivery verify both.
func BenchmarkWater(b *testing.B) {
	const rounds = 3
	v := newValley(b)
	for range households / drawsBlock { // the memo of keys fills, and each household has drawn once
		v.deliver(v.draws())
	}
	var hit, check, cold, send, checkSend bench.Costs
	for b.Loop() {
		for range rounds {
			draws := v.draws()
			check.Add(bench.Of(func() { checkAll(b, v.chain, draws) }))
			hit.Add(bench.Of(func() { v.deliver(draws) }))
			sends := v.sends()
			checkSend.Add(bench.Of(func() { checkAll(b, v.chain, sends) }))
			send.Add(bench.Of(func() { block(b, v.chain, v.chain.Now().Add(time.Second), sends...) }))
			draws = v.draws()
			cold.Add(bench.Of(func() { v.deliver(draws) }))
		}
	}
	for _, row := range []struct {
		name           string
		draws, against bench.Costs
	}{
		{"hit", hit, send},
		{"check+hit", bench.Sum(check, hit), bench.Sum(checkSend, send)},
		{"cold", cold, send},
		{"check+cold", bench.Sum(check, cold), bench.Sum(checkSend, send)},
	} {
		b.ReportMetric(micros(row.draws.Median(), drawsBlock), row.name+"-us")
		b.ReportMetric(bench.Rate(row.draws.Median(), drawsBlock), row.name+"/s")
		b.ReportMetric(bench.Ratio(row.against, row.draws), row.name+"-x-sends")
	}
	b.ReportMetric(micros(send.Median(), drawsBlock), "send-us")
	b.ReportMetric(0, "ns/op")
}

// valley is an area of which every household has a million litres and one meter. Meter i+1 belongs to household i.
type valley struct {
	b     *testing.B
	chain *chain.Chain
	keys  []ed25519.PrivateKey
	next  int // whose turn it is
	at    time.Time
	total []uint64 // on the registers
}

func newValley(b *testing.B) *valley {
	b.Helper()
	names := make([]string, drawsBlock/sendsOfTx)
	for i := range names {
		names[i] = fmt.Sprintf("account %d", i)
	}
	v := &valley{b: b, chain: node(b, chain.Names(names...)), total: make([]uint64, households)}
	v.at = v.chain.Now().Truncate(quarter).Add(quarter)
	v.keys = make([]ed25519.PrivateKey, households)
	for i := range v.keys {
		v.keys[i] = device(i)
	}
	write(b, v.chain, func(ctx sdk.Context) error {
		a := v.chain.App
		if err := a.MeterKeeper.InitGenesis(ctx, v.meters()); err != nil {
			return err
		}
		if err := a.WaterKeeper.InitGenesis(ctx, v.water()); err != nil {
			return err
		}
		if err := a.BankKeeper.MintCoins(ctx, watertypes.ModuleName, litres(households*litresEach)); err != nil {
			return err
		}
		module := a.AccountKeeper.GetModuleAddress(watertypes.ModuleName)
		if err := a.BankKeeper.UncheckedSetBalance(ctx, module, sdk.NewInt64Coin(watertypes.Denom(1), 0)); err != nil {
			return err
		}
		for i := range households {
			address := sdk.MustAccAddressFromBech32(owner(i))
			a.AccountKeeper.SetAccount(ctx, a.AccountKeeper.NewAccountWithAddress(ctx, address))
			for _, coin := range append(litres(litresEach), sdk.NewInt64Coin("ueur", 1_000)) {
				if err := a.BankKeeper.UncheckedSetBalance(ctx, address, coin); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return v
}

func litres(n int64) sdk.Coins { return sdk.NewCoins(sdk.NewInt64Coin(watertypes.Denom(1), n)) }

// water is an area in the middle of its first period, of which all litres have been allotted.
func (v *valley) water() watertypes.GenesisState {
	const total, days = households * litresEach, 86_400
	now := v.chain.Now().Unix()
	g := *watertypes.DefaultGenesis()
	g.NextArea = 2
	index := watertypes.Index{LitresPerPerson: litresEach, Persons: households}
	terms := watertypes.Terms{
		LifelineDaysCap: 3, LifelineReserveDays: 7, ValvePolicy: watertypes.VALVE_POLICY_CLOSE, AuctionSeconds: days, ReserveDays: 7, BasePrice: 100,
	}
	subscription := watertypes.Subscription{FirstPeriod: 1, LastPeriod: 1, Persons: 1}
	g.Areas = []watertypes.AreaState{{
		Area: watertypes.Area{
			Id: 1, Admin: owner(0), Name: "Valley", Denom: watertypes.Denom(1), PaymentDenom: "ueur", CreatedAt: now - 2*days,
			PeriodSeconds: 30 * days, EnrolmentSeconds: days, Terms: terms, Announced: terms, Status: watertypes.AREA_STATUS_ACTIVE,
		},
		Ledger: watertypes.Ledger{
			Area: 1, CapacityLitres: 2 * total, StockLitres: total, SupplyLitres: total, Period: 1, Water: index,
			Lifeline: watertypes.Index{Persons: households},
		},
		Purse:    watertypes.Purse{Area: 1},
		Counters: watertypes.Counters{Area: 1, Accounts: households, Periods: 1},
	}}
	g.Periods = []watertypes.Period{{
		Area: 1, Number: 1, Status: watertypes.PERIOD_STATUS_RUNNING, OpenedAt: now - days, StartsAt: now, EndsAt: now + 30*days,
		Terms:       terms,
		Subscribers: households, Persons: households,
	}}
	for i := range uint64(households) {
		g.Accounts = append(g.Accounts, watertypes.AccountState{
			Account: watertypes.Account{Area: 1, Slot: i, Owner: owner(int(i)), Meter: i + 1, OpenedAt: now - days}, //nolint:gosec // small
			Holding: watertypes.Holding{Persons: 1, Subscription: subscription, Begun: true, WaterLast: litresEach},
		})
	}
	return g
}

// meters are those of a town, of water and bound to the accounts.
func (v *valley) meters() meteridtypes.GenesisState {
	g := town{communities: 1, members: households}.meters(v.at)
	g.Issuers[0].Media = []meteridtypes.Medium{meteridtypes.MEDIUM_WATER}
	for i := range g.Meters {
		m := &g.Meters[i]
		m.Medium, m.Direction, m.Claims = meteridtypes.MEDIUM_WATER, meteridtypes.DIRECTION_CONSUMPTION, nil
		m.Binding = meteridtypes.Binding{Module: watertypes.ModuleName, Ref: 1, Slot: uint64(i)} //nolint:gosec // small
	}
	return g
}

// draws are the batches of a block: the next households have drawn 10 litres each.
func (v *valley) draws() (txs [][]byte) {
	v.b.Helper()
	v.at = v.at.Add(quarter)
	for k := range drawsBlock / drawBatch {
		gateway := v.chain.Accounts()[k]
		msg := &meteridtypes.MsgSubmitReadings{Gateway: gateway.String()}
		for range drawBatch {
			i := v.next % households
			v.next++
			v.total[i] += 10
			meter, at := uint64(i)+1, v.at.Unix() //nolint:gosec // small
			signed, err := reading.Reading{
				ChainID: v.chain.ChainID(), Meter: meter, KeyVersion: 1, Time: at, Import: v.total[i],
			}.AppendBytes(nil)
			require.NoError(v.b, err)
			msg.Readings = append(msg.Readings, meteridtypes.Reading{
				Meter: meter, Time: at, ImportRegister: v.total[i], Signature: ed25519.Sign(v.keys[i], signed),
			})
		}
		txs = append(txs, v.chain.Sign(gateway, []sdk.Msg{msg}, chain.WithGas(10_000_000)))
	}
	return txs
}

// sends are as many sends, each to another household.
func (v *valley) sends() (txs [][]byte) {
	v.b.Helper()
	for _, from := range v.chain.Accounts() {
		msgs := make([]sdk.Msg, sendsOfTx)
		for i := range msgs {
			msgs[i] = &banktypes.MsgSend{
				FromAddress: from.String(), ToAddress: owner((v.next + len(txs)*sendsOfTx + i) % households),
				Amount: sdk.NewCoins(sdk.NewInt64Coin("ueur", 1)),
			}
		}
		txs = append(txs, v.chain.Sign(from, msgs, chain.WithGas(10_000_000)))
	}
	return txs
}

// deliver runs a block, in which every reading must be accepted.
func (v *valley) deliver(draws [][]byte) {
	v.b.Helper()
	res := v.chain.Finalize(v.at.Add(time.Minute), draws...)
	v.chain.Commit()
	for _, result := range res.TxResults {
		if result.Code != 0 {
			v.b.Fatalf("expected all batches to pass, got %s", result.Log)
		}
		var data sdk.TxMsgData
		require.NoError(v.b, data.Unmarshal(result.Data))
		var response meteridtypes.MsgSubmitReadingsResponse
		require.NoError(v.b, response.Unmarshal(data.MsgResponses[0].Value))
		if response.Accepted != drawBatch {
			v.b.Fatalf("expected all readings to be accepted, got %d of %d, %s", response.Accepted, drawBatch, response.Codes[0])
		}
	}
}
