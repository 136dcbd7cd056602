package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/water/types"
)

// source is a source of an area.
func (k *Keeper) source(ctx context.Context, area, id uint64) (types.Source, error) {
	s, err := k.sources.Get(ctx, collections.Join(area, id))
	if errors.Is(err, collections.ErrNotFound) {
		return types.Source{}, types.ErrSourceNotFound.Wrapf("area %d: expected the number of a source, got %d", area, id)
	}
	return s, err
}

// setSource stores a source and whether it is proposed or active.
func (k *Keeper) setSource(ctx context.Context, s types.Source) error {
	key := collections.Join(s.Area, s.Id)
	if err := k.sources.Set(ctx, key, s); err != nil {
		return err
	}
	if s.Status == types.SOURCE_STATUS_CLOSED {
		return k.openSources.Remove(ctx, key)
	}
	return k.openSources.Set(ctx, key)
}

// activeSources are the sources of an area that count, by number. There are at most types.MaxSources.
func (b *books) activeSources(ctx context.Context) ([]*types.Source, error) {
	var active []*types.Source
	err := b.openSources.Walk(ctx, collections.NewPrefixedPairRange[uint64, uint64](b.area.Id), func(key pair) (bool, error) {
		s, err := b.source(ctx, key.K2())
		if err == nil && s.IsCurrent() {
			active = append(active, s)
		}
		return err != nil, err
	})
	return active, err
}

// endSource retires a source. The caller unbinds its meter.
func (b *books) endSource(ctx context.Context, s *types.Source) error {
	counters, err := b.count(ctx)
	if err != nil {
		return err
	}
	counters.OpenSources--
	s.Meter, s.Status = 0, types.SOURCE_STATUS_CLOSED
	return nil
}

func bindingOfSource(s types.Source) meteridtypes.Binding {
	return meteridtypes.Binding{Module: types.ModuleName, Ref: s.Area, Slot: s.BindingSlot()}
}

// expectMeterFor checks that a meter measures water in the direction, and may be bound in the area.
func expectMeterFor(a types.Area, m meteridtypes.Meter, direction meteridtypes.Direction) error {
	switch {
	case m.Medium != meteridtypes.MEDIUM_WATER:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected a meter for water, got %s", m.Id, m.Medium)
	case m.Direction != direction:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected %s, got %s", m.Id, direction, m.Direction)
	case m.Status != meteridtypes.METER_STATUS_ACTIVE:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected an active meter, got %s", m.Id, m.Status)
	case a.Issuer != "" && a.Issuer != m.Issuer:
		return types.ErrMeterUnfit.Wrapf("meter %d: expected one that %s certified, got %s", m.Id, a.Issuer, m.Issuer)
	}
	return nil
}

func expectUnbound(m meteridtypes.Meter) error {
	if m.IsBound() {
		return types.ErrMeterBound.Wrapf("meter %d: expected no binding, got one to %s %d", m.Id, m.Binding.Module, m.Binding.Ref)
	}
	return nil
}
