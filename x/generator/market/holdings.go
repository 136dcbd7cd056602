package market

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// CreditDue moves money from a bucket to the money due to an account. It reads and writes the holding of the account: a
// caller that has it loaded stores it before and loads it again after.
func (k *Market) CreditDue(
	ctx sdk.Context, g types.Generator, purse *types.Purse, bucket *uint64, amount uint64, to, reason string,
) error {
	if amount == 0 {
		return nil
	}
	account, err := k.ParseAddress(to)
	if err != nil {
		return err
	}
	h, err := k.Holding(ctx, g.Id, account)
	if err != nil {
		return err
	}
	if err := Move(bucket, &purse.Due, amount); err != nil {
		return err
	}
	if err := Increase(&h.Due, amount); err != nil {
		return err
	}
	if err := k.SetHolding(ctx, account, h); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventDueCredited{
		Generator: h.Generator, Account: h.Account, Reason: reason, Amount: PaymentCoin(g, amount), Due: h.Due,
	})
}
