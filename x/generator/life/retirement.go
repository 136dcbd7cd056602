package life

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/generator/types"
)

// RetiresAt returns the time at which a retirement takes effect if it is announced now: not before its notice is over, not before the last
// lease has ended, and not after the end of the generator's life.
func RetiresAt(g types.Generator, purse types.Purse, noticeOver int64) int64 {
	return min(g.LifeUntil(), max(noticeOver, purse.LeasesUntil))
}

// AnnounceRetirement sets the deadline of an active generator to its retirement, if enough shares vote for it and none is announced.
func (k *Life) AnnounceRetirement(ctx sdk.Context, g *types.Generator, purse types.Purse, retiresAt int64) error {
	if purse.RetireShares < types.RetirementShares || g.RetirementAnnounced() || retiresAt == g.LifeUntil() {
		return nil
	}
	if err := k.SetDeadline(ctx, g, retiresAt); err != nil {
		return err
	}
	if err := k.SetGenerator(ctx, *g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventRetirementAnnounced{
		Generator: g.Id, RetireShares: purse.RetireShares, RetiresAt: g.Deadline,
	})
}

// endActive ends the life of a generator, or decides an announced retirement by the votes at its time.
func (k *Life) endActive(ctx sdk.Context, g *types.Generator, purse types.Purse) error {
	switch {
	case g.LifeUntil() <= ctx.BlockTime().Unix():
		return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_RETIRED, types.ReasonEndOfLife)
	case purse.RetireShares >= types.RetirementShares:
		return k.setFinalStatus(ctx, g, types.GENERATOR_STATUS_RETIRED, types.ReasonByOwners)
	default:
		return k.lapseRetirement(ctx, g, purse)
	}
}

// lapseRetirement lets a generator live on because not enough shares vote for its retirement at the announced time.
func (k *Life) lapseRetirement(ctx sdk.Context, g *types.Generator, purse types.Purse) error {
	if err := k.SetDeadline(ctx, g, g.LifeUntil()); err != nil {
		return err
	}
	if err := k.SetGenerator(ctx, *g); err != nil {
		return err
	}
	return ctx.EventManager().EmitTypedEvent(&types.EventRetirementLapsed{
		Generator: g.Id, RetireShares: purse.RetireShares, LifeUntil: g.Deadline,
	})
}
