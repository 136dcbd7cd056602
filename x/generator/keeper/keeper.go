// Package keeper keeps generators: who asked for them, who builds and funds them, whose they are, what they sold and who
// is owed what of it.
package keeper

import (
	"fmt"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/generator/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Keys. All begin with what their lists are asked for by.
type (
	// at is a generator and an account.
	at = collections.Pair[uint64, []byte]
	// by is an account and a generator.
	by = collections.Pair[[]byte, uint64]
	// pair is a generator and the number of something of it, a status and a generator, or the id of a due item.
	pair = collections.Pair[uint64, uint64]
	// order is a generator, a device and a voucher.
	order = collections.Triple[uint64, uint64, uint64]
)

// Keeper is the state of the module.
type Keeper struct {
	addresses address.Codec
	authority string
	bank      types.BankKeeper
	meters    types.MeterKeeper
	work      queue.Queue

	schema            collections.Schema
	params            collections.Item[types.Params]
	nextGenerator     collections.Sequence
	generators        collections.Map[uint64, types.Generator]
	books             collections.Map[uint64, types.Books]
	statuses          collections.KeySet[pair]       // status, generator
	bids              collections.Map[at, types.Bid] // those that were neither accepted nor taken back
	bidders           collections.KeySet[by]         // of the bids
	providers         collections.Map[[]byte, types.ProviderRecord]
	holdings          collections.Map[at, types.Holding]
	accounts          collections.KeySet[by] // of the holdings
	voters            collections.KeySet[at] // of the holdings with a vote
	quotas            collections.Map[at, types.Quota]
	devices           collections.Map[pair, types.Device]
	nextVoucher       collections.Sequence
	vouchers          collections.Map[pair, types.Voucher]
	openVouchers      collections.KeySet[order] // of the vouchers that wait for a code
	nextListing       collections.Sequence
	listings          collections.Map[pair, types.Listing]
	nextLease         collections.Sequence
	leases            collections.Map[pair, types.Lease]
	maintenanceClaims collections.Map[uint64, types.MaintenanceClaim]
}

// NewKeeper lays the state out. The authority may change parameters. It panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Keeper {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("generator: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	atKey := collections.PairKeyCodec(collections.Uint64Key, collections.BytesKey)
	byKey := collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)
	pairKey := collections.PairKeyCodec(collections.Uint64Key, collections.Uint64Key)
	orderKey := collections.TripleKeyCodec(collections.Uint64Key, collections.Uint64Key, collections.Uint64Key)
	k := &Keeper{
		addresses: addressCodec,
		authority: authority,
		bank:      bank,
		meters:    meters,
		work:      work,

		params:        collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		nextGenerator: collections.NewSequence(sb, types.NextGeneratorKey, "next_generator"),
		generators: collections.NewMap(sb, types.GeneratorsKey, "generators",
			collections.Uint64Key, codec.CollValue[types.Generator](cdc)),
		books:    collections.NewMap(sb, types.BooksKey, "books", collections.Uint64Key, codec.CollValue[types.Books](cdc)),
		statuses: collections.NewKeySet(sb, types.StatusesKey, "statuses", pairKey),
		bids:     collections.NewMap(sb, types.BidsKey, "bids", atKey, codec.CollValue[types.Bid](cdc)),
		bidders:  collections.NewKeySet(sb, types.BiddersKey, "bidders", byKey),
		providers: collections.NewMap(sb, types.ProvidersKey, "providers",
			collections.BytesKey, codec.CollValue[types.ProviderRecord](cdc)),
		holdings:     collections.NewMap(sb, types.HoldingsKey, "holdings", atKey, codec.CollValue[types.Holding](cdc)),
		accounts:     collections.NewKeySet(sb, types.AccountsKey, "accounts", byKey),
		voters:       collections.NewKeySet(sb, types.VotersKey, "voters", atKey),
		quotas:       collections.NewMap(sb, types.QuotasKey, "quotas", atKey, codec.CollValue[types.Quota](cdc)),
		devices:      collections.NewMap(sb, types.DevicesKey, "devices", pairKey, codec.CollValue[types.Device](cdc)),
		nextVoucher:  collections.NewSequence(sb, types.NextVoucherKey, "next_voucher"),
		vouchers:     collections.NewMap(sb, types.VouchersKey, "vouchers", pairKey, codec.CollValue[types.Voucher](cdc)),
		openVouchers: collections.NewKeySet(sb, types.OpenVouchersKey, "open_vouchers", orderKey),
		nextListing:  collections.NewSequence(sb, types.NextListingKey, "next_listing"),
		listings:     collections.NewMap(sb, types.ListingsKey, "listings", pairKey, codec.CollValue[types.Listing](cdc)),
		nextLease:    collections.NewSequence(sb, types.NextLeaseKey, "next_lease"),
		leases:       collections.NewMap(sb, types.LeasesKey, "leases", pairKey, codec.CollValue[types.Lease](cdc)),
		maintenanceClaims: collections.NewMap(sb, types.MaintenanceClaimsKey, "maintenance_claims",
			collections.Uint64Key, codec.CollValue[types.MaintenanceClaim](cdc)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("generator: %s", err))
	}
	k.schema = schema
	return k
}

// Authority is the address that may change parameters.
func (k *Keeper) Authority() string { return k.authority }

// Meters are the meters that generators have.
func (k *Keeper) Meters() types.MeterKeeper { return k.meters }
