package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RevealCode verifies a code, which anyone may send, and pays owners and maintenance for the vouchers whose delivery it
// proves. It counts whatever the status of the generator.
func (s msgServer) RevealCode(goCtx context.Context, msg *types.MsgRevealCode) (*types.MsgRevealCodeResponse, error) {
	// load
	ctx, _, g, purse, err := s.ofSigner(goCtx, "sender", msg.Sender, msg)
	if err != nil {
		return nil, err
	}
	code, err := voucher.Parse(msg.Code)
	if err != nil {
		return nil, types.ErrInvalidCode.Wrapf("code: %s", err)
	}
	device, err := s.Device(ctx, g.Id, msg.Device)
	if err != nil {
		return nil, err
	}
	vouchers, err := s.ReleasableVouchers(ctx, g.Id, device.Number)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	if len(vouchers) == 0 {
		return nil, types.ErrNoOpenVoucher.Wrapf("generator %d: expected an open voucher of device %d, got none", g.Id, device.Number)
	}
	hash := func(hashes uint64) { ctx.GasMeter().ConsumeGas(hashes*params.GasPerHash, "hashes of a code") }
	steps, err := verifyCode(device, code, vouchers[0].Units, hash)
	if err != nil {
		return nil, err
	}

	// decide
	released, resp := selectVouchers(vouchers, steps)

	// apply
	after := purse
	for _, v := range released {
		if err := market.Decrease(&after.Vouchers, v.Cost); err != nil {
			return nil, err
		}
		if after, err = market.AddSale(g, after, v.Units, v.Cost); err != nil {
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
	if err := s.SetSales(ctx, g.Id, purse, after); err != nil {
		return nil, err
	}
	return resp, ctx.EventManager().EmitTypedEvent(&types.EventCodeRevealed{
		Generator: device.Generator, Device: device.Number, Code: device.Link, Steps: resp.Steps,
		Vouchers: resp.Vouchers, Units: resp.Units, ReleasedUsolar: resp.ReleasedUsolar,
	})
}

// verifyCode returns the units that a code proves, at least minUnits. It calls hash with the maximum number of hashes before
// it computes them, so that a guess is paid for in advance.
func verifyCode(d types.Device, code voucher.Code, minUnits uint64, hash func(hashes uint64)) (uint64, error) {
	if digits := uint32(code.Digits()); digits != d.Digits { //nolint:gosec // at most 30
		return 0, types.ErrInvalidCode.Wrapf("code: expected %d digits, got %d", d.Digits, digits)
	}
	link, err := voucher.Parse(d.Link)
	if err != nil {
		return 0, types.ErrInvariantBroken.Wrapf("generator %d, device %d: link: %s", d.Generator, d.Number, err)
	}
	maxUnits := minUnits + voucher.MaxSlack
	hash(maxUnits)
	steps, err := voucher.Verify(d.Number, link, code, int(minUnits), int(maxUnits)) //nolint:gosec // at most 1,000
	switch {
	case errors.Is(err, voucher.ErrSpent):
		return 0, types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got the last one", d.Generator, d.Number)
	case errors.Is(err, voucher.ErrTooFew):
		return 0, types.ErrCodeTooShort.Wrapf("generator %d, device %d: %s", d.Generator, d.Number, err)
	case errors.Is(err, voucher.ErrNoMatch):
		hash(maxUnits)
		return 0, mismatchError(d, link, code, int(maxUnits)) //nolint:gosec // at most 1,000
	case err != nil:
		return 0, err
	}
	proved := uint64(steps) //nolint:gosec // at least 1
	if left := d.Length - d.Steps; proved > left {
		return 0, types.ErrChainUsedUp.Wrapf("generator %d, device %d: expected at most %d steps, got %d", d.Generator, d.Number, left, proved)
	}
	return proved, nil
}

// mismatchError distinguishes an already spent code from a wrong one.
func mismatchError(d types.Device, link, code voucher.Code, maxSteps int) error {
	if steps, err := voucher.Verify(d.Number, code, link, 1, maxSteps); err == nil {
		return types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got one of %d units before", d.Generator, d.Number, steps)
	}
	return types.ErrWrongCode.Wrapf("generator %d, device %d: expected it to lead to the current link in at most %d steps",
		d.Generator, d.Number, maxSteps)
}

// selectVouchers selects the vouchers that a code releases, oldest first. Steps beyond their units were proved by codes that
// were never revealed: they heal the chain.
func selectVouchers(vouchers []types.Voucher, steps uint64) ([]types.Voucher, *types.MsgRevealCodeResponse) {
	resp := &types.MsgRevealCodeResponse{Steps: steps}
	for i, v := range vouchers {
		if resp.Units+v.Units > steps {
			return vouchers[:i], resp
		}
		resp.Vouchers = append(resp.Vouchers, v.Id)
		resp.Units += v.Units
		resp.ReleasedUsolar += v.Cost
	}
	return vouchers, resp
}
