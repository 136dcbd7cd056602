// Package state keeps the records of x/generator: their keys, how they are found and stored.
package state

import (
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keys. Each begins with what its lists select by.
type (
	// AccountKey is a generator and an account.
	AccountKey = collections.Pair[uint64, []byte]
	// GeneratorKey is an account and a generator.
	GeneratorKey = collections.Pair[[]byte, uint64]
	// Pair is a generator and the number of something of it, a status and a generator, or the id of a due item.
	Pair = collections.Pair[uint64, uint64]
	// VoucherKey is a generator, a device and a voucher.
	VoucherKey = collections.Triple[uint64, uint64, uint64]
)

// Store holds the records of the module and the keepers that it works with.
type Store struct {
	addresses address.Codec
	Authority string
	Bank      types.BankKeeper
	Meters    types.MeterKeeper
	Queue     queue.Queue

	schema            collections.Schema
	Params            collections.Item[types.Params]
	NextGenerator     collections.Sequence
	Generators        collections.Map[uint64, types.Generator]
	Books             collections.Map[uint64, types.Books]
	Statuses          collections.KeySet[Pair]               // status, generator
	Bids              collections.Map[AccountKey, types.Bid] // those that were neither accepted nor taken back
	Bidders           collections.KeySet[GeneratorKey]       // of the bids
	Providers         collections.Map[[]byte, types.ProviderRecord]
	Holdings          collections.Map[AccountKey, types.Holding]
	Accounts          collections.KeySet[GeneratorKey] // of the holdings
	Voters            collections.KeySet[AccountKey]   // of the holdings with a vote
	Quotas            collections.Map[AccountKey, types.Quota]
	Devices           collections.Map[Pair, types.Device]
	NextVoucher       collections.Sequence
	Vouchers          collections.Map[Pair, types.Voucher]
	OpenVouchers      collections.KeySet[VoucherKey] // of the vouchers that wait for a code
	NextListing       collections.Sequence
	Listings          collections.Map[Pair, types.Listing]
	NextLease         collections.Sequence
	Leases            collections.Map[Pair, types.Lease]
	MaintenanceClaims collections.Map[uint64, types.MaintenanceClaim]
}

// New lays out the records. The authority may change parameters. New panics at start-up only.
func New(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Store {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("generator: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	atKey := collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey)
	byKey := collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)
	pairKey := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	orderKey := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
	s := &Store{
		addresses: addressCodec,
		Authority: authority,
		Bank:      bank,
		Meters:    meters,
		Queue:     work,

		Params:        collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		NextGenerator: collections.NewSequence(sb, types.NextGeneratorKey, "next_generator"),
		Generators: collections.NewMap(sb, types.GeneratorsKey, "generators",
			collections.Uint64Key, codec.CollValue[types.Generator](cdc)),
		Books:    collections.NewMap(sb, types.BooksKey, "books", collections.Uint64Key, codec.CollValue[types.Books](cdc)),
		Statuses: collections.NewKeySet(sb, types.StatusesKey, "statuses", pairKey),
		Bids:     collections.NewMap(sb, types.BidsKey, "bids", atKey, codec.CollValue[types.Bid](cdc)),
		Bidders:  collections.NewKeySet(sb, types.BiddersKey, "bidders", byKey),
		Providers: collections.NewMap(sb, types.ProvidersKey, "providers",
			collections.BytesKey, codec.CollValue[types.ProviderRecord](cdc)),
		Holdings:     collections.NewMap(sb, types.HoldingsKey, "holdings", atKey, codec.CollValue[types.Holding](cdc)),
		Accounts:     collections.NewKeySet(sb, types.AccountsKey, "accounts", byKey),
		Voters:       collections.NewKeySet(sb, types.VotersKey, "voters", atKey),
		Quotas:       collections.NewMap(sb, types.QuotasKey, "quotas", atKey, codec.CollValue[types.Quota](cdc)),
		Devices:      collections.NewMap(sb, types.DevicesKey, "devices", pairKey, codec.CollValue[types.Device](cdc)),
		NextVoucher:  collections.NewSequence(sb, types.NextVoucherKey, "next_voucher"),
		Vouchers:     collections.NewMap(sb, types.VouchersKey, "vouchers", pairKey, codec.CollValue[types.Voucher](cdc)),
		OpenVouchers: collections.NewKeySet(sb, types.OpenVouchersKey, "open_vouchers", orderKey),
		NextListing:  collections.NewSequence(sb, types.NextListingKey, "next_listing"),
		Listings:     collections.NewMap(sb, types.ListingsKey, "listings", pairKey, codec.CollValue[types.Listing](cdc)),
		NextLease:    collections.NewSequence(sb, types.NextLeaseKey, "next_lease"),
		Leases:       collections.NewMap(sb, types.LeasesKey, "leases", pairKey, codec.CollValue[types.Lease](cdc)),
		MaintenanceClaims: collections.NewMap(sb, types.MaintenanceClaimsKey, "maintenance_claims",
			collections.Uint64Key, codec.CollValue[types.MaintenanceClaim](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("generator: %s", err))
	}
	s.schema = schema
	return s
}
