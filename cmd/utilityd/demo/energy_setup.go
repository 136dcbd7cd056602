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

// leastRatePerHour is what a home can plausibly draw or give at least, Wh per hour.
const leastRatePerHour = 50_000

// neighbourhood is what the set-up made.
type neighbourhood struct {
	devices   map[string]gateway.Device
	community uint64
	prepaid   uint64 // in each wallet, base units
}

// setUp has meters certified and activated, a community opened, and everyone join and pay in.
func setUp(ctx context.Context, p people, home string, input intervals, start int64) (n neighbourhood, err error) {
	homes := input.homes
	// Twice the largest interval as a rate: nothing of the input is implausible.
	rate := max(leastRatePerHour, 2*input.largest()*3_600/uint64(input.step))
	wanted := make([]device, len(homes))
	for i, name := range homes {
		wanted[i] = device{
			name: name, owner: name, medium: meteridtypes.MEDIUM_ELECTRICITY, direction: meteridtypes.DIRECTION_BIDIRECTIONAL, maxRate: rate,
			claims: []*meteridtypes.MsgAttestClaim{{Type: meteridtypes.CLAIM_TYPE_TECHNOLOGY, Renewable: true, ValidFrom: start}},
		}
	}
	if n.devices, err = certify(ctx, p, wanted); err != nil {
		return n, err
	}
	if err := gateway.SaveDevices(filepath.Join(home, "devices.json"), list(homes, n.devices)); err != nil {
		return n, err
	}
	if n.community, err = openCommunity(ctx, p, input.step, uint64(len(homes))); err != nil {
		return n, err
	}
	n.prepaid = enough(input)
	if err := p.doAll(ctx, homes, func(i int) []sdk.Msg {
		owner := p.must(homes[i])
		return []sdk.Msg{
			&meteridtypes.MsgActivateMeter{Owner: owner, Meter: n.devices[homes[i]].Meter, Opening: meteridtypes.Registers{Time: start}},
			&energytypes.MsgJoinCommunity{Owner: owner, Community: n.community, Meter: n.devices[homes[i]].Meter},
		}
	}); err != nil {
		return n, err
	}
	var approvals []sdk.Msg
	for _, name := range homes {
		approvals = append(approvals, &energytypes.MsgApproveMember{
			Admin: p.must(devnet.Admin), Community: n.community, Meter: n.devices[name].Meter, StaticWeight: 1, FromEpoch: uint64(start / input.step),
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

// mostTolerance keeps the last epoch of a replay from waiting long: with long steps the usual tolerance is minutes.
const mostTolerance = 30

func openCommunity(ctx context.Context, p people, step int64, members uint64) (uint64, error) {
	responses, err := p.do(ctx, devnet.Admin, &energytypes.MsgCreateCommunity{
		Admin: p.must(devnet.Admin), Name: "village", GridSupplier: p.must(devnet.Supplier),
		EpochSeconds: uint64(step), GraceSeconds: 0, Key: energytypes.ALLOCATION_KEY_DYNAMIC, Residual: energytypes.RESIDUAL_GRID,
		PaymentDenom: devnet.PaymentDenom, PricePerKwh: pricePerKWh, MaxMembers: max(2, members),
		BorderToleranceSeconds: min(uint64(step)/30, mostTolerance),
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
func enough(input intervals) uint64 {
	var most uint64
	for _, home := range input.sums() {
		most = max(most, home.consumed)
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
