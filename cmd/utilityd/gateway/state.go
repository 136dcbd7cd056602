package gateway

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// deviceState is what the journal holds of a device beside its open entries.
type deviceState struct {
	// Device is its serial number.
	Device string
	// Meter is its number on the chain.
	Meter uint64
	// Read is the time of the last reading that was signed.
	Read int64
	// Accepted are the last registers that the chain took.
	Accepted meteridtypes.Registers
	// Quarantined are the last registers that the chain quarantined; their issuer can release them.
	Quarantined meteridtypes.Registers
	// Answered is the time of the reading of the last final answer, Code and Remark are that answer.
	Answered int64
	Code     meteridtypes.ReadingCode
	Remark   meteridtypes.ReadingRemark
	// Counts sums up the answers, Remarks counts the accepted readings that are never netted.
	Counts  Counts
	Remarks map[meteridtypes.ReadingRemark]uint64
	// Rows counts the rows of the input, Reason is why one was not taken last.
	Rows   Rows
	Reason string
	// Waiting is why the device cannot count at present, empty if it can.
	Waiting string

	counter Counter
	open    int  // entries without outcome
	adopted bool // whether Accepted comes from the chain and is not on disk
}

func (d *deviceState) addRows(r *DeviceRows) {
	d.Rows.Add(r.Rows)
	if r.Reason != "" {
		d.Reason = r.Reason
	}
	if r.Opening != nil {
		d.Accepted, d.adopted = *r.Opening, false
	}
}

func (d *deviceState) addOutcome(e *Entry, o Outcome) {
	d.Counts.Add(o)
	d.Answered, d.Code, d.Remark = e.Reading.Time, o.Code, o.Remark
	switch o.Code {
	case meteridtypes.READING_CODE_ACCEPTED, meteridtypes.READING_CODE_DUPLICATE:
		foreseen := o.Code == meteridtypes.READING_CODE_DUPLICATE && o.Height == 0 // the chain does not hold it
		if e.Reading.Time > d.Accepted.Time && !foreseen {
			d.Accepted = e.registers()
		}
	case meteridtypes.READING_CODE_QUARANTINED:
		d.Quarantined = e.registers()
	}
	if o.Remark != meteridtypes.READING_REMARK_UNSPECIFIED {
		if d.Remarks == nil {
			d.Remarks = map[meteridtypes.ReadingRemark]uint64{}
		}
		d.Remarks[o.Remark]++
	}
}

// sum adds the counts of others.
func (c *Counts) sum(o Counts) {
	c.Accepted += o.Accepted
	c.Duplicate += o.Duplicate
	c.Quarantined += o.Quarantined
	c.Overtaken += o.Overtaken
	c.Rejected += o.Rejected
	c.Unnetted += o.Unnetted
}

// storedDevice is a device state in the file.
type storedDevice struct {
	Device   string                                `json:"device"`
	Meter    uint64                                `json:"meter,omitempty"`
	Read     int64                                 `json:"read,omitempty"`
	Accepted meteridtypes.Registers                `json:"accepted"`
	Answered int64                                 `json:"answered,omitempty"`
	Code     meteridtypes.ReadingCode              `json:"code,omitempty"`
	Remark   meteridtypes.ReadingRemark            `json:"remark,omitempty"`
	Counts   Counts                                `json:"counts,omitzero"`
	Remarks  map[meteridtypes.ReadingRemark]uint64 `json:"remarks,omitempty"`
	Rows     Rows                                  `json:"rows,omitzero"`
	Reason   string                                `json:"reason,omitempty"`
	Waiting  string                                `json:"waiting,omitempty"`
	Last     meteridtypes.Registers                `json:"last"`
	Rest     [2]meterdata.Rest                     `json:"rest,omitzero"`
	From     int64                                 `json:"from,omitempty"`
	Seen     []byte                                `json:"seen,omitempty"`

	Quarantined meteridtypes.Registers `json:"quarantined,omitzero"`
}

// seenSize is the length of an interval in the file: start, end and digest.
const seenSize = 24

// MarshalJSON writes the state with its counter.
func (d *deviceState) MarshalJSON() ([]byte, error) {
	c := &d.counter
	kept, from := c.seen, c.from
	if forgotten := len(kept) - c.room; forgotten > 0 {
		kept, from = kept[forgotten:], 0
	}
	packed := make([]byte, 0, seenSize*len(kept))
	for _, s := range kept {
		packed = binary.BigEndian.AppendUint64(packed, uint64(s.start)) //nolint:gosec // the bit pattern is wanted
		packed = binary.BigEndian.AppendUint64(packed, uint64(s.end))   //nolint:gosec // the bit pattern is wanted
		packed = binary.BigEndian.AppendUint64(packed, s.digest)
	}
	return json.Marshal(storedDevice{
		d.Device, d.Meter, d.Read, d.Accepted, d.Answered, d.Code, d.Remark, d.Counts, d.Remarks, d.Rows, d.Reason, d.Waiting,
		c.last, c.rest, from, packed, d.Quarantined,
	})
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (d *deviceState) UnmarshalJSON(bz []byte) error {
	var s storedDevice
	if err := json.Unmarshal(bz, &s); err != nil {
		return err
	}
	if len(s.Seen)%seenSize != 0 {
		return fmt.Errorf("device %s: expected intervals of %d bytes, got %d bytes", s.Device, seenSize, len(s.Seen))
	}
	*d = deviceState{
		Device: s.Device, Meter: s.Meter, Read: s.Read, Accepted: s.Accepted, Answered: s.Answered, Code: s.Code, Remark: s.Remark,
		Counts: s.Counts, Remarks: s.Remarks, Rows: s.Rows, Reason: s.Reason, Waiting: s.Waiting, Quarantined: s.Quarantined,
		counter: Counter{last: s.Last, rest: s.Rest, from: s.From},
	}
	for p := s.Seen; len(p) > 0; p = p[seenSize:] {
		d.counter.seen = append(d.counter.seen, seen{
			start:  int64(binary.BigEndian.Uint64(p)),     //nolint:gosec // the bit pattern is wanted
			end:    int64(binary.BigEndian.Uint64(p[8:])), //nolint:gosec // the bit pattern is wanted
			digest: binary.BigEndian.Uint64(p[16:]),
		})
	}
	return nil
}
