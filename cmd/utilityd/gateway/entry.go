package gateway

import (
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Entry is one signed reading of the journal.
type Entry struct {
	// N numbers the entries from 1.
	N uint64 `json:"n"`
	// Device is the serial number of the device that signed.
	Device string `json:"device"`
	// Reading is what is submitted.
	Reading meteridtypes.Reading `json:"reading"`
	// KeyVersion is the number of the key that signed.
	KeyVersion uint32 `json:"key_version,omitempty"`
	// Start is the beginning of the interval that the entry adds, Unix seconds; 0 if the input had registers.
	Start int64 `json:"start,omitempty"`
	// Import and Export are the amounts of that interval, Wh or litres.
	Import meterdata.Quantity `json:"import,omitzero"`
	Export meterdata.Quantity `json:"export,omitzero"`
	// Rest is what was measured beyond the last whole step of each register, in parts of meterdata.Quantity.Steps.
	Rest [2]meterdata.Rest `json:"rest,omitzero"`

	answered bool
}

// registers returns what the entry shows.
func (e *Entry) registers() meteridtypes.Registers {
	return meteridtypes.Registers{Time: e.Reading.Time, ImportRegister: e.Reading.ImportRegister, ExportRegister: e.Reading.ExportRegister}
}

// Outcome is the final answer to an entry.
type Outcome struct {
	// N is the number of the entry.
	N uint64 `json:"n"`
	// Code is the answer of the chain, or the one that the gateway foresaw.
	Code meteridtypes.ReadingCode `json:"code"`
	// Remark is why an accepted reading is never netted.
	Remark meteridtypes.ReadingRemark `json:"remark,omitempty"`
	// Height is the block that holds the answer; 0 if the entry was not submitted.
	Height int64 `json:"height,omitempty"`
}

// Batch is a signed transaction that may still be executed. It is written down before it is broadcast, so that whatever dies,
// the same bytes are sent again instead of others that could overtake them.
type Batch struct {
	// Tx is the hash of the transaction.
	Tx string `json:"tx"`
	// Bytes are the signed transaction.
	Bytes []byte `json:"bytes"`
	// Sequence is the number that it uses up of its account.
	Sequence uint64 `json:"sequence"`
	// Born is the height of the chain when it was signed: no block up to it holds the transaction.
	Born int64 `json:"born"`
	// Until is its timeout height: no block after it holds the transaction.
	Until int64 `json:"until"`
	// Entries are the numbers of its readings, in the order of the batch.
	Entries []uint64 `json:"entries"`
}

// Rows counts rows of the input by what became of them.
type Rows struct {
	// Taken rows were signed.
	Taken uint64 `json:"taken"`
	// Duplicate rows repeat what was taken before.
	Duplicate uint64 `json:"duplicate"`
	// Conflict rows lie before the end of what was taken, with other amounts.
	Conflict uint64 `json:"conflict"`
	// Earlier rows lie before what the journal remembers and what the chain holds, so that nothing can be compared.
	Earlier uint64 `json:"earlier"`
	// Refused rows make no sense, or their meter cannot count them yet.
	Refused uint64 `json:"refused"`
}

// Add adds the counts of others.
func (r *Rows) Add(o Rows) {
	r.Taken += o.Taken
	r.Duplicate += o.Duplicate
	r.Conflict += o.Conflict
	r.Earlier += o.Earlier
	r.Refused += o.Refused
}

// NotTaken returns the number of rows that are in no reading.
func (r Rows) NotTaken() uint64 { return r.Conflict + r.Earlier + r.Refused }

// DeviceRows are the rows of one device that a part of the input brought, with the last reason not to take one.
type DeviceRows struct {
	Device string `json:"device"`
	Rows   Rows   `json:"rows"`
	Reason string `json:"reason,omitempty"`
	At     int64  `json:"at,omitempty"`
	// Opening are the registers of the chain on which the device goes on, if the journal does not hold them yet.
	Opening *meteridtypes.Registers `json:"opening,omitempty"`
}

// Counts sums up outcomes.
type Counts struct {
	Accepted  uint64 `json:"accepted"`
	Duplicate uint64 `json:"duplicate"`
	// Quarantined readings wait for the issuer of their meter.
	Quarantined uint64 `json:"quarantined"`
	// Overtaken readings came after a later one of their meter: their amounts are in that one, and are never netted.
	Overtaken uint64 `json:"overtaken"`
	Rejected  uint64 `json:"rejected"`
	// Unnetted readings are accepted, and count as grid energy for the reason of their remark.
	Unnetted uint64 `json:"unnetted"`
}

// Add counts one outcome.
func (c *Counts) Add(o Outcome) {
	switch {
	case o.Code == meteridtypes.READING_CODE_ACCEPTED:
		c.Accepted++
		if o.Remark != meteridtypes.READING_REMARK_UNSPECIFIED {
			c.Unnetted++
		}
	case o.Code == meteridtypes.READING_CODE_DUPLICATE:
		c.Duplicate++
	case o.Code.WaitsForIssuer():
		c.Quarantined++
	case o.Code == meteridtypes.READING_CODE_TIME_WENT_BACK:
		c.Overtaken++
	default:
		c.Rejected++
	}
}

// Done returns the number of entries that need no further work.
func (c Counts) Done() uint64 {
	return c.Accepted + c.Duplicate + c.NotAccepted()
}

// NotAccepted returns the number of entries that the chain did not take.
func (c Counts) NotAccepted() uint64 { return c.Quarantined + c.Overtaken + c.Rejected }
