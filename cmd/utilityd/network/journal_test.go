package network_test

import (
	"testing"

	abci "github.com/cometbft/cometbft/abci/types"
	coretypes "github.com/cometbft/cometbft/rpc/core/types"
	"github.com/cosmos/gogoproto/proto"
	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// counted returns the outcomes that the gateway has written down, and how many readings have none. Before the gateway has begun
// there are none.
func (v *village) counted() (c gateway.Counts, open int) {
	journal, err := gateway.ReadJournal(v.journal())
	if err != nil {
		return c, 0
	}
	return journal.Counts, journal.Open()
}

// answered counts the readings whose outcome the gateway has written down.
func (v *village) answered() int {
	counts, _ := v.counted()
	return int(counts.Done())
}

// inFlight counts the batches that may be executed.
func (v *village) inFlight() int {
	journal, err := gateway.ReadJournal(v.journal())
	if err != nil {
		return 0
	}
	return len(journal.Flight())
}

// requireJournal: every reading is answered and netted, and none was overtaken. An answer that was lost with the gateway comes
// again as a duplicate.
func (v *village) requireJournal(t *testing.T) {
	t.Helper()
	counts, open := v.counted()
	require.Zero(t, open)
	require.EqualValues(t, v.readings(), counts.Accepted+counts.Duplicate, "%+v", counts)
	require.Zero(t, counts.NotAccepted()+counts.Unnetted, "%+v", counts)
}

// requireAcceptedOnce: the blocks have accepted each reading once, in the order of its meter. What was sent again was known.
func (v *village) requireAcceptedOnce(t *testing.T, p people) {
	t.Helper()
	codes := map[meteridtypes.ReadingCode]int{}
	for height := int64(1); height <= p.height(t); height++ {
		var results *coretypes.ResultBlockResults
		until(t, "the results of a block are stored, which is after the block itself", func() (stored bool) {
			var err error
			results, err = p.Client.BlockResults(t.Context(), &height)
			return err == nil
		})
		for _, tx := range results.TxsResults {
			for _, code := range readingCodes(t, tx) {
				codes[code]++
			}
		}
	}
	require.Zero(t, codes[meteridtypes.READING_CODE_TIME_WENT_BACK], "%v", codes)
	require.Equal(t, v.readings(), codes[meteridtypes.READING_CODE_ACCEPTED], "%v", codes)
	delete(codes, meteridtypes.READING_CODE_ACCEPTED)
	t.Logf("%d readings accepted once, %d sent again", v.readings(), codes[meteridtypes.READING_CODE_DUPLICATE])
	delete(codes, meteridtypes.READING_CODE_DUPLICATE)
	require.Empty(t, codes)
}

// readingCodes are the outcomes of the readings of a transaction.
func readingCodes(t *testing.T, tx *abci.ExecTxResult) (codes []meteridtypes.ReadingCode) {
	t.Helper()
	var all sdk.TxMsgData
	require.NoError(t, proto.Unmarshal(tx.Data, &all))
	for _, response := range all.MsgResponses {
		if response.TypeUrl != sdk.MsgTypeURL(&meteridtypes.MsgSubmitReadingsResponse{}) {
			continue
		}
		var res meteridtypes.MsgSubmitReadingsResponse
		require.NoError(t, proto.Unmarshal(response.Value, &res))
		codes = append(codes, res.Codes...)
	}
	return codes
}
