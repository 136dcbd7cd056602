package demo

import (
	"context"
	"path/filepath"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/devnet"
	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	energytypes "github.com/utilityd/utilityd/x/energy/types"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Money of the story, in base units (millionths of a euro).
const (
	pricePerKWh  = 180_000    // 0.18 EUR
	leastPrepaid = 50_000_000 // 50 EUR
	mostPrepaid  = 900_000_000_000
)

// setUp has meters certified and activated, a community opened, and everyone join and pay in.
func (s *energyStory) setUp(ctx context.Context, p people, home string) (err error) {
	homes, start, step := s.input.meters, s.start(), s.input.step
	wanted := make([]device, len(homes))
	for i, name := range homes {
		wanted[i] = device{
			name: name, owner: name, medium: meteridtypes.MEDIUM_ELECTRICITY, direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			maxRate: s.input.rate, digits: s.input.digits,
			claims: []*meteridtypes.MsgAttestClaim{{Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: start}},
		}
	}
	if s.devices, err = certify(ctx, p, wanted); err != nil {
		return err
	}
	if err := gateway.SaveDevices(filepath.Join(home, "devices.json"), listed(s.devices)); err != nil {
		return err
	}
	if s.community, err = openCommunity(ctx, p, step, uint64(len(homes))); err != nil {
		return err
	}
	s.prepaid = enough(s.tallies)
	if err := p.doAll(ctx, homes, func(i int) []sdk.Msg {
		owner, opening := p.must(homes[i]), s.input.opening(homes[i])
		opening.Time += s.shift
		return []sdk.Msg{
			&meteridtypes.MsgActivateMeter{Owner: owner, Meter: s.devices[homes[i]].Meter, Opening: opening},
			&energytypes.MsgJoinCommunity{Owner: owner, Community: s.community, Meter: s.devices[homes[i]].Meter},
		}
	}); err != nil {
		return err
	}
	var approvals []sdk.Msg
	for _, name := range homes {
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: p.must(devnet.Admin), Community: s.community, Meter: s.devices[name].Meter, StaticWeight: 1, FromEpoch: uint64(start / step),
		})
	}
	if _, err := p.do(ctx, devnet.Admin, approvals...); err != nil {
		return err
	}
	return p.doAll(ctx, homes, func(i int) []sdk.Msg {
		return []sdk.Msg{&energytypes.MsgDeposit{
			Depositor: p.must(homes[i]), Community: s.community, Slot: uint64(i), Amount: coin(s.prepaid),
		}}
	})
}

// mostTolerance keeps the last epoch of a replay from waiting long: with long steps the usual tolerance is minutes.
const mostTolerance = 30

func openCommunity(ctx context.Context, p people, step int64, members uint64) (uint64, error) {
	res, err := ask[*energytypes.MsgCreateCommunityResponse](ctx, p, devnet.Admin, &energytypes.MsgCreateCommunity{
		Admin: p.must(devnet.Admin), Name: "village", GridSupplier: p.must(devnet.Supplier),
		EpochSeconds: uint64(step), GraceSeconds: 0, Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID,
		PaymentDenom: devnet.PaymentDenom, PricePerKwh: pricePerKWh, MaxMembers: max(2, members),
		BorderToleranceSeconds: min(uint64(step)/30, mostTolerance),
	})
	if err != nil {
		return 0, err
	}
	return res.Community, nil
}

// enough is what pays for all that the home with the largest need uses, in whole euros: nobody runs out of money.
func enough(homes []tally) uint64 {
	var most uint64
	for _, home := range homes {
		most = max(most, home.consumed.Whole)
	}
	euros := most/1_000*pricePerKWh/1_000_000 + 1
	return min(max(euros*1_000_000, leastPrepaid), mostPrepaid)
}
