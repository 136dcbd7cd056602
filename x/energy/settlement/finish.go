package settlement

import (
	"context"
	"fmt"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/x/energy/types"
	"github.com/utilityd/utilityd/x/internal/exact"
)

// complete ends the settlement and stores its result. The sums of the last pass must equal those of the passes before.
func (w *walk) complete(ctx context.Context) error {
	if err := w.rule.Check(nettingPrefix(w.cursor.Prefix)); err != nil {
		return err
	}
	found := w.cursor.Settlement
	if w.cursor.Charged != found.Collected || w.cursor.Credited != found.Collected {
		return fmt.Errorf("expected %d charged and credited as collected, got %d and %d",
			found.Collected, w.cursor.Charged, w.cursor.Credited)
	}
	s, err := w.Settlement(ctx, found.Community, found.Epoch)
	if err != nil {
		return err
	}
	s.Status = types.SETTLEMENT_STATUS_SETTLED
	s.SettledAt = sdk.UnwrapSDKContext(ctx).BlockTime().Unix()
	s.Reported, s.Missing = found.Reported, found.Missing
	s.SupplyWh, s.DemandWh, s.Weight = found.SupplyWh, found.DemandWh, found.Weight
	s.NettedWh, s.Collected = found.NettedWh, found.Collected
	s.FromGridWh = exact.AddUpTo(s.FromGridWh, found.FromGridWh) // unnetted energy is there already
	s.ToGridWh = exact.AddUpTo(s.ToGridWh, found.ToGridWh)
	s.Terms = w.terms

	if err := w.SetSettlement(ctx, s); err != nil {
		return err
	}
	if err := w.SetCommunity(ctx, withTotals(w.community, s)); err != nil {
		return err
	}
	if err := w.Unsettled.Remove(ctx, w.key()); err != nil {
		return err
	}
	if err := w.Cursors.Remove(ctx, s.Community); err != nil {
		return err
	}
	if err := w.schedulePruning(ctx, w.community, s); err != nil {
		return err
	}
	return sdk.UnwrapSDKContext(ctx).EventManager().EmitTypedEvent(&types.EventEpochSettled{Settlement: s})
}

// withTotals returns the community with the settlement added to its totals, and its time.
func withTotals(c types.Community, s types.Settlement) types.Community {
	c.SettledAt = s.SettledAt
	t := &c.Totals
	t.Epochs++
	t.SupplyWh = exact.AddUpTo(t.SupplyWh, s.SupplyWh)
	t.DemandWh = exact.AddUpTo(t.DemandWh, s.DemandWh)
	t.NettedWh = exact.AddUpTo(t.NettedWh, s.NettedWh)
	t.FromGridWh = exact.AddUpTo(t.FromGridWh, s.FromGridWh)
	t.ToGridWh = exact.AddUpTo(t.ToGridWh, s.ToGridWh)
	t.Collected = exact.AddUpTo(t.Collected, s.Collected)
	return c
}
