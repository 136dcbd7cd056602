package keeper

import (
	"context"
	"errors"

	"github.com/utilityd/utilityd/x/meterid/types"
)

// Successor returns the issuer that governance has named to act for the meters of a revoked one; empty if there is none, or no such issuer.
func (k *Keeper) Successor(ctx context.Context, issuer string) (string, error) {
	a, err := k.ReadAddress("issuer", issuer)
	if err != nil {
		return "", err
	}
	revoked, err := k.issuer(ctx, a)
	if errors.Is(err, types.ErrIssuerNotFound) || err == nil && revoked.Active {
		return "", nil
	}
	return revoked.Successor, err
}
