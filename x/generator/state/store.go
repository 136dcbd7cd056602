// Package state stores the records of x/generator: it defines their keys, looks them up and writes them.
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

// Keys, in the order of their parts: a list selects by the first one.
type (
	// AccountKey is a generator and an account.
	AccountKey = collections.Pair[uint64, []byte]
	// GeneratorKey is an account and a generator.
	GeneratorKey = collections.Pair[[]byte, uint64]
	// NumberKey is a generator and the number of a device, voucher, listing, lease or day.
	NumberKey = collections.Pair[uint64, uint64]
	// StatusKey is a status and a generator.
	StatusKey = collections.Pair[uint64, uint64]
	// VoucherKey is a generator, a device and a voucher.
	VoucherKey = collections.Triple[uint64, uint64, uint64]
	// LeaseKey is a generator, the day at whose beginning a lease ends, and the lease.
	LeaseKey = collections.Triple[uint64, uint64, uint64]
)

// Store holds the records of the module and the keepers it uses.
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
	Purses            collections.Map[uint64, types.Purse]
	Statuses          collections.KeySet[StatusKey]
	Bids              collections.Map[AccountKey, types.Bid] // open bids
	Bidders           collections.KeySet[GeneratorKey]       // index of the bids
	Providers         collections.Map[[]byte, types.ProviderRecord]
	Holdings          collections.Map[AccountKey, types.Holding]
	Accounts          collections.KeySet[GeneratorKey] // index of the holdings
	Voters            collections.KeySet[AccountKey]   // index of the holdings with a vote
	Quotas            collections.Map[AccountKey, types.Quota]
	Devices           collections.Map[NumberKey, types.Device]
	NextVoucher       collections.Sequence
	Vouchers          collections.Map[NumberKey, types.Voucher]
	OpenVouchers      collections.KeySet[VoucherKey] // index of the open vouchers
	NextListing       collections.Sequence
	Listings          collections.Map[NumberKey, types.Listing]
	NextLease         collections.Sequence
	Leases            collections.Map[NumberKey, types.Lease]
	LeaseEnds         collections.KeySet[LeaseKey]       // index of the leases
	DayIndexes        collections.Map[NumberKey, uint64] // generator, day → acc at its beginning
	MaintenanceClaims collections.Map[uint64, types.MaintenanceClaim]
}

// New builds the schema of the records. Only the authority may set parameters. It panics on an invalid authority or schema,
// at start-up.
func New(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Store {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("generator: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	accountKey := collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey)
	generatorKey := collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)
	numberKey := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	tripleKey := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
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
		Purses:   collections.NewMap(sb, types.PursesKey, "purses", collections.Uint64Key, codec.CollValue[types.Purse](cdc)),
		Statuses: collections.NewKeySet(sb, types.StatusesKey, "statuses", numberKey),
		Bids:     collections.NewMap(sb, types.BidsKey, "bids", accountKey, codec.CollValue[types.Bid](cdc)),
		Bidders:  collections.NewKeySet(sb, types.BiddersKey, "bidders", generatorKey),
		Providers: collections.NewMap(sb, types.ProvidersKey, "providers",
			collections.BytesKey, codec.CollValue[types.ProviderRecord](cdc)),
		Holdings:     collections.NewMap(sb, types.HoldingsKey, "holdings", accountKey, codec.CollValue[types.Holding](cdc)),
		Accounts:     collections.NewKeySet(sb, types.AccountsKey, "accounts", generatorKey),
		Voters:       collections.NewKeySet(sb, types.VotersKey, "voters", accountKey),
		Quotas:       collections.NewMap(sb, types.QuotasKey, "quotas", accountKey, codec.CollValue[types.Quota](cdc)),
		Devices:      collections.NewMap(sb, types.DevicesKey, "devices", numberKey, codec.CollValue[types.Device](cdc)),
		NextVoucher:  collections.NewSequence(sb, types.NextVoucherKey, "next_voucher"),
		Vouchers:     collections.NewMap(sb, types.VouchersKey, "vouchers", numberKey, codec.CollValue[types.Voucher](cdc)),
		OpenVouchers: collections.NewKeySet(sb, types.OpenVouchersKey, "open_vouchers", tripleKey),
		NextListing:  collections.NewSequence(sb, types.NextListingKey, "next_listing"),
		Listings:     collections.NewMap(sb, types.ListingsKey, "listings", numberKey, codec.CollValue[types.Listing](cdc)),
		NextLease:    collections.NewSequence(sb, types.NextLeaseKey, "next_lease"),
		Leases:       collections.NewMap(sb, types.LeasesKey, "leases", numberKey, codec.CollValue[types.Lease](cdc)),
		LeaseEnds:    collections.NewKeySet(sb, types.LeaseEndsKey, "lease_ends", tripleKey),
		DayIndexes:   collections.NewMap(sb, types.DayIndexesKey, "day_indexes", numberKey, collections.Uint64Value),
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
