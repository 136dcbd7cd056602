package gateway_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	"github.com/utilityd/utilityd/x/meterid/reading"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// chainID is the chain of these tests.
const chainID = "test-1"

var (
	errDown   = errors.New("connection refused")
	errKilled = errors.New("killed")
)

// network is a chain of two nodes with a mempool each. The gateway talks to the first one. It executes transactions by the
// sequence of their account up to their timeout height, wherever they have survived.
type network struct {
	meters    map[uint64]*meter
	serials   map[string]uint64
	sequence  uint64
	height    int64
	pools     [2][]pooled
	blocks    map[int64][]executed
	bytes     map[string][]meteridtypes.Reading
	limits    gateway.Limits
	gasTooLow bool
	broken    func(what string) bool
	accepted  int
	fees      int
	dies      int64 // height at which the gateway is killed

	lifetime   int64 // blocks for which a batch can be executed
	blockTakes int   // the most readings that the gas of a block pays for, if set
	forgetful  bool  // whether the first node denies a batch that its mempool holds
}

type meter struct {
	meteridtypes.Meter
	last  *meteridtypes.Registers
	count map[int64]meteridtypes.Registers // accepted readings by time
	code  meteridtypes.ReadingCode         // answered to everything, if set
}

type pooled struct{ batch gateway.Batch }

type executed struct {
	tx      string
	failure string
	codes   []meteridtypes.ReadingCode
}

func newNetwork() *network {
	return &network{
		meters: map[uint64]*meter{}, serials: map[string]uint64{}, blocks: map[int64][]executed{}, height: 1,
		bytes: map[string][]meteridtypes.Reading{}, lifetime: 5,
		limits: gateway.Limits{MaxReadings: 1_024, MaxDrift: time.Minute, MaxAge: 366 * 24 * time.Hour},
		broken: func(string) bool { return false },
	}
}

// add registers a meter for a device, active and bound, with its opening registers.
func (n *network) add(d gateway.Device, opening meteridtypes.Registers) *meter {
	id := uint64(len(n.meters) + 1)
	m := &meter{
		Meter: meteridtypes.Meter{
			Id: id, Serial: d.Serial, Issuer: d.Issuer, KeyVersion: 1, Status: meteridtypes.METER_STATUS_ACTIVE,
			Direction: meteridtypes.DIRECTION_BIDIRECTIONAL, RegisterUnitNumerator: 1, RegisterUnitDenominator: 1,
			PublicKey: meteridtypes.PublicKey{Key: d.Key.Public()}, Binding: meteridtypes.Binding{Module: "energy", Ref: 1},
		},
		last: &opening, count: map[int64]meteridtypes.Registers{},
	}
	n.meters[id], n.serials[d.Serial] = m, id
	return m
}

func (n *network) MeterBySerial(
	_ context.Context, in *meteridtypes.QueryMeterBySerialRequest, _ ...grpc.CallOption,
) (*meteridtypes.QueryMeterBySerialResponse, error) {
	if n.broken("query") {
		return nil, errDown
	}
	if in.Issuer != "issuer" {
		return nil, status.Error(codes.InvalidArgument, "expected an address")
	}
	id, ok := n.serials[in.Serial]
	if !ok {
		return nil, status.Error(codes.NotFound, "no such meter")
	}
	return &meteridtypes.QueryMeterBySerialResponse{Meter: n.meters[id].Meter}, nil
}

func (n *network) Meter(_ context.Context, in *meteridtypes.QueryMeterRequest, _ ...grpc.CallOption) (*meteridtypes.QueryMeterResponse, error) {
	if n.broken("query") {
		return nil, errDown
	}
	m := n.meters[in.Meter]
	return &meteridtypes.QueryMeterResponse{Meter: m.Meter, Registers: m.last}, nil
}

func (n *network) Account(context.Context) (uint64, int64, error) {
	if n.broken("account") {
		return 0, 0, errDown
	}
	return n.sequence, n.height, nil
}

func (n *network) Refresh(context.Context) (gateway.Limits, error) {
	if n.broken("refresh") {
		return gateway.Limits{}, errDown
	}
	limits := n.limits
	limits.Time = time.Unix(start+30*86_400, 0) // when rigs begin
	return limits, nil
}

func (n *network) Sign(_ context.Context, sequence uint64, readings []meteridtypes.Reading) (gateway.Batch, error) {
	b := gateway.Batch{Tx: fmt.Sprintf("tx-%d-%d-%d", sequence, n.height, len(n.bytes)), Born: n.height, Until: n.height + n.lifetime}
	n.bytes[b.Tx] = readings
	return b, nil
}

func (n *network) Broadcast(_ context.Context, b gateway.Batch) (gateway.Admission, error) {
	if n.broken("broadcast") {
		return gateway.Admission{}, errDown
	}
	if len(n.bytes[b.Tx]) > n.limits.MaxReadings {
		return gateway.Admission{Fate: gateway.NotAdmitted, Reason: "too many readings"}, nil
	}
	if n.blockTakes > 0 && len(n.bytes[b.Tx]) > n.blockTakes {
		return gateway.Admission{Fate: gateway.NotAdmitted, Reason: "more gas than a block has"}, nil
	}
	if !n.forgetful && slices.ContainsFunc(n.pools[0], func(p pooled) bool { return p.batch.Tx == b.Tx }) {
		return gateway.Admission{Fate: gateway.Admitted}, nil
	}
	expected := n.sequence + uint64(len(n.pools[0]))
	switch {
	case n.height >= b.Until:
		return gateway.Admission{Fate: gateway.NotAdmitted, Reason: "timeout height"}, nil
	case b.Sequence < expected:
		return gateway.Admission{Fate: gateway.SequenceUsed, Reason: "sequence"}, nil
	case b.Sequence > expected:
		return gateway.Admission{Fate: gateway.SequenceAhead, Reason: "sequence"}, nil
	}
	n.pools[0] = append(n.pools[0], pooled{b})
	if !n.broken("gossip") {
		n.pools[1] = append(n.pools[1], pooled{b})
	}
	if n.broken("answer") {
		return gateway.Admission{}, errDown // it is in the mempool, but the answer is lost
	}
	return gateway.Admission{Fate: gateway.Admitted}, nil
}

func (n *network) Committed(_ context.Context, after int64, batches []gateway.Batch) (found []gateway.Commitment, to int64, err error) {
	n.block()
	if n.dies != 0 && n.height >= n.dies {
		panic(errKilled)
	}
	if n.broken("committed") {
		return nil, after, errDown
	}
	for h := after + 1; h <= n.height; h++ {
		for _, e := range n.blocks[h] {
			if slices.ContainsFunc(batches, func(b gateway.Batch) bool { return b.Tx == e.tx }) {
				found = append(found, gateway.Commitment{Tx: e.tx, Height: h, Codes: slices.Clone(e.codes), Failure: e.failure})
			}
		}
	}
	return found, n.height, nil
}

// block executes the mempool of one of the nodes, and may lose the other.
func (n *network) block() {
	n.height++
	proposer := 0
	if n.broken("proposer") {
		proposer = 1
	}
	pool := slices.Clone(n.pools[proposer])
	slices.SortStableFunc(pool, func(a, b pooled) int { return int(a.batch.Sequence) - int(b.batch.Sequence) })
	for _, p := range pool {
		if p.batch.Sequence == n.sequence && p.batch.Until >= n.height {
			n.execute(p.batch)
		}
	}
	for i := range n.pools {
		n.pools[i] = slices.DeleteFunc(n.pools[i], func(p pooled) bool { return p.batch.Sequence < n.sequence || p.batch.Until <= n.height })
		if n.broken("mempool") {
			n.pools[i] = nil
		}
	}
}

func (n *network) execute(b gateway.Batch) {
	n.sequence++
	n.fees++
	e := executed{tx: b.Tx}
	if n.gasTooLow || n.broken("execution") {
		e.failure = "out of gas"
	} else {
		for _, r := range n.bytes[b.Tx] {
			e.codes = append(e.codes, n.apply(r))
		}
		delete(n.bytes, b.Tx)
	}
	n.blocks[n.height] = append(n.blocks[n.height], e)
}

// apply judges a reading as the chain does.
func (n *network) apply(r meteridtypes.Reading) meteridtypes.ReadingCode {
	m := n.meters[r.Meter]
	switch {
	case m == nil:
		return meteridtypes.READING_CODE_UNKNOWN_METER
	case m.code != 0:
		return m.code
	case m.Status == meteridtypes.METER_STATUS_RETIRED:
		return meteridtypes.READING_CODE_RETIRED
	case !m.IsBound():
		return meteridtypes.READING_CODE_UNBOUND
	case r.Time == m.last.Time && r.ImportRegister == m.last.ImportRegister && r.ExportRegister == m.last.ExportRegister:
		return meteridtypes.READING_CODE_DUPLICATE
	case !m.verifies(r):
		return meteridtypes.READING_CODE_BAD_SIGNATURE
	case r.Time == m.last.Time:
		return meteridtypes.READING_CODE_CONFLICT
	case r.Time < m.last.Time:
		return meteridtypes.READING_CODE_TIME_WENT_BACK
	case r.ImportRegister < m.last.ImportRegister || r.ExportRegister < m.last.ExportRegister:
		return meteridtypes.READING_CODE_REGISTER_WENT_BACK
	}
	m.last = &meteridtypes.Registers{Time: r.Time, ImportRegister: r.ImportRegister, ExportRegister: r.ExportRegister}
	m.count[r.Time] = *m.last
	n.accepted++
	return meteridtypes.READING_CODE_ACCEPTED
}

// verifies reports whether the key of the meter has signed the reading.
func (m *meter) verifies(r meteridtypes.Reading) bool {
	message, err := reading.Reading{
		ChainID: chainID, Meter: r.Meter, KeyVersion: m.KeyVersion, Time: r.Time, Import: r.ImportRegister, Export: r.ExportRegister,
	}.AppendBytes(nil)
	return err == nil && ed25519.Verify(m.PublicKey.Key, message, r.Signature)
}

// forget lets a network of a long story keep only its last blocks, and no history of its meters.
func (n *network) forget() {
	for h := range n.blocks {
		if h < n.height-20 {
			delete(n.blocks, h)
		}
	}
	for _, m := range n.meters {
		clear(m.count)
	}
}
