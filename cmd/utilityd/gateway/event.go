package gateway

import (
	"fmt"
	"strings"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Event is one fact that a gateway reports: one of its parts is set.
type Event struct {
	// Entry has a final Outcome.
	Entry   *Entry
	Outcome Outcome
	// Row is a row of the input that is in no reading.
	Row *RowEvent
	// Device cannot count at present, for the reason in Waiting, or can again, if that is empty.
	Device, Waiting string
	// Trouble is something that the gateway retries by itself.
	Trouble string
}

// RowEvent is a row of the input that is in no reading.
type RowEvent struct {
	// Line is where the row stands in the input, from 1.
	Line int
	// Device is the meter that the row names.
	Device string
	// Fate and Reason say what became of it.
	Fate   Fate
	Reason string
	// More is true if further rows of this device and fate are only counted.
	More bool
}

// reasons say for people what an answer means, and what helps.
var reasons = map[meteridtypes.ReadingCode]string{
	meteridtypes.READING_CODE_DUPLICATE:          "the chain has this reading already",
	meteridtypes.READING_CODE_QUARANTINED:        "more than the meter can plausibly measure since the last good reading: its issuer can release it or set the registers",
	meteridtypes.READING_CODE_UNKNOWN_METER:      "the chain has no such meter",
	meteridtypes.READING_CODE_NOT_ACTIVATED:      "its owner has not activated the meter",
	meteridtypes.READING_CODE_SUSPENDED:          "the meter is suspended",
	meteridtypes.READING_CODE_RETIRED:            "the meter is out of service",
	meteridtypes.READING_CODE_UNBOUND:            "the meter is in no community, area or generator that counts it",
	meteridtypes.READING_CODE_BAD_SIGNATURE:      "the signature does not verify: the chain has another key of the device",
	meteridtypes.READING_CODE_CONFLICT:           "the chain has other registers at that moment",
	meteridtypes.READING_CODE_TIME_WENT_BACK:     "a later reading of the meter was counted first: its amount is in that one and is never netted",
	meteridtypes.READING_CODE_IN_FUTURE:          "it lies in the future of the chain",
	meteridtypes.READING_CODE_TOO_OLD:            "it is older than the chain takes; the next reading carries its amount",
	meteridtypes.READING_CODE_REGISTER_WENT_BACK: "a register is below the last good one: if that stays, the issuer of the meter can set it (rebase-registers)",
	meteridtypes.READING_CODE_WRONG_DIRECTION:    "a register advanced that the meter is not certified for",
	meteridtypes.READING_CODE_TOO_MANY_DIGITS:    "a register has more digits than the meter is certified for",
	meteridtypes.READING_CODE_TOO_LARGE:          "the amount is more than one reading may carry",
}

// remarks say for people why an accepted reading is never netted.
var remarks = map[meteridtypes.ReadingRemark]string{
	meteridtypes.READING_REMARK_SPANS_EPOCHS: "accepted, but never netted: it crosses a border of the community's epochs; read at each border",
	meteridtypes.READING_REMARK_EPOCH_OVER:   "accepted, but never netted: its epoch was settled before it came",
	meteridtypes.READING_REMARK_PAUSED:       "accepted, but never netted: the community is paused",
	meteridtypes.READING_REMARK_NOT_A_MEMBER: "accepted, but not counted: the meter was no member then",
	meteridtypes.READING_REMARK_UNCOUNTED:    "accepted, but not counted: its area has no consent for the meter (utilityd tx water approve-meter), or its generator does not count it",
}

// Reason is the human-readable meaning of an outcome; empty for a reading that simply counts.
func (o Outcome) Reason() string {
	if text := remarks[o.Remark]; text != "" {
		return text
	}
	if o.Code == meteridtypes.READING_CODE_ACCEPTED {
		return ""
	}
	if text := reasons[o.Code]; text != "" {
		return text
	}
	return fmt.Sprintf("the chain answered code %d", o.Code)
}

// codeName returns a code without its prefix: ACCEPTED, REGISTER_WENT_BACK and so on. A reading that was overtaken is called so.
func codeName(c meteridtypes.ReadingCode) string {
	if c == meteridtypes.READING_CODE_TIME_WENT_BACK {
		return "OVERTAKEN"
	}
	return strings.TrimPrefix(c.String(), "READING_CODE_")
}

// remarkName returns a remark without its prefix, empty for none.
func remarkName(r meteridtypes.ReadingRemark) string {
	if r == meteridtypes.READING_REMARK_UNSPECIFIED {
		return ""
	}
	return strings.TrimPrefix(r.String(), "READING_REMARK_")
}
