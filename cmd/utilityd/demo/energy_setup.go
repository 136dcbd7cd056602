package demo

import (
	"context"
	"fmt"
	"path/filepath"

	"cosmossdk.io/math"

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

// neighbourhood is what the set-up made.
type neighbourhood struct {
	devices   map[string]gateway.Device
	community uint64
	prepaid   uint64 // in each wallet, base units
}

// setUp has meters certified and activated, a community opened, and everyone join and pay in.
func (s *energyStory) setUp(ctx context.Context, p people, home string) (n neighbourhood, err error) {
	homes, start, step := s.input.meters, s.start(), s.input.step
	wanted := make([]device, len(homes))
	for i, name := range homes {
		wanted[i] = device{
			name: name, owner: name, medium: meteridtypes.MEDIUM_ELECTRICITY, direction: meteridtypes.DIRECTION_BIDIRECTIONAL,
			maxRate: s.input.rate, digits: s.input.digits,
			claims: []*meteridtypes.MsgAttestClaim{{Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: start}},
		}
	}
	if n.devices, err = certify(ctx, p, wanted); err != nil {
		return n, err
	}
	if err := gateway.SaveDevices(filepath.Join(home, "devices.json"), list(homes, n.devices)); err != nil {
		return n, err
	}
	if n.community, err = openCommunity(ctx, p, step, uint64(len(homes))); err != nil {
		return n, err
	}
	n.prepaid = enough(s.tallies)
	if err := p.doAll(ctx, homes, func(i int) []sdk.Msg {
		owner := p.must(homes[i])
		return []sdk.Msg{
			&meteridtypes.MsgActivateMeter{Owner: owner, Meter: n.devices[homes[i]].Meter, Opening: s.opening(homes[i])},
			&energytypes.MsgJoinCommunity{Owner: owner, Community: n.community, Meter: n.devices[homes[i]].Meter},
		}
	}); err != nil {
		return n, err
	}
	var approvals []sdk.Msg
	for _, name := range homes {
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: p.must(devnet.Admin), Community: n.community, Meter: n.devices[name].Meter, StaticWeight: 1, FromEpoch: uint64(start / step),
		})
	}
	if _, err := p.doMany(ctx, devnet.Admin, approvals); err != nil {
		return n, err
	}
	return n, p.doAll(ctx, homes, func(i int) []sdk.Msg {
		return []sdk.Msg{&energytypes.MsgDeposit{
			Depositor: p.must(homes[i]), Community: n.community, Slot: uint64(i), Amount: sdk.NewCoin(devnet.PaymentDenom, math.NewIntFromUint64(n.prepaid)),
		}}
	})
}

func openCommunity(ctx context.Context, p people, step int64, members uint64) (uint64, error) {
	responses, err := p.do(ctx, devnet.Admin, &energytypes.MsgCreateCommunity{
		Admin: p.must(devnet.Admin), Name: "village", GridSupplier: p.must(devnet.Supplier),
		EpochSeconds: uint64(step), GraceSeconds: 0, Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID,
		PaymentDenom: devnet.PaymentDenom, PricePerKwh: pricePerKWh, MaxMembers: max(2, members),
	})
	if err != nil {
		return 0, err
	}
	res, ok := responses[0].(*energytypes.MsgCreateCommunityResponse)
	if !ok {
		return 0, fmt.Errorf("expected the response of a new community, got %T", responses[0])
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

// list puts the devices into the order of their names.
func list(homes []string, devices map[string]gateway.Device) []gateway.Device {
	out := make([]gateway.Device, len(homes))
	for i, name := range homes {
		out[i] = devices[name]
	}
	return out
}

// opening are the registers with which a home begins: those that its file shows first, or 0 at the start.
func (s *energyStory) opening(home string) meteridtypes.Registers {
	r := s.input.opening(home)
	if r.Time == 0 {
		r.Time = s.input.start()
	}
	r.Time += s.shift
	return r
}
