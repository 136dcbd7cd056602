// Package keeper implements x/meterid: messages, queries, block work and the delivery of readings to the other modules.
package keeper

import (
	"fmt"
	"slices"
	"strings"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/address"
	corestore "cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/utilityd/utilityd/x/internal/pages"
	"github.com/utilityd/utilityd/x/internal/readonly"
	"github.com/utilityd/utilityd/x/meterid/signature"
	"github.com/utilityd/utilityd/x/meterid/types"
	"github.com/utilityd/utilityd/x/work/queue"
)

// rememberedBatches is the number of verified batches in the memo between CheckTx and delivery: several blocks full.
const rememberedBatches = 4_096

// Keeper is the state of the module.
type Keeper struct {
	reader    *Keeper // for queries: its store cannot be written
	addresses address.Codec
	authority string
	work      queue.Queue
	sinks     []namedSink      // by name, so that the order of calls is fixed
	verdicts  *signature.Cache // a memo: a node without it computes the same

	schema              collections.Schema
	params              collections.Item[types.Params]
	issuers             collections.Map[[]byte, types.Issuer]
	nextMeter           collections.Sequence
	meters              collections.Map[uint64, types.Meter]
	serials             collections.Map[collections.Pair[[]byte, string], uint64] // issuer, serial → meter
	deviceKeys          collections.Map[[]byte, uint64]                           // type‖key → live meter, current or pending
	owners              collections.KeySet[collections.Pair[[]byte, uint64]]      // owner, meter
	registers           pages.Map[pages.None, record]
	quarantine          collections.Map[uint64, types.QuarantinedReading]
	pendingKeys         collections.Map[uint64, types.PendingKey]
	pendingTransfers    collections.Map[uint64, types.PendingTransfer]
	pendingReplacements collections.Map[uint64, types.PendingReplacement]
	bindings            collections.KeySet[collections.Pair[place, uint64]] // place, meter
}

type namedSink struct {
	module string
	sink   types.Sink
}

// NewKeeper builds the schema of the state. The authority may change parameters and name issuers. It panics at start-up only.
func NewKeeper(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string, work queue.Queue,
) *Keeper {
	k := layOut(cdc, storeService, addressCodec, authority, work)
	k.verdicts = signature.NewCache(rememberedBatches)
	k.reader = layOut(cdc, readonly.Service(storeService), addressCodec, authority, work)
	return k
}

func layOut(
	cdc codec.BinaryCodec, storeService corestore.KVStoreService, addressCodec address.Codec, authority string, work queue.Queue,
) *Keeper {
	if _, err := addressCodec.StringToBytes(authority); err != nil {
		panic(fmt.Sprintf("meterid: authority: expected an address, got %q: %s", authority, err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		addresses: addressCodec,
		authority: authority,
		work:      work,

		params:    collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		issuers:   collections.NewMap(sb, types.IssuersKey, "issuers", collections.BytesKey, codec.CollValue[types.Issuer](cdc)),
		nextMeter: collections.NewSequence(sb, types.NextMeterKey, "next_meter"),
		meters:    collections.NewMap(sb, types.MetersKey, "meters", collections.Uint64Key, codec.CollValue[types.Meter](cdc)),
		serials: collections.NewMap(sb, types.SerialsKey, "serials",
			collections.PairKeyCodec(collections.BytesKey, collections.StringKey), collections.Uint64Value),
		deviceKeys: collections.NewMap(sb, types.DeviceKeysKey, "device_keys", collections.BytesKey, collections.Uint64Value),
		owners: collections.NewKeySet(sb, types.OwnersKey, "owners",
			collections.PairKeyCodec(collections.BytesKey, collections.Uint64Key)),
		registers: pages.New(sb, types.RegistersKey, "registers", pages.NoneKey, recordForm),
		quarantine: collections.NewMap(sb, types.QuarantineKey, "quarantine",
			collections.Uint64Key, codec.CollValue[types.QuarantinedReading](cdc)),
		pendingKeys: collections.NewMap(sb, types.PendingKeysKey, "pending_keys",
			collections.Uint64Key, codec.CollValue[types.PendingKey](cdc)),
		pendingTransfers: collections.NewMap(sb, types.PendingTransfersKey, "pending_transfers",
			collections.Uint64Key, codec.CollValue[types.PendingTransfer](cdc)),
		pendingReplacements: collections.NewMap(sb, types.PendingReplacementsKey, "pending_replacements",
			collections.Uint64Key, codec.CollValue[types.PendingReplacement](cdc)),
		bindings: collections.NewKeySet(sb, types.BindingsKey, "bindings",
			collections.PairKeyCodec(collections.PairKeyCodec(collections.StringKey, collections.Uint64Key), collections.Uint64Key)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Sprintf("meterid: %s", err))
	}
	k.schema = schema
	return k
}

// RegisterSink registers the sink of a module that counts readings. It is called at start-up and panics if the module has one.
func (k *Keeper) RegisterSink(module string, sink types.Sink) {
	i, found := k.findSink(module)
	if found || module == "" || sink == nil {
		panic(fmt.Sprintf("meterid: expected one sink for each named module, got another for %q", module))
	}
	k.sinks = slices.Insert(k.sinks, i, namedSink{module, sink})
	k.reader.sinks = k.sinks
}

// Authority returns the address that may change parameters and name issuers.
func (k *Keeper) Authority() string { return k.authority }

func (k *Keeper) findSink(module string) (int, bool) {
	return slices.BinarySearchFunc(k.sinks, module, func(s namedSink, m string) int { return strings.Compare(s.module, m) })
}

func (k *Keeper) sink(module string) (types.Sink, error) {
	i, found := k.findSink(module)
	if !found {
		return nil, types.ErrNoSink.Wrapf("expected one of the registered modules, got %q", module)
	}
	return k.sinks[i].sink, nil
}
