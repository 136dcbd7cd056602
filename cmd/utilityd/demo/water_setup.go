package demo

import (
	"context"
	"crypto/sha256"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	watertypes "github.com/utilityd/utilityd/x/water/types"
)

// Terms of the area. Money in base units, millionths of a euro.
const (
	periodSeconds    = 90 * secondsPerDay
	enrolmentSeconds = 14 * secondsPerDay
	feePerPerson     = 5_000_000 // 5 EUR a period
	remuneration     = 50_000_000
	lifelineLitres   = 50    // per person and day
	basePrice        = 2_000 // a litre when the reservoirs are full: 2 EUR a cubic metre
	sellAboveDays    = 60
	buyBelowDays     = 30
	waterPrepaid     = 400_000_000_000
	waterBudget      = 300_000_000_000
)

// mostLitresPerHour is what a home's meter can plausibly measure.
const mostLitresPerHour = 5_000

// evidence is the hash of the document behind a loss.
var evidence = func() []byte {
	hash := sha256.Sum256([]byte("release to the river, by the log of the keeper of the dam"))
	return hash[:]
}()

// setUp has meters certified and activated, an area opened, its sources accepted, and all homes subscribed with their standing
// instructions.
func (s *waterStory) setUp(ctx context.Context) error {
	now := s.chain.Now().Unix()
	var wanted []device
	for _, r := range s.input.reservoirs {
		wanted = append(wanted, device{
			name: r.name, owner: devnet.Supplier, medium: meteridtypes.MEDIUM_WATER, direction: meteridtypes.DIRECTION_PRODUCTION,
			maxRate: 2 * r.capacity,
		})
	}
	for _, h := range s.input.homes {
		wanted = append(wanted, device{
			name: h.name, owner: h.name, medium: meteridtypes.MEDIUM_WATER, direction: meteridtypes.DIRECTION_CONSUMPTION,
			maxRate: s.input.demand.rate, digits: s.input.demand.digits,
			claims: []*meteridtypes.MsgAttestClaim{{Type: meteridtypes.CLAIM_TYPE_OCCUPANTS, Occupants: h.persons, ValidFrom: now}},
		})
	}
	var err error
	if s.devices, err = certify(ctx, s.people, wanted); err != nil {
		return err
	}
	if err := s.openArea(ctx); err != nil {
		return err
	}
	if err := s.openSources(ctx, now); err != nil {
		return err
	}
	// Registers open after the consent, within the clock drift: what is drawn without consent does not count.
	opens := s.chain.Now().Unix() + 30
	return s.doAll(ctx, s.input.demand.meters, func(i int) []sdk.Msg { return s.moveIn(s.input.homes[i], opens) })
}

func (s *waterStory) openArea(ctx context.Context) error {
	res, err := ask[*watertypes.MsgCreateAreaResponse](ctx, s.people, devnet.Admin, &watertypes.MsgCreateArea{
		Admin: s.must(devnet.Admin), Name: "valley", Issuer: s.must(devnet.Issuer), PaymentDenom: devnet.PaymentDenom,
		PeriodSeconds: uint64(periodSeconds), EnrolmentSeconds: uint64(enrolmentSeconds), FeePerPerson: feePerPerson,
		LifelineLitresPerPersonDay: lifelineLitres, LifelineDaysCap: 3, LifelineReserveDays: 30,
		ValvePolicy: watertypes.VALVE_POLICY_RESTRICT, AuctionSeconds: uint64(secondsPerDay), ReserveDays: 7, BasePrice: basePrice,
	})
	if err != nil {
		return err
	}
	s.area = res.Area
	return nil
}

// openSources binds the meters of the reservoirs: proposed by the admin, accepted by their owner.
func (s *waterStory) openSources(ctx context.Context, now int64) error {
	var activations, proposals, consents []sdk.Msg
	for i, r := range s.input.reservoirs {
		meter := s.devices[r.name].Meter
		activations = append(activations, &meteridtypes.MsgActivateMeter{
			Owner: s.must(devnet.Supplier), Meter: meter, Opening: meteridtypes.Registers{Time: now},
		})
		proposals = append(proposals, &watertypes.MsgProposeSource{
			Admin: s.must(devnet.Admin), Area: s.area, Meter: meter, Class: watertypes.SOURCE_CLASS_DROUGHT_SENSITIVE,
			CapacityLitres: r.capacity, Remuneration: remuneration,
		})
		consents = append(consents, &watertypes.MsgAcceptSource{Producer: s.must(devnet.Supplier), Area: s.area, Source: uint64(i + 1)})
	}
	if _, err := s.do(ctx, devnet.Supplier, activations...); err != nil {
		return err
	}
	if _, err := s.do(ctx, devnet.Admin, proposals...); err != nil {
		return err
	}
	_, err := s.do(ctx, devnet.Supplier, consents...)
	s.captured, s.owed = make([]uint64, len(s.input.reservoirs)), make([]int64, len(s.input.reservoirs))
	return err
}

// moveIn is what an owner does: activate the meter, let it spend, subscribe, and say when to buy and sell.
func (s *waterStory) moveIn(h waterHome, opens int64) []sdk.Msg {
	owner, meter := s.must(h.name), s.devices[h.name].Meter
	daily := h.gain / uint64(s.input.cycle/secondsPerDay)
	return []sdk.Msg{
		&meteridtypes.MsgActivateMeter{Owner: owner, Meter: meter, Opening: meteridtypes.Registers{Time: opens, ImportRegister: h.opening}},
		&watertypes.MsgApproveMeter{Owner: owner, Area: s.area, Meter: meter},
		&watertypes.MsgSubscribe{Owner: owner, Area: s.area},
		&watertypes.MsgDeposit{Owner: owner, Area: s.area, Amount: coin(waterPrepaid)},
		&watertypes.MsgSetPolicy{Owner: owner, Area: s.area, Policy: watertypes.Policy{
			AutoRenew: true, SellAboveDays: sellAboveDays, BuyBelowLitres: max(1, buyBelowDays*daily), Budget: waterBudget,
		}},
	}
}
