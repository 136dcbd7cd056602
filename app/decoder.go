package app

import (
	"crypto/sha256"
	"sync"

	sdk "github.com/cosmos/cosmos-sdk/types"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	// rememberedTxs is how many decoded batches of readings wait for their next use: more than two blocks full.
	rememberedTxs = 64

	// minRemembered is the size from which on a transaction is worth remembering.
	minRemembered = 4 << 10

	// maxRemembered is how many readings a transaction may hold to be remembered. With it the memo holds 32 MiB of what
	// gateways send, and about 70 MiB of the worst possible ones.
	maxRemembered = 2_048
)

// txMemo decodes transactions and remembers large batches of readings. A node decodes each of them up to four times: for the
// mempool, when it proposes a block, when it checks a proposal and when it delivers. Decoding is a function of the bytes,
// so a node without the memo computes the same.
//
// Only transactions all of whose messages are batches of readings are remembered: their handler reads them and nothing
// else does, so it stays as it was decoded.
type txMemo struct {
	decode sdk.TxDecoder

	mutex sync.Mutex
	known map[[sha256.Size]byte]sdk.Tx
	ring  [][sha256.Size]byte // the digests in known
	next  int                 // the place in a full ring that the next digest takes
}

func newTxMemo(decode sdk.TxDecoder) *txMemo {
	return &txMemo{decode: decode, known: make(map[[sha256.Size]byte]sdk.Tx, rememberedTxs)}
}

// Decode returns an sdk.TxDecoder.
func (m *txMemo) Decode(bz []byte) (sdk.Tx, error) {
	if len(bz) < minRemembered {
		return m.decode(bz)
	}
	digest := sha256.Sum256(bz)
	if tx, ok := m.lookUp(digest); ok {
		return tx, nil
	}
	tx, err := m.decode(bz)
	if err == nil && isReadings(tx) {
		m.remember(digest, tx)
	}
	return tx, err
}

func (m *txMemo) lookUp(digest [sha256.Size]byte) (tx sdk.Tx, ok bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	tx, ok = m.known[digest]
	return tx, ok
}

func (m *txMemo) remember(digest [sha256.Size]byte, tx sdk.Tx) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if _, ok := m.known[digest]; ok {
		return
	}
	if len(m.ring) < rememberedTxs {
		m.ring = append(m.ring, digest)
	} else {
		delete(m.known, m.ring[m.next])
		m.ring[m.next] = digest
		m.next = (m.next + 1) % rememberedTxs
	}
	m.known[digest] = tx
}

// isReadings reports whether the transaction is nothing but batches of readings. What the transaction would compute when
// first use is computed here, so that it can be shared by threads.
func isReadings(tx sdk.Tx) bool {
	readings := 0
	for _, msg := range tx.GetMsgs() {
		batch, ok := msg.(*meteridtypes.MsgSubmitReadings)
		if !ok {
			return false
		}
		readings += len(batch.Readings)
	}
	if readings == 0 || readings > maxRemembered {
		return false
	}
	// Computes the signers and the second form of the messages, after it has seen that nothing is missing.
	whole, ok := tx.(sdk.HasValidateBasic)
	return ok && whole.ValidateBasic() == nil
}
