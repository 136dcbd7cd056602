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
	if !issuer.Active {
		return issuer, types.ErrIssuerInactive.Wrapf("expected an active issuer, got %s", a.Text)
	}
	return issuer, nil
}
