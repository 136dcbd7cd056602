package market

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// Credit lets an account withdraw what was taken out of a bucket of the generator. A holding of the account that the
// caller has in hand is stored before and loaded again after.
func (k *Market) Credit(
	ctx sdk.Context, g types.Generator, b *types.Books, bucket *uint64, amount uint64, to, reason string,
) error {
	if amount == 0 {
		return nil
	}
	who, err := k.Stored(to)
	if err != nil {
		return err
	}
	h, err := k.Holding(ctx, g.Id, who)
	if err != nil {
		return err
	}
	if err := Move(bucket, &b.Due, amount); err != nil {
		return err
	}
	if err := Increase(&h.Due, amount); err != nil {
		return err
	}
	if err := k.SetHolding(ctx, who, h); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDueCredited{
		Generator: h.Generator, Account: h.Account, Reason: reason, Amount: PaymentCoin(g, amount), Due: h.Due,
	})
}
