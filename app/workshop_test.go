package app_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
	generatortypes "github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// newWorkshop is the world of testdata/workshop.txt.
func newWorkshop(t *testing.T) *fixture.World {
	t.Helper()
	w := fixture.New(t)
	scenario.Play(t, filepath.Join("testdata", "workshop.txt"), w.Handle)
	return w
}

// stage is a message in the life of a generator.
type stage struct {
	who  string
	msg  sdk.Msg
	wait bool // then the time of its status passes
}

// life brings a generator of the workshop from a request to its work. Readings show the meter as it is when they are made.
func life(w *fixture.World, id uint64) []func() stage {
	school, judge, sunny := w.Account("school").String(), w.Account("judge").String(), w.Account("sunny").String()
	ann, bob := w.Account("ann").String(), w.Account("bob").String()
	is := func(who string, msg sdk.Msg) func() stage { return func() stage { return stage{who: who, msg: msg} } }
	return []func() stage{
		is("school", &generatortypes.MsgRequestGenerator{
			Requester: school, Arbiter: judge, Location: "on the roof", CapacityW: 50, Reason: "light", UnitLabel: "kWh",
			UnitSize: 1_000, MaxPrice: 300, MaintenanceBps: 1_000, PaymentDenom: "ueur", Deposit: 5_000,
			Medium: meteridtypes.MEDIUM_ELECTRICITY,
		}),
		func() stage {
			return stage{who: "sunny", wait: true, msg: &generatortypes.MsgPlaceBid{
				Provider: sunny, Generator: id, UnitType: "16 panels", Cost: 60_007, InstallDays: 1, LifeDays: 100, PriceCeiling: 250,
				UpfrontBps: 3_000, Bond: 30_000, AcceptanceUnits: 1, TrialDays: 50,
			}}
		},
		is("school", &generatortypes.MsgAcceptBid{Requester: school, Generator: id, Provider: sunny}),
		is("ann", &generatortypes.MsgPledge{Financier: ann, Generator: id, Shares: 6_000}),
		is("bob", &generatortypes.MsgPledge{Financier: bob, Generator: id, Shares: 4_000}),
		is("sunny", &generatortypes.MsgMarkInstalled{Installer: sunny, Generator: id, Meter: must(w.Meter("roof"))}),
		func() stage { return reported(w, 0) },
		func() stage { return reported(w, 10) },
		func() stage {
			return stage{who: "school", wait: true, msg: &generatortypes.MsgCommission{
				Requester: school, Generator: id, AmountUsolar: 1_000_000,
			}}
		},
		func() stage { return reported(w, 0) },
		func() stage {
			w.Advance(time.Hour) // so that the reading is plausible
			return reported(w, 1_000)
		},
	}
}

// reported is a reading of the roof, which has exported so much since the last one.
func reported(w *fixture.World, exported uint64) stage {
	return stage{who: "lab", msg: &meteridtypes.MsgSubmitReadings{
		Gateway: w.Account("lab").String(), Readings: []meteridtypes.Reading{w.Grow("roof", w.Now(), 0, exported)},
	}}
}

// raise brings a new generator as far as a status.
func raise(t *testing.T, w *fixture.World, until generatortypes.GeneratorStatus) (id uint64) {
	t.Helper()
	id = generators(w).NextGenerator
	for i, next := range life(w, id) {
		if i > 0 && generator(t, w, id).Status == until {
			break
		}
		s := next()
		w.MustDeliver(w.Account(s.who), s.msg)
		if s.wait {
			w.BlockAt(deadline(t, w, id))
		}
	}
	require.Equal(t, until, generator(t, w, id).Status)
	return id
}

func generators(w *fixture.World) *generatortypes.GenesisState {
	return must(w.App.GeneratorKeeper.ExportGenesis(w.Context()))
}

func generator(t *testing.T, w *fixture.World, id uint64) generatortypes.Generator {
	t.Helper()
	found, err := generatortypes.NewQueryClient(w.Conn()).Generator(t.Context(), &generatortypes.QueryGeneratorRequest{Generator: id})
	require.NoError(t, err)
	return found.Generator.Generator
}

// deadline is when the status of a generator ends by itself.
func deadline(t *testing.T, w *fixture.World, id uint64) time.Time {
	t.Helper()
	return time.Unix(generator(t, w, id).Deadline, 0)
}

// buy buys units of generator 1 at a price that ann votes for the day before.
func buy(w *fixture.World, device uint64) {
	ann, bob := w.Account("ann"), w.Account("bob")
	w.MustDeliver(ann, &generatortypes.MsgVotePrice{Owner: ann.String(), Generator: 1, Price: 250})
	w.Advance(24 * time.Hour)
	w.MustDeliver(bob, &generatortypes.MsgBuyUnits{Buyer: bob.String(), Generator: 1, Units: 100, MaxPrice: 250, Device: device})
}

// listing offers shares of ann's of generator 1 for sale, or for lease.
func listing(w *fixture.World, until, lease time.Time) *generatortypes.MsgListShares {
	msg := &generatortypes.MsgListShares{
		Owner: w.Account("ann").String(), Generator: 1, Shares: 100, PricePerShare: 3, ExpiresAt: until.Unix(),
	}
	if !lease.IsZero() {
		msg.LeaseUntil = lease.Unix()
	}
	return msg
}

// midnight is the end of today, or of a later day.
func midnight(w *fixture.World, days int) time.Time {
	return w.Now().Truncate(24*time.Hour).AddDate(0, 0, days)
}

// trade is what goes on with an active generator.
func trade(w *fixture.World, id, next uint64) []stage {
	ann, bob, sunny := w.Account("ann").String(), w.Account("bob").String(), w.Account("sunny").String()
	codes := must(voucher.NewChain(make([]byte, voucher.SeedSize), voucher.Meter{Generator: id, Number: id}, 1_000, 20))
	soon := w.Now().Add(2 * time.Minute).Unix()
	return []stage{
		{who: "bob", msg: &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250}},
		{who: "sunny", msg: &generatortypes.MsgRegisterDevice{
			Vendor: sunny, Generator: id, Device: id, Digits: 20, Length: 1_000, Anchor: codes.Anchor().String(),
		}},
		{who: "bob", msg: &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250, Device: id}},
		{who: "bob", msg: &generatortypes.MsgRevealCode{Sender: bob, Generator: id, Device: id, Code: must(codes.At(100)).String()}},
		{who: "bob", msg: &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250, Device: id}},
		{who: "ann", msg: &generatortypes.MsgListShares{Owner: ann, Generator: id, Shares: 100, PricePerShare: 3, ExpiresAt: soon}},
		{who: "bob", msg: &generatortypes.MsgTakeListing{Taker: bob, Generator: id, Listing: next, Shares: 50}},
		{who: "ann", msg: &generatortypes.MsgListShares{
			Owner: ann, Generator: id, Shares: 100, PricePerShare: 3, ExpiresAt: soon, LeaseUntil: midnight(w, 1).Unix(),
		}},
		{who: "bob", msg: &generatortypes.MsgTakeListing{Taker: bob, Generator: id, Listing: next + 1, Shares: 50}},
	}
}
