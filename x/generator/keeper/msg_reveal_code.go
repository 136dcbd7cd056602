package keeper

import (
	"context"
	"errors"
	"slices"

	"github.com/utilityd/utilityd/x/generator/credit"
	"github.com/utilityd/utilityd/x/generator/market"
	"github.com/utilityd/utilityd/x/generator/state"
	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/generator/voucher"
)

// RevealCode verifies a code, which anyone may send, and pays owners and maintenance for the vouchers whose units its steps
// cover. It counts whatever the status of the generator and whether vouchers are open: the device has the units.
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
	open, err := s.OpenVouchersOf(ctx, g.Id, device.Number)
	if err != nil {
		return nil, err
	}
	params, err := s.Params.Get(ctx)
	if err != nil {
		return nil, err
	}
	hash := func(hashes uint64) { ctx.GasMeter().ConsumeGas(hashes*params.GasPerHash, "hashes of a code") }
	steps, err := verifyCode(device, code, hash)
	if err != nil {
		return nil, err
	}

	// decide
	count, err := credit.Count(state.Credit(open), steps)
	if err != nil {
		return nil, types.ErrInvariantBroken.Wrapf("generator %d, device %d: %s", g.Id, device.Number, err)
	}
	resp := &types.MsgRevealCodeResponse{Steps: steps}
	for _, place := range count.Released {
		resp.Vouchers = append(resp.Vouchers, open[place].Id)
		resp.Units += open[place].Units
		resp.ReleasedUsolar += open[place].Cost
	}

	// apply
	after := purse
	device.Link = code.String()
	device.Steps += steps
	device.ReleasedUnits += resp.Units
	device.ExcessUnits += count.Surplus
	for _, place := range count.Released {
		v := open[place]
		if err := market.Decrease(&after.Vouchers, v.Cost); err != nil {
			return nil, err
		}
		if after, err = market.AddSale(g, after, v.Units, v.Cost); err != nil {
			return nil, err
		}
		if err := s.CloseVoucher(ctx, &device, v, types.VOUCHER_STATUS_RELEASED); err != nil {
			return nil, err
		}
	}
	if err := s.setCounted(ctx, open, count); err != nil {
		return nil, err
	}
	if err := s.SetDevice(ctx, device); err != nil {
		return nil, err
	}
	if err := s.SetSales(ctx, g.Id, purse, after); err != nil {
		return nil, err
	}
	return resp, ctx.EventManager().EmitTypedEvent(&types.EventCodeRevealed{
		Generator: device.Generator, Device: device.Number, Code: device.Link, Steps: resp.Steps,
		Vouchers: resp.Vouchers, Units: resp.Units, ReleasedUsolar: resp.ReleasedUsolar, ExcessUnits: device.ExcessUnits,
	})
}

// setCounted stores what the vouchers that are still open have counted.
func (s msgServer) setCounted(ctx context.Context, open []types.Voucher, count credit.Result) error {
	for place, v := range open {
		if slices.Contains(count.Released, place) || v.CountedSteps == count.Counted[place] {
			continue
		}
		v.CountedSteps = count.Counted[place]
		if err := s.SetVoucher(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// verifyCode returns the steps that a code proves. It calls hash with the maximum number of hashes before it computes them, so
// that a guess is paid for in advance.
func verifyCode(d types.Device, code voucher.Code, hash func(hashes uint64)) (uint64, error) {
	if digits := uint32(code.Digits()); digits != d.Digits { //nolint:gosec // at most 30
		return 0, types.ErrInvalidCode.Wrapf("code: expected %d digits, got %d", d.Digits, digits)
	}
	link, err := voucher.Parse(d.Link)
	if err != nil {
		return 0, types.ErrInvariantBroken.Wrapf("generator %d, device %d: link: %s", d.Generator, d.Number, err)
	}
	hash(voucher.MaxSteps)
	steps, err := voucher.Verify(state.VoucherMeter(d), link, code, voucher.MaxSteps)
	switch {
	case errors.Is(err, voucher.ErrSpent):
		return 0, types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got the last one", d.Generator, d.Number)
	case errors.Is(err, voucher.ErrNoMatch):
		hash(voucher.MaxSteps)
		return 0, mismatchError(d, link, code)
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
func mismatchError(d types.Device, link, code voucher.Code) error {
	if steps, err := voucher.Verify(state.VoucherMeter(d), code, link, voucher.MaxSteps); err == nil {
		return types.ErrCodeSpent.Wrapf("generator %d, device %d: expected a new code, got one of %d units before", d.Generator, d.Number, steps)
	}
	return types.ErrWrongCode.Wrapf("generator %d, device %d: expected it to lead to the current link in at most %d steps",
		d.Generator, d.Number, voucher.MaxSteps)
}
