package types_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	sdkmath "cosmossdk.io/math"

	"github.com/utilityd/utilityd/x/generator/types"
)

// village is a state with something of everything: generator 1 sells, generator 2 refunds, generator 3 is open for bids.
func village() *types.GenesisState {
	bid := offer().Bid()
	bid.PlacedAt = 10
	failed := bid
	failed.Generator = 2
	asked := request().Request()
	listed, leased := uint64(3_000), uint64(2_000)
	return &types.GenesisState{
		Params: types.DefaultParams(), NextGenerator: 4, NextVoucher: 3, NextListing: 2, NextLease: 2,
		Generators: []types.GeneratorState{
			{
				Generator: types.Generator{
					Id: 1, Request: asked, Status: types.GENERATOR_STATUS_ACTIVE, Deadline: 900_000, Bid: &bid, SharePrice: 1_235,
					Shares: types.TotalShares, Meter: 7, FundedAt: 20, InstalledAt: 30, RespondUntil: 45, Proof: 1, ResponseSeconds: 15, ProvedAt: 40, CommissionedAt: 50,
				},
				Purse: types.Purse{Acc: 100, Weight: types.TotalShares, VoteSum: 10_000, VoteShares: 10, LeasesUntil: 86_400, AccDay: 1},
			},
			{
				Generator: types.Generator{
					Id: 2, Request: asked, Status: types.GENERATOR_STATUS_REFUNDING, Bid: &failed, SharePrice: 1_235, Shares: 5,
					ClosedAt: 60, Proof: 1, ResponseSeconds: 15,
				},
				Purse: types.Purse{Pledged: 5 * 1_235, RefundPerShare: 1_235, Weight: 5},
			},
			{Generator: types.Generator{Id: 3, Request: asked, Status: types.GENERATOR_STATUS_OPEN_FOR_BIDS, Deadline: 700, Bids: 1}},
		},
		Bids:      []types.Bid{{Generator: 3, Provider: "builder", UnitType: "PV", Cost: 1, InstallDays: 1, LifeDays: 1, PriceCeiling: 1, AcceptanceUnits: 1, TrialDays: 1}},
		Providers: []types.ProviderRecord{{Provider: "builder", Completed: 1, Unfunded: 1}},
		Holdings: []types.Holding{
			{
				Generator: 1, Account: "ann", Shares: 10_000, Listed: listed, LeasedOut: leased, Last: 100,
				Vote: &types.Vote{Price: 300_000},
			},
			{Generator: 1, Account: "bob", Owed: 1},
			{Generator: 2, Account: "ann", Shares: 5},
		},
		Quotas:  []types.Quota{{Generator: 1, Account: "eve", Day: 1, Units: 5}},
		Devices: []types.Device{{Generator: 1, Number: 9, Vendor: "builder", Digits: 20, Length: 8, Link: strings.Repeat("7", 20), Steps: 8, ReleasedUnits: 8, OpenVouchers: 1, BoughtVouchers: 2}},
		Vouchers: []types.Voucher{
			{Id: 1, Generator: 1, Device: 9, Buyer: "eve", Units: 500, Cost: 5, Status: types.VOUCHER_STATUS_OPEN, DueAt: 300},
			{Id: 2, Generator: 1, Device: 9, Buyer: "eve", Units: 1, Status: types.VOUCHER_STATUS_REFUNDED, DueAt: 400},
		},
		Listings:   []types.Listing{{Id: 1, Generator: 1, Owner: "ann", Shares: listed, PricePerShare: 1, ExpiresAt: 500}},
		Leases:     []types.Lease{{Id: 1, Generator: 1, Owner: "ann", Lessee: "bob", Shares: leased, Until: 86_400, Last: 100}},
		DayIndexes: []types.DayIndex{{Generator: 1, Day: 1, Acc: 100}},
		MaintenanceClaims: []types.MaintenanceClaim{
			{Generator: 1, Recipient: "smith", Amount: solar(sdkmath.OneInt()), Purpose: "oil"},
		},
	}
}

func TestGenesis(t *testing.T) {
	tests := []struct {
		name   string
		change func(*types.GenesisState)

		wantErr string
	}{
		{name: "the valid state", change: func(*types.GenesisState) {}},
		{name: "the default", change: func(g *types.GenesisState) { *g = *types.DefaultGenesis() }},
		{name: "no next lease", change: func(g *types.GenesisState) { g.NextLease = 0 }, wantErr: "next_lease: expected at least 1, got 0"},
		{name: "a generator that is still to come", change: func(g *types.GenesisState) { g.NextGenerator = 3 }, wantErr: "id: expected 1 to 2, got 3"},
		{
			name: "a generator twice", change: func(g *types.GenesisState) { g.Generators[1].Generator.Id = 1 },
			wantErr: "generators: expected ascending order and no entry twice, got entry 1 out of order",
		},
		{name: "a request without a requester", change: func(g *types.GenesisState) { g.Generators[0].Generator.Request.Requester = "" }, wantErr: "requester: expected an address"},
		{name: "a request without an arbiter", change: func(g *types.GenesisState) { g.Generators[0].Generator.Request.Arbiter = "" }, wantErr: "arbiter: expected an address"},
		{name: "no deposit", change: func(g *types.GenesisState) { g.Generators[0].Generator.Request.Deposit = 0 }, wantErr: "deposit: expected 1"},
		{name: "no status", change: func(g *types.GenesisState) { g.Generators[0].Generator.Status = 0 }, wantErr: "status: expected 1 to 11, got 0"},
		{
			name: "active without a bid", change: func(g *types.GenesisState) { g.Generators[0].Generator.Bid = nil },
			wantErr: "bid: expected one with GENERATOR_STATUS_ACTIVE, got none",
		},
		{
			name: "shares before a bid", change: func(g *types.GenesisState) { g.Generators[2].Generator.Shares = 1 },
			wantErr: "bid: expected neither bid nor shares with GENERATOR_STATUS_OPEN_FOR_BIDS, got some",
		},
		{name: "the bid of another", change: func(g *types.GenesisState) { g.Generators[1].Generator.Bid.Generator = 1 }, wantErr: "bid: expected generator 2, got 1"},
		{name: "the accepted bid without a provider", change: func(g *types.GenesisState) { g.Generators[1].Generator.Bid.Provider = "" }, wantErr: "provider: expected an address"},
		{name: "a bond below upfront", change: func(g *types.GenesisState) { g.Generators[1].Generator.Bid.Bond = 1 }, wantErr: "bond: expected at least 4114814"},
		{name: "another price of a share", change: func(g *types.GenesisState) { g.Generators[1].Generator.SharePrice-- }, wantErr: "share_price: expected 1235, got 1234"},
		{name: "active without an end", change: func(g *types.GenesisState) { g.Generators[0].Generator.Deadline = 0 }, wantErr: "deadline: expected it to be there: true"},
		{name: "refunding with an end", change: func(g *types.GenesisState) { g.Generators[1].Generator.Deadline = 1 }, wantErr: "deadline: expected it to be there: false"},
		{name: "refunding nothing", change: func(g *types.GenesisState) { g.Generators[1].Purse.RefundPerShare = 0 }, wantErr: "refund_per_share: expected"},
		{name: "refunding with a meter", change: func(g *types.GenesisState) { g.Generators[1].Generator.Meter = 1 }, wantErr: "meter: expected"},
		{name: "never closed", change: func(g *types.GenesisState) { g.Generators[1].Generator.ClosedAt = 0 }, wantErr: "closed_at: expected"},
		{name: "never commissioned", change: func(g *types.GenesisState) { g.Generators[0].Generator.CommissionedAt = 0 }, wantErr: "commissioned_at: expected"},
		{
			name: "active in dispute", change: func(g *types.GenesisState) { g.Generators[0].Generator.Dispute = &types.Dispute{} },
			wantErr: "dispute: expected it to be there: false with GENERATOR_STATUS_ACTIVE, got true",
		},
		{name: "active with a share less", change: func(g *types.GenesisState) { g.Generators[0].Generator.Shares-- }, wantErr: "shares: expected 10000 to 10000, got 9999"},
		{
			name: "a refund below what a share cost", change: func(g *types.GenesisState) { g.Generators[1].Purse.RefundPerShare-- },
			wantErr: "refund_per_share: expected 1235 to 1235, got 1234",
		},
		{
			name: "a default that refunds what no bond pays for", change: func(g *types.GenesisState) {
				g.Generators[1].Generator.Status, g.Generators[1].Purse.RefundPerShare = types.GENERATOR_STATUS_DEFAULTED, 1_647
			},
			wantErr: "refund_per_share: expected 1235 to 1646, got 1647",
		},
		{
			name: "an arbiter who asked", change: func(g *types.GenesisState) { g.Generators[0].Generator.Request.Arbiter = "village" },
			wantErr: "arbiter: expected an account without another role, got village",
		},
		{
			name: "a provider who decides", change: func(g *types.GenesisState) { g.Generators[0].Generator.Bid.Provider = "judge" },
			wantErr: "provider: expected an account without another role, got judge",
		},
		{name: "an end after all time", change: func(g *types.GenesisState) { g.Generators[0].Generator.Deadline = types.MaxTime + 1 }, wantErr: "deadline: expected 0"},
		{
			name: "commissioned after all time", change: func(g *types.GenesisState) { g.Generators[0].Generator.CommissionedAt = types.MaxTime + 1 },
			wantErr: "commissioned_at: expected 0",
		},
		{name: "placed before all time", change: func(g *types.GenesisState) { g.Generators[0].Generator.Bid.PlacedAt = -1 }, wantErr: "placed_at: expected 0"},
		{
			name: "disputed before all time", change: func(g *types.GenesisState) {
				g.Generators[0].Generator.Status, g.Generators[0].Generator.CommissionedAt = types.GENERATOR_STATUS_INSTALLED, 0
				g.Generators[0].Generator.Dispute = &types.Dispute{RaisedAt: -1}
			},
			wantErr: "raised_at: expected 0",
		},
		{name: "a weight besides the shares", change: func(g *types.GenesisState) { g.Generators[1].Purse.Weight++ }, wantErr: "weight: expected the 5 shares, got 6"},
		{
			name: "active beyond the end of its life", change: func(g *types.GenesisState) { g.Generators[0].Generator.Deadline = 1 << 32 },
			wantErr: "deadline: expected at most the end of its life",
		},
		{name: "a price above the ceiling", change: func(g *types.GenesisState) { g.Generators[0].Purse.Price = 300_001 }, wantErr: "price: expected 0 to 300000, got 300001"},
		{name: "a price of a day after all time", change: func(g *types.GenesisState) { g.Generators[0].Purse.PriceDay = 1 << 40 }, wantErr: "price_day: expected 0"},
		{name: "an index of a day after all time", change: func(g *types.GenesisState) { g.Generators[0].Purse.AccDay = 1 << 40 }, wantErr: "acc_day: expected 0"},
		{name: "more votes to retire than shares", change: func(g *types.GenesisState) { g.Generators[1].Purse.RetireShares = 6 }, wantErr: "retire_shares: expected 0 to 5, got 6"},
		{
			name: "a lease that outlasts its generator", change: func(g *types.GenesisState) { g.Generators[0].Purse.LeasesUntil = types.MaxTime },
			wantErr: "leases_until: expected at most the end of its sales",
		},
		{name: "a vote to retire without a share", change: func(g *types.GenesisState) { g.Holdings[1].Retire = true }, wantErr: "retire: expected no vote"},
		{name: "a lease until noon", change: func(g *types.GenesisState) { g.Leases[0].Until = 43_200 }, wantErr: "until: expected the end of a day, got 43200"},
		{name: "a lease without an end", change: func(g *types.GenesisState) { g.Leases[0].Until = 0 }, wantErr: "until: expected 1 to 86400, got 0"},
		{name: "a lease paid ahead", change: func(g *types.GenesisState) { g.Leases[0].Last = 101 }, wantErr: "last: expected 0 to 100, got 101"},
		{name: "an offer of a lease until noon", change: func(g *types.GenesisState) { g.Listings[0].LeaseUntil = 43_200 }, wantErr: "lease_until: expected the end of a day"},
		{name: "an index of no generator", change: func(g *types.GenesisState) { g.DayIndexes[0].Generator = 9 }, wantErr: "expected the number of a generator, got 9"},
		{name: "an index above the present one", change: func(g *types.GenesisState) { g.DayIndexes[0].Acc = 101 }, wantErr: "acc: expected 0 to 100, got 101"},
		{name: "an index of a day to come", change: func(g *types.GenesisState) { g.DayIndexes[0].Day = 2 }, wantErr: "day: expected 0 to 1, got 2"},
		{
			name: "an index that falls", change: func(g *types.GenesisState) {
				g.Generators[0].Purse.AccDay = 2
				g.DayIndexes = append(g.DayIndexes, types.DayIndex{Generator: 1, Day: 2, Acc: 99})
			},
			wantErr: "acc: expected 100 to 100, got 99",
		},
		{name: "more votes than shares", change: func(g *types.GenesisState) { g.Generators[1].Purse.VoteShares = 6 }, wantErr: "vote_shares: expected 0 to 5, got 6"},
		{
			name: "votes above the ceiling", change: func(g *types.GenesisState) { g.Generators[0].Purse.VoteSum = 3_000_001 },
			wantErr: "vote_sum: expected 0 to 3000000, got 3000001",
		},

		{name: "a bid for nothing", change: func(g *types.GenesisState) { g.Bids[0].Generator = 4 }, wantErr: "bids, entry 0: expected the number of a generator, got 4"},
		{name: "an accepted bid that is open", change: func(g *types.GenesisState) { g.Bids[0].Generator = 1 }, wantErr: "expected a bid that was not accepted, got that of builder"},
		{name: "an open bid without a provider", change: func(g *types.GenesisState) { g.Bids[0].Provider = "" }, wantErr: "bids, entry 0: provider"},
		{
			name: "a bid by who decides", change: func(g *types.GenesisState) { g.Bids[0].Provider = "judge" },
			wantErr: "bids, entry 0: provider: expected an account without another role, got judge",
		},
		{name: "an open bid before all time", change: func(g *types.GenesisState) { g.Bids[0].PlacedAt = -1 }, wantErr: "bids, entry 0: placed_at"},
		{name: "a record without a provider", change: func(g *types.GenesisState) { g.Providers[0].Provider = "" }, wantErr: "providers, entry 0: provider"},

		{name: "holdings out of order", change: func(g *types.GenesisState) { g.Holdings[1].Account = "aaa" }, wantErr: "holdings: expected ascending order"},
		{name: "a holding in nothing", change: func(g *types.GenesisState) { g.Holdings[2].Generator = 9 }, wantErr: "holdings, entry 2: expected the number of a generator"},
		{name: "a holding without an account", change: func(g *types.GenesisState) { g.Holdings[0].Account = "" }, wantErr: "holdings, entry 0: account"},
		{name: "more shares than there are", change: func(g *types.GenesisState) { g.Holdings[2].Shares = 6 }, wantErr: "shares: expected 0 to 5, got 6"},
		{name: "more listed than owned", change: func(g *types.GenesisState) { g.Holdings[0].Listed = 10_001 }, wantErr: "listed: expected 0 to 10000, got 10001"},
		{name: "listed and leased", change: func(g *types.GenesisState) { g.Holdings[0].LeasedOut = 7_001 }, wantErr: "leased_out: expected 0 to 7000, got 7001"},
		{name: "settled ahead", change: func(g *types.GenesisState) { g.Holdings[0].Last = 101 }, wantErr: "last: expected 0 to 100, got 101"},
		{name: "a vote without shares", change: func(g *types.GenesisState) { g.Holdings[1].Vote = &types.Vote{} }, wantErr: "vote: expected none"},
		{name: "a vote above the ceiling", change: func(g *types.GenesisState) { g.Holdings[0].Vote.Price++ }, wantErr: "vote: expected 0 to 300000, got 300001"},
		{name: "more free than allowed", change: func(g *types.GenesisState) { g.Quotas[0].Units = 6 }, wantErr: "units: expected 0 to 5, got 6"},
		{name: "a quota without an account", change: func(g *types.GenesisState) { g.Quotas[0].Account = "" }, wantErr: "quotas, entry 0: account"},
		{name: "a quota of nothing", change: func(g *types.GenesisState) { g.Quotas[0].Generator = 9 }, wantErr: "quotas, entry 0: expected the number"},

		{name: "a device of nothing", change: func(g *types.GenesisState) { g.Devices[0].Generator = 9 }, wantErr: "devices, entry 0: expected the number"},
		{name: "a device without a vendor", change: func(g *types.GenesisState) { g.Devices[0].Vendor = "" }, wantErr: "devices, entry 0: vendor"},
		{name: "device 0", change: func(g *types.GenesisState) { g.Devices[0].Number = 0 }, wantErr: "devices, entry 0: number"},
		{name: "digits beyond 30", change: func(g *types.GenesisState) { g.Devices[0].Digits = 31 }, wantErr: "digits: expected 20 to 30, got 31"},
		{name: "a link of other length", change: func(g *types.GenesisState) { g.Devices[0].Digits = 21 }, wantErr: "link: expected 21 digits, got 20"},
		{name: "more released than proved", change: func(g *types.GenesisState) { g.Devices[0].ReleasedUnits = 9 }, wantErr: "released_units: expected 0 to 8, got 9"},
		{name: "more proved than the chain has", change: func(g *types.GenesisState) { g.Devices[0].Length = 7 }, wantErr: "steps: expected 0 to 7, got 8"},
		{name: "too few digits", change: func(g *types.GenesisState) { g.Devices[0].Length = 1_001 }, wantErr: "digits: expected at least 22 for 1001 links"},
		{name: "more excess than is left of the steps", change: func(g *types.GenesisState) { g.Devices[0].ReleasedUnits, g.Devices[0].ExcessUnits = 5, 4 }, wantErr: "excess_units: expected 0 to 3, got 4"},
		{name: "too many open vouchers", change: func(g *types.GenesisState) { g.Devices[0].OpenVouchers, g.Devices[0].BoughtVouchers = 17, 17 }, wantErr: "open_vouchers: expected 0 to 16, got 17"},
		{name: "an open voucher that was not bought", change: func(g *types.GenesisState) { g.Devices[0].BoughtVouchers = 0 }, wantErr: "bought_vouchers: expected at least 1, got 0"},
		{name: "a voucher that has counted its units", change: func(g *types.GenesisState) { g.Vouchers[0].CountedSteps = 500 }, wantErr: "counted_steps: expected 0 to 499, got 500"},
		{name: "a voucher that counts after its refund", change: func(g *types.GenesisState) { g.Vouchers[1].CountedSteps = 1 }, wantErr: "counted_steps: expected 0 to 0, got 1"},
		{name: "a voucher of no device", change: func(g *types.GenesisState) { g.Vouchers[0].Device = 8 }, wantErr: "device: expected one of generator 1, got 8"},
		{name: "a voucher still to come", change: func(g *types.GenesisState) { g.NextVoucher = 2 }, wantErr: "id: expected 1 to 1, got 2"},
		{name: "a voucher of no status", change: func(g *types.GenesisState) { g.Vouchers[0].Status = 4 }, wantErr: "status: expected 1 to 3, got 4"},
		{name: "a voucher of 501", change: func(g *types.GenesisState) { g.Vouchers[0].Units = 501 }, wantErr: "units: expected 1 to 500, got 501"},
		{name: "a voucher without a buyer", change: func(g *types.GenesisState) { g.Vouchers[0].Buyer = "" }, wantErr: "vouchers, entry 0: buyer"},
		{name: "a voucher before all time", change: func(g *types.GenesisState) { g.Vouchers[0].DueAt = -1 }, wantErr: "due_at: expected"},

		{name: "a listing of 0", change: func(g *types.GenesisState) { g.Listings[0].Shares = 0 }, wantErr: "shares: expected 1 to 10000, got 0"},
		{name: "a listing without an owner", change: func(g *types.GenesisState) { g.Listings[0].Owner = "" }, wantErr: "listings, entry 0: owner"},
		{name: "a listing beyond all time", change: func(g *types.GenesisState) { g.Listings[0].ExpiresAt = types.MaxTime + 1 }, wantErr: "expires_at: expected"},
		{name: "a lease without a lessee", change: func(g *types.GenesisState) { g.Leases[0].Lessee = "" }, wantErr: "leases, entry 0: lessee"},
		{name: "a lease without an owner", change: func(g *types.GenesisState) { g.Leases[0].Owner = "" }, wantErr: "leases, entry 0: owner"},
		{name: "a lease of 0", change: func(g *types.GenesisState) { g.Leases[0].Shares = 0 }, wantErr: "leases, entry 0: shares"},
		{name: "a lease before all time", change: func(g *types.GenesisState) { g.Leases[0].Until = -1 }, wantErr: "until: expected"},
		{name: "a claim without a recipient", change: func(g *types.GenesisState) { g.MaintenanceClaims[0].Recipient = "" }, wantErr: "maintenance_claims, entry 0: recipient"},
		{name: "a claim of no denom", change: func(g *types.GenesisState) { g.MaintenanceClaims[0].Amount.Denom = "" }, wantErr: "amount: expected a denom"},
		{name: "a claim for nothing said", change: func(g *types.GenesisState) { g.MaintenanceClaims[0].Purpose = "" }, wantErr: "purpose: expected 1 to 512"},
		{name: "bought before all time", change: func(g *types.GenesisState) { g.Vouchers[0].BoughtAt = -1 }, wantErr: "bought_at: expected"},
		{name: "leased before all time", change: func(g *types.GenesisState) { g.Leases[0].From = -1 }, wantErr: "from: expected"},
		{name: "claimed before all time", change: func(g *types.GenesisState) { g.MaintenanceClaims[0].ClaimedAt = -1 }, wantErr: "claimed_at: expected"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			state := village()
			tc.change(state)
			err := state.Validate()
			if tc.wantErr == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, types.ErrInvalidGenesis)
			require.ErrorContains(t, err, tc.wantErr)
		})
	}
}
