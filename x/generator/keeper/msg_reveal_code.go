package keeper

import (
	"context"
	"errors"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RevealCode shows a code, be it by buyer, vendor or anybody who finds it, and pays owners and maintenance for the vouchers
// that it proves to be delivered. It counts whatever has become of the generator since.
func (s msgServer) RevealCode(goCtx context.Context, msg *types.MsgRevealCode) (*types.MsgRevealCodeResponse, error) {
	// load
	ctx := sdk.UnwrapSDKContext(goCtx)
	if _, err := s.ReadAddress("sender", msg.Sender); err != nil {
		return nil, err
	}
	if err := msg.Validate(); err != nil {
		return nil, err
	}
	code, err := voucher.Parse(msg.Code)
	if err != nil {
		return nil, types.ErrInvalidCode.Wrapf("code: %s", err)
	}
	g, b, err := s.Project(ctx, msg.Generator)
	if err != nil {
		return nil, err
	}
	device, err := s.Device(ctx, g.Id, msg.Device)
	if err != nil {
		return nil, err
	}
	waiting, err := s.Waiting(ctx, g.Id, device.Number)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if len(waiting) == 0 {
		return nil, types.ErrNoOpenVoucher.Wrapf("generator %d: expected a voucher of device %d that waits, got none", g.Id, device.Number)
	}
	hash := func(hashes uint64) { ctx.GasMeter().ConsumeGas(hashes*params.GasPerHash, "hashes of a code") }
	steps, err := prove(device, code, waiting[0].Units, hash)
	if err != nil {
		return nil, err
	}

	// decide
	released, resp := release(waiting, steps)

	// apply
	for _, v := range released {
		if err := market.Decrease(&b.Vouchers, v.Cost); err != nil {
			return nil, err
		}
		if b, err = market.Sell(g, b, v.Units, v.Cost); err != nil {
			return nil, err
		}
	}
	device.Link = code.String()
	device.Steps += resp.Steps
	device.ReleasedUnits += resp.Units
	for _, v := range released {
		if err := s.CloseVoucher(ctx, &device, v, types.VOUCHER_STATUS_RELEASED); err != nil {
			return nil, err
		}
	}
	if err := s.SetDevice(ctx, device); err != nil {
		return nil, err
	}
	if err := s.SetBooks(ctx, g.Id, b); err != nil {
		return nil, err
	}
	return resp, ctx.EventManager().EmitTypedEvent(&types.EventCodeRevealed{
		Generator: device.Generator, Device: device.Number, Code: device.Link, Steps: resp.Steps,
		Vouchers: resp.Vouchers, Units: resp.Units, ReleasedUsolar: resp.ReleasedUsolar,
	})
}

// prove counts the units that a code proves, at least so many. Before it hashes it says how often at most, so that a guess is
// paid for before it is made.
func prove(d types.Device, code voucher.Code, least uint64, hash func(hashes uint64)) (uint64, error) {
	if digits := uint32(code.Digits()); digits != d.Digits { //nolint:gosec // at most 30
		return 0, types.ErrInvalidCode.Wrapf("code: expected %d digits, got %d", d.Digits, digits)
	}
	link, err := voucher.Parse(d.Link)
	if err != nil {
		return 0, types.ErrInvariantBroken.Wrapf("generator %d, device %d: link: %s", d.Generator, d.Number, err)
	}
	most := least + voucher.MaxSlack
	hash(most)
	steps, err := voucher.Verify(d.Number, link, code, int(least), int(most)) //nolint:gosec // at most 1,000
	switch {
	case errors.Is(err, voucher.ErrSpent):
		return 0, types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got the last one", d.Generator, d.Number)
	case errors.Is(err, voucher.ErrTooFew):
		return 0, types.ErrCodeTooShort.Wrapf("generator %d, device %d: %s", d.Generator, d.Number, err)
	case errors.Is(err, voucher.ErrNoMatch):
		hash(most)
		return 0, whyNoMatch(d, link, code, int(most)) //nolint:gosec // at most 1,000
	case err != nil:
		return 0, err
	}
	proved := uint64(steps) //nolint:gosec // at least 1
	if left := d.Length - d.Steps; proved > left {
		return 0, types.ErrChainUsedUp.Wrapf("generator %d, device %d: expected at most %d steps, got %d", d.Generator, d.Number, left, proved)
	}
	return proved, nil
}

// whyNoMatch distinguishes an already spent code from a wrong one.
func whyNoMatch(d types.Device, link, code voucher.Code, most int) error {
	if steps, err := voucher.Verify(d.Number, code, link, 1, most); err == nil {
		return types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got one of %d units before", d.Generator, d.Number, steps)
	}
	return types.ErrWrongCode.Wrapf("generator %d, device %d: expected it to lead to the current link in at most %d steps",
		d.Generator, d.Number, most)
}

// release chooses the vouchers that a code pays for, the oldest first. What it proves beyond them was not revealed before:
// it heals the chain.
func release(waiting []types.Voucher, steps uint64) ([]types.Voucher, *types.MsgRevealCodeResponse) {
	resp := &types.MsgRevealCodeResponse{Steps: steps}
	for i, v := range waiting {
		if resp.Units+v.Units > steps {
			return waiting[:i], resp
		}
		resp.Vouchers = append(resp.Vouchers, v.Id)
		resp.Units += v.Units
		resp.ReleasedUsolar += v.Cost
	}
	return waiting, resp
}
