package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// issuer returns the certification body of the account.
func (k *Keeper) issuer(ctx context.Context, a Address) (types.Issuer, error) {
	issuer, err := k.issuers.Get(ctx, a.Bytes)
	if errors.Is(err, collections.ErrNotFound) {
		return issuer, types.ErrIssuerNotFound.Wrapf("expected an issuer named by governance, got %s", a.Text)
	}
	return issuer, err
}

// activeIssuer returns the certification body of the account, which must not be revoked.
func (k *Keeper) activeIssuer(ctx context.Context, a Address) (types.Issuer, error) {
	issuer, err := k.issuer(ctx, a)
	if err != nil {
		return issuer, err
	}
	return issuer, expectActive(issuer)
}

func expectActive(issuer types.Issuer) error {
	if !issuer.Active {
		return types.ErrIssuerInactive.Wrapf("expected an active issuer, got %s", issuer.Address)
	}
	return nil
}

// actingIssuer returns the active issuer that acts for a meter: the one that certified it or, if that one is revoked, the successor that
// governance has named.
func (k *Keeper) actingIssuer(ctx context.Context, m types.Meter) (types.Issuer, error) {
	certified, err := k.ReadAddress("issuer", m.Issuer)
	if err != nil {
		return types.Issuer{}, err
	}
	issuer, err := k.issuer(ctx, certified)
	if err != nil || issuer.Active {
		return issuer, err
	}
	if issuer.Successor == "" {
		return issuer, expectActive(issuer)
	}
	successor, err := k.ReadAddress("successor", issuer.Successor)
	if err != nil {
		return types.Issuer{}, err
	}
	return k.activeIssuer(ctx, successor)
}

// expectActing refuses an issuer that does not act for the meter: neither the signer of a message nor that of a proposal may be another
// one than the issuer that acts now.
func (k *Keeper) expectActing(ctx context.Context, m types.Meter, issuer string) error {
	acting, err := k.actingIssuer(ctx, m)
	switch {
	case errors.Is(err, types.ErrIssuerInactive) && issuer != m.Issuer:
		return types.ErrNotIssuer.Wrapf("meter %d: expected a successor of the revoked %s, got %s", m.Id, m.Issuer, issuer)
	case err != nil:
		return err
	case acting.Address != issuer:
		return types.ErrNotIssuer.Wrapf("meter %d: expected %s, got %s", m.Id, acting.Address, issuer)
	}
	return nil
}

// expectIssuer refuses an issuer that may not take back what its author did: it is the author itself, it acts for the meter, or it
// certified the meter, is revoked, and no other one acts. A revoked issuer does not undo what its successor does.
func (k *Keeper) expectIssuer(ctx context.Context, m types.Meter, issuer, author string) error {
	if issuer == author {
		return nil
	}
	err := k.expectActing(ctx, m, issuer)
	if m.Issuer == issuer && errors.Is(err, types.ErrIssuerInactive) {
		return nil
	}
	return err
}
