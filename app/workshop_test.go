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
)

// newWorkshop is the world of testdata/workshop.txt.
func newWorkshop(t *testing.T) *fixture.World {
	t.Helper()
	w := fixture.New(t)
	scenario.Play(t, filepath.Join("testdata", "workshop.txt"), w.Handle)
	return w
}

// stage is a message in the life of a generator, and the status that it leads to, now or when the time for bids is over.
type stage struct {
	to  generatortypes.GeneratorStatus
	who string
	msg sdk.Msg
}

// life brings a generator of the workshop from a request to its work.
func life(w *fixture.World, id uint64) []stage {
	school, judge, sunny := w.Account("school").String(), w.Account("judge").String(), w.Account("sunny").String()
	ann, bob := w.Account("ann").String(), w.Account("bob").String()
	return []stage{
		{generatortypes.GENERATOR_STATUS_OPEN_FOR_BIDS, "school", &generatortypes.MsgRequestGenerator{
			Requester: school, Arbiter: judge, Location: "on the roof", CapacityW: 5_000, Reason: "light", UnitLabel: "kWh",
			UnitSize: 1_000, MaxPrice: 300, MaintenanceBps: 1_000, PaymentDenom: "ueur", Deposit: 5_000,
		}},
		{generatortypes.GENERATOR_STATUS_AWAITING_ACCEPTANCE, "sunny", &generatortypes.MsgPlaceBid{
			Provider: sunny, Generator: id, UnitType: "16 panels", Cost: 60_007, InstallDays: 1, LifeDays: 100, PriceCeiling: 250,
			UpfrontBps: 3_000, Bond: 30_000,
		}},
		{generatortypes.GENERATOR_STATUS_FUNDING, "school", &generatortypes.MsgAcceptBid{
			Requester: school, Generator: id, Provider: sunny,
		}},
		{generatortypes.GENERATOR_STATUS_PENDING_INSTALL, "ann", &generatortypes.MsgPledge{Financier: ann, Generator: id, Shares: 6_000}},
		{generatortypes.GENERATOR_STATUS_PENDING_INSTALL, "bob", &generatortypes.MsgPledge{Financier: bob, Generator: id, Shares: 4_000}},
		{generatortypes.GENERATOR_STATUS_INSTALLED, "sunny", &generatortypes.MsgMarkInstalled{
			Installer: sunny, Generator: id, Meter: must(w.Meter("roof")),
		}},
		{generatortypes.GENERATOR_STATUS_ACTIVE, "school", &generatortypes.MsgCommission{
			Requester: school, Generator: id, AmountUsolar: 1_000_000,
		}},
	}
}

// raise brings a new generator as far as a status.
func raise(t *testing.T, w *fixture.World, until generatortypes.GeneratorStatus) (id uint64) {
	t.Helper()
	id = generators(w).NextGenerator
	for _, s := range life(w, id) {
		if s.to > until {
			break
		}
		w.MustDeliver(w.Account(s.who), s.msg)
		if s.to == generatortypes.GENERATOR_STATUS_AWAITING_ACCEPTANCE {
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

// buy buys units of generator 1 at a price that ann votes for.
func buy(w *fixture.World, device uint64) {
	ann, bob := w.Account("ann"), w.Account("bob")
	w.MustDeliver(ann, &generatortypes.MsgVotePrice{Owner: ann.String(), Generator: 1, Price: 250})
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

// trade is what goes on with an active generator.
func trade(w *fixture.World, id, next uint64) []stage {
	ann, bob, sunny := w.Account("ann").String(), w.Account("bob").String(), w.Account("sunny").String()
	codes := must(voucher.NewChain(make([]byte, voucher.SeedSize), voucher.Meter{Generator: id, Number: id}, 1_000, 20))
	soon := w.Now().Add(2 * time.Minute).Unix()
	return []stage{
		{active, "ann", &generatortypes.MsgVotePrice{Owner: ann, Generator: id, Price: 250}},
		{active, "bob", &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250}},
		{active, "sunny", &generatortypes.MsgRegisterDevice{
			Vendor: sunny, Generator: id, Device: id, Digits: 20, Length: 1_000, Anchor: codes.Anchor().String(),
		}},
		{active, "bob", &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250, Device: id}},
		{active, "bob", &generatortypes.MsgRevealCode{Sender: bob, Generator: id, Device: id, Code: must(codes.At(100)).String()}},
		{active, "bob", &generatortypes.MsgBuyUnits{Buyer: bob, Generator: id, Units: 100, MaxPrice: 250, Device: id}},
		{active, "ann", &generatortypes.MsgListShares{Owner: ann, Generator: id, Shares: 100, PricePerShare: 3, ExpiresAt: soon}},
		{active, "bob", &generatortypes.MsgTakeListing{Taker: bob, Generator: id, Listing: next, Shares: 50}},
		{active, "ann", &generatortypes.MsgListShares{
			Owner: ann, Generator: id, Shares: 100, PricePerShare: 3, ExpiresAt: soon, LeaseUntil: soon,
		}},
		{active, "bob", &generatortypes.MsgTakeListing{Taker: bob, Generator: id, Listing: next + 1, Shares: 50}},
	}
}
