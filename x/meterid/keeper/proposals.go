package keeper

import (
	"context"
	"errors"

	"cosmossdk.io/collections"

	"github.com/utilityd/utilityd/x/internal/check"
	"github.com/utilityd/utilityd/x/meterid/types"
)

// pendingTransfer returns the transfer of a meter that its issuer proposed.
func (k *Keeper) pendingTransfer(ctx context.Context, id uint64) (types.PendingTransfer, error) {
	p, err := k.pendingTransfers.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return p, types.ErrNoProposal.Wrapf("meter %d: expected a transfer proposed by its issuer, got none", id)
	}
	return p, err
}

// pendingReplacement returns the replacement of a meter that its issuer proposed.
func (k *Keeper) pendingReplacement(ctx context.Context, id uint64) (types.PendingReplacement, error) {
	p, err := k.pendingReplacements.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return p, types.ErrNoProposal.Wrapf("meter %d: expected a replacement proposed by its issuer, got none", id)
	}
	return p, err
}

// dropExchanges removes the pending transfer and the pending replacement of a meter, if any.
func (k *Keeper) dropExchanges(ctx context.Context, id uint64) error {
	if err := k.pendingTransfers.Remove(ctx, id); err != nil {
		return err
	}
	return k.pendingReplacements.Remove(ctx, id)
}

// notExpired refuses an expired proposal.
func notExpired(meter uint64, expiresAt, now int64) error {
	if now > expiresAt {
		return types.ErrProposalExpired.Wrapf("meter %d: expected acceptance up to %s, got it at %s",
			meter, check.Moment(expiresAt), check.Moment(now))
	}
	return nil
}
