// Package state stores the records of x/water: it has their keys, look-ups and stored forms.
package state

import (
	"fmt"

	"cosmossdk.io/collections"
	addresscodec "cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/water/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// Pair is the key of a record within an area: area, number.
type Pair = collections.Pair[uint64, uint64]

// Ownership is the key of the account of an owner in an area: owner, area.
type Ownership = collections.Pair[[]byte, uint64]

// OrderKey is the key of an order: area, side, slot. An account has at most one order on a side.
type OrderKey = collections.Triple[uint64, uint32, uint64]

// BookKey is the key of the levels of a side of the book of an auction: area, auction, side.
type BookKey = collections.Triple[uint64, uint64, uint32]

// Payee is the key of a payable: area, producer.
type Payee = collections.Pair[uint64, []byte]

// Store holds the records of the module and the keepers that it uses.
type Store struct {
	Addresses     addresscodec.Codec
	Authority     string
	Bank          types.BankKeeper
	Meters        types.MeterKeeper
	Queue         queue.Queue
	ModuleAddress []byte

	schema      collections.Schema
	Params      collections.Item[types.Params]
	NextArea    collections.Sequence
	Areas       collections.Map[uint64, types.Area]
	Ledgers     collections.Map[uint64, types.Ledger]
	Purses      collections.Map[uint64, types.Purse]
	Counters    collections.Map[uint64, types.Counters]
	Sources     collections.Map[Pair, types.Source]  // area, source
	OpenSources collections.KeySet[Pair]             // proposed or active
	Periods     collections.Map[Pair, types.Period]  // area, period
	Accounts    collections.Map[Pair, types.Account] // area, slot
	Owners      collections.Map[Ownership, uint64]   // slot
	Holdings    pages.Map[uint64, Holding]           // area → slot
	Valves      collections.Map[uint64, types.Valve] // meter
	Orders      collections.Map[OrderKey, types.Order]
	Markets     collections.Map[uint64, types.Market]
	Levels      pages.Map[BookKey, Level]            // level
	Auctions    collections.Map[Pair, types.Auction] // area, auction
	Payables    collections.Map[Payee, uint64]       // base units
}

// New defines the records. The authority may change parameters. New panics at start-up only.
func New(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec addresscodec.Codec, authority string,
	bank types.BankKeeper, meters types.MeterKeeper, work queue.Queue,
) *Store {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("water: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	number := collections.Uint64Key
	pairKey := collections.PairKeyCodec(number, number)
	s := &Store{
		Addresses:     addressCodec,
		Authority:     authority,
		Bank:          bank,
		Meters:        meters,
		Queue:         work,
		ModuleAddress: authtypes.NewModuleAddress(types.ModuleName),

		Params:      collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		NextArea:    collections.NewSequence(sb, types.NextAreaKey, "next_area"),
		Areas:       collections.NewMap(sb, types.AreasKey, "areas", number, codec.CollValue[types.Area](cdc)),
		Ledgers:     collections.NewMap(sb, types.LedgersKey, "ledgers", number, codec.CollValue[types.Ledger](cdc)),
		Purses:      collections.NewMap(sb, types.PursesKey, "purses", number, codec.CollValue[types.Purse](cdc)),
		Counters:    collections.NewMap(sb, types.CountersKey, "counters", number, codec.CollValue[types.Counters](cdc)),
		Sources:     collections.NewMap(sb, types.SourcesKey, "sources", pairKey, codec.CollValue[types.Source](cdc)),
		OpenSources: collections.NewKeySet(sb, types.OpenSourcesKey, "open_sources", pairKey),
		Periods:     collections.NewMap(sb, types.PeriodsKey, "periods", pairKey, codec.CollValue[types.Period](cdc)),
		Accounts:    collections.NewMap(sb, types.AccountsKey, "accounts", pairKey, codec.CollValue[types.Account](cdc)),
		Owners: collections.NewMap(sb, types.OwnersKey, "owners",
			collections.PairKeyCodec(collections.BytesKey, number), collections.Uint64Value),
		Holdings: pages.New(sb, types.HoldingsKey, "holdings", number, HoldingForm),
		Valves:   collections.NewMap(sb, types.ValvesKey, "valves", number, codec.CollValue[types.Valve](cdc)),
		Orders: collections.NewMap(sb, types.OrdersKey, "orders",
			collections.TripleKeyCodec(number, collections.Uint32Key, number), codec.CollValue[types.Order](cdc)),
		Markets:  collections.NewMap(sb, types.MarketsKey, "markets", number, codec.CollValue[types.Market](cdc)),
		Levels:   pages.New(sb, types.LevelsKey, "levels", collections.TripleKeyCodec(number, number, collections.Uint32Key), LevelForm),
		Auctions: collections.NewMap(sb, types.AuctionsKey, "auctions", pairKey, codec.CollValue[types.Auction](cdc)),
		Payables: collections.NewMap(sb, types.PayablesKey, "payables",
			collections.PairKeyCodec(number, collections.BytesKey), collections.Uint64Value),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("water: %s", err))
	}
	s.schema = schema
	return s
}
