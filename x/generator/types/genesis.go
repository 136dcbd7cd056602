package types

import (
	"cmp"
	"slices"

	"github.com/utilityd/utilityd/x/generator/pricing"
	"github.com/utilityd/utilityd/x/internal/check"
)

// DefaultGenesis returns the state of a new chain.
func DefaultGenesis() *GenesisState {
	return &GenesisState{
		Params: DefaultParams(), NextGenerator: FirstNumber, NextVoucher: FirstNumber, NextListing: FirstNumber, NextLease: FirstNumber,
	}
}

// Validate checks the state: each field, the order of each list, and that all references exist. The invariants check the
// sums.
func (g GenesisState) Validate() error { return g.ValidateFor(check.HasAddress) }

// ValidateFor is Validate with a check of the addresses by the codec of the chain.
func (g GenesisState) ValidateFor(address func(field, text string) error) error {
	return genesis{GenesisState: g, address: address}.validate()
}

// genesis is a state with the check of its addresses.
type genesis struct {
	GenesisState

	address func(field, text string) error
}

func (g genesis) validate() error {
	if err := g.checkArbiters(); err != nil {
		return err
	}
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, step := range []func() error{
		g.checkNumbers, g.checkGenerators, g.checkBids, g.checkProviders, g.checkHoldings, g.checkQuotas, g.checkDevices,
		g.checkVouchers, g.checkListings, g.checkLeases, g.checkDayIndexes, g.checkClaims,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (g genesis) checkArbiters() error {
	for _, arbiter := range g.Params.Arbiters {
		if err := g.address("arbiters", arbiter); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	return nil
}

// find returns the generator of a number. Generators are checked first, so they are sorted.
func (g genesis) find(id uint64) (*GeneratorState, error) {
	i, found := slices.BinarySearchFunc(g.Generators, id, func(s GeneratorState, id uint64) int {
		return cmp.Compare(s.Generator.Id, id)
	})
	if !found {
		return nil, check.Invalid("expected the number of a generator, got %d", id)
	}
	return &g.Generators[i], nil
}

func (g genesis) checkNumbers() error {
	for _, next := range []struct {
		field string
		got   uint64
	}{
		{"next_generator", g.NextGenerator},
		{"next_voucher", g.NextVoucher},
		{"next_listing", g.NextListing},
		{"next_lease", g.NextLease},
	} {
		if err := check.Min(next.field, next.got, FirstNumber); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	return nil
}

func (g genesis) checkGenerators() error {
	compare := func(a, b *GeneratorState) int { return cmp.Compare(a.Generator.Id, b.Generator.Id) }
	return check.List(ErrInvalidGenesis, "generators", g.Generators, compare, func(s *GeneratorState) error {
		return check.All(
			check.Range("id", s.Generator.Id, FirstNumber, g.NextGenerator-1),
			s.Generator.validate(g.address),
			s.Generator.checkTimes(),
			s.Generator.checkActive(),
			s.Purse.validate(s.Generator),
		)
	})
}

// validate checks the fields of the generator.
func (g Generator) validate(address func(field, text string) error) error {
	if err := check.All(
		address("requester", g.Request.Requester),
		address("arbiter", g.Request.Arbiter),
		g.Request.Validate(),
		g.Request.checkRole("arbiter", g.Request.Arbiter, g.Request.Requester),
		check.Enum("status", GeneratorStatus_name, g.Status),
		g.checkBid(address),
	); err != nil {
		return err
	}
	for _, fact := range []struct {
		field      string
		has, ought bool
	}{
		{"deadline", g.Deadline > 0, !g.Status.IsFinal()},
		{"closed_at", g.ClosedAt > 0, g.Status.IsFinal()},
		{"commissioned_at", g.CommissionedAt > 0, g.Status.IsCommissioned() || g.Status == GENERATOR_STATUS_RETIRED},
		{"dispute", g.Dispute != nil, g.Dispute != nil && g.Status == GENERATOR_STATUS_INSTALLED},
		{"meter", g.Meter > 0, g.Meter > 0 && (g.Status == GENERATOR_STATUS_INSTALLED || g.Status.IsCommissioned())},
		{"proof", g.Proof > 0, g.Bid != nil},
		{"response_seconds", g.ResponseSeconds > 0, g.Bid != nil},
		{"respond_until", g.RespondUntil > 0, g.InstalledAt > 0},
	} {
		if fact.has != fact.ought {
			return check.Invalid("%s: expected it to be there: %t with %s, got %t", fact.field, fact.ought, g.Status, fact.has)
		}
	}
	minimum, maximum := uint64(0), TotalShares
	if g.Status.IsFunded() {
		minimum = TotalShares
	}
	return check.Range("shares", g.Shares, minimum, maximum)
}

// checkRefund checks that the refund of a share is at least its price after a failure, plus at most its part of the bond, at most its
// price after a trial, and 0 before.
func (purse Purse) checkRefund(g Generator) error {
	low, high := uint64(0), uint64(0)
	if g.Bid == nil {
		return check.Range("refund_per_share", purse.RefundPerShare, 0, 0)
	}
	switch g.Status {
	case GENERATOR_STATUS_REFUNDING:
		low, high = g.SharePrice, g.SharePrice
	case GENERATOR_STATUS_DEFAULTED:
		low, high = g.SharePrice, (TotalShares*g.SharePrice+g.Bid.Bond)/TotalShares // both at most MaxAmount, or little more
	case GENERATOR_STATUS_ACTIVE, GENERATOR_STATUS_RETIRED:
		high = g.SharePrice
	default:
	}
	return check.Range("refund_per_share", purse.RefundPerShare, low, high)
}

// checkActive checks that an active generator retires at the end of its life at the latest.
func (g Generator) checkActive() error {
	if g.Status == GENERATOR_STATUS_ACTIVE && g.Deadline > g.LifeUntil() {
		return check.Invalid("deadline: expected at most the end of its life, %d, got %d", g.LifeUntil(), g.Deadline)
	}
	return nil
}

// checkTimes checks that each time is in range.
func (g Generator) checkTimes() error {
	times := []error{
		check.Time("deadline", g.Deadline),
		check.Time("requested_at", g.RequestedAt),
		check.Time("accepted_at", g.AcceptedAt),
		check.Time("funded_at", g.FundedAt),
		check.Time("installed_at", g.InstalledAt),
		check.Time("proved_at", g.ProvedAt),
		check.Time("commissioned_at", g.CommissionedAt),
		check.Time("closed_at", g.ClosedAt),
		check.Time("respond_until", g.RespondUntil),
		check.Time("confirmed_at", g.ConfirmedAt),
	}
	if g.Bid != nil {
		times = append(times, check.Time("placed_at", g.Bid.PlacedAt))
	}
	if g.Dispute != nil {
		times = append(times, check.Time("raised_at", g.Dispute.RaisedAt))
	}
	return check.All(times...)
}

// checkRole refuses one account in two roles.
func (r Request) checkRole(role, account string, taken ...string) error {
	if slices.Contains(taken, account) {
		return check.Invalid("%s: expected an account without another role, got %s", role, account)
	}
	return nil
}

// checkBid checks that there is an accepted bid if and only if the status requires one.
func (g Generator) checkBid(address func(field, text string) error) error {
	switch g.Status {
	case GENERATOR_STATUS_OPEN_FOR_BIDS, GENERATOR_STATUS_AWAITING_ACCEPTANCE, GENERATOR_STATUS_EXPIRED:
		if g.Bid != nil || g.SharePrice != 0 || g.Shares != 0 {
			return check.Invalid("bid: expected neither bid nor shares with %s, got some", g.Status)
		}
		return nil
	default:
	}
	if g.Bid == nil {
		return check.Invalid("bid: expected one with %s, got none", g.Status)
	}
	if g.Bid.Generator != g.Id {
		return check.Invalid("bid: expected generator %d, got %d", g.Id, g.Bid.Generator)
	}
	if err := check.All(
		address("provider", g.Bid.Provider),
		g.Request.checkRole("provider", g.Bid.Provider, g.Request.Requester, g.Request.Arbiter),
		g.Bid.Validate(),
	); err != nil {
		return err
	}
	if want := pricing.SharePrice(g.Bid.Cost); g.SharePrice != want {
		return check.Invalid("share_price: expected %d, got %d", want, g.SharePrice)
	}
	return nil
}

// validate checks the purse against the generator.
func (purse Purse) validate(g Generator) error {
	if purse.Weight != g.Shares {
		return check.Invalid("weight: expected the %d shares, got %d", g.Shares, purse.Weight)
	}
	var ceiling, cost uint64
	if g.Bid != nil {
		ceiling, cost = g.Bid.PriceCeiling, g.Bid.Cost
	}
	return check.All(
		purse.checkRefund(g),
		check.Range("paid", purse.Paid, 0, cost),
		check.Range("objecting", purse.Objecting, 0, g.Shares),
		check.Range("vote_shares", purse.VoteShares, 0, g.Shares),
		check.Range("vote_sum", purse.VoteSum, 0, purse.VoteShares*ceiling), // at most 10,000 · 2^40
		check.Range("price", purse.Price, 0, ceiling),
		check.Range("price_day", purse.PriceDay, 0, maxDay),
		check.Range("acc_day", purse.AccDay, 0, maxDay),
		check.Range("retire_shares", purse.RetireShares, 0, g.Shares),
		check.Time("leases_until", purse.LeasesUntil),
		purse.checkRetirement(g),
	)
}

// checkRetirement checks that no lease outlasts an active generator.
func (purse Purse) checkRetirement(g Generator) error {
	if g.Status.IsCommissioned() && purse.LeasesUntil > g.SellsUntil() {
		return check.Invalid("leases_until: expected at most the end of its sales, %d, got %d", g.SellsUntil(), purse.LeasesUntil)
	}
	return nil
}

func (g genesis) checkBids() error {
	compare := func(a, b *Bid) int {
		return cmp.Or(cmp.Compare(a.Generator, b.Generator), cmp.Compare(a.Provider, b.Provider))
	}
	return check.List(ErrInvalidGenesis, "bids", g.Bids, compare, func(b *Bid) error {
		s, err := g.find(b.Generator)
		if err != nil {
			return err
		}
		if err := g.address("provider", b.Provider); err != nil {
			return err
		}
		if b.Provider == s.Generator.Provider() {
			return check.Invalid("provider: expected a bid that was not accepted, got that of %s", b.Provider)
		}
		r := s.Generator.Request
		return check.All(
			r.checkRole("provider", b.Provider, r.Requester, r.Arbiter),
			check.Time("placed_at", b.PlacedAt),
			b.Validate(),
		)
	})
}

func (g genesis) checkProviders() error {
	compare := func(a, b *ProviderRecord) int { return cmp.Compare(a.Provider, b.Provider) }
	return check.List(ErrInvalidGenesis, "providers", g.Providers, compare, func(p *ProviderRecord) error {
		return g.address("provider", p.Provider)
	})
}
