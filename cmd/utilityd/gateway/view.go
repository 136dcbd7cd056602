package gateway

import (
	"cmp"
	"slices"
	"time"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// View is the state of a device as the gateway reports it.
type View struct {
	// Device is its serial number, Meter its number on the chain.
	Device string `json:"device"`
	Meter  uint64 `json:"meter,omitempty"`
	// LastReading is the time of the last reading that was signed, LastAccepted that of the last one which the chain took, Unix
	// seconds; 0: none.
	LastReading  int64 `json:"last_reading"`
	LastAccepted int64 `json:"last_accepted"`
	// SilentSeconds is how long ago the last reading was taken; 0 if there was none.
	SilentSeconds int64 `json:"silent_seconds"`
	// Answer is the last final answer, with its remark and what it means.
	Answer string `json:"answer,omitempty"`
	Remark string `json:"remark,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Waiting is why the device cannot count at present.
	Waiting string `json:"waiting,omitempty"`
	// Pending readings have no answer.
	Pending int `json:"pending"`
	// Counts sums up the answers.
	Counts Counts `json:"counts"`
	// Late readings came after the settlement of their epoch, OffBorder readings crossed a border: neither is ever netted.
	Late      uint64 `json:"late"`
	OffBorder uint64 `json:"off_border"`
	// Uncounted readings were accepted and counted by no module.
	Uncounted uint64 `json:"uncounted"`
	// Rows are the rows of the input; LastRow is why one was not taken last.
	Rows    Rows   `json:"rows"`
	LastRow string `json:"last_row_not_taken,omitempty"`
}

// Views returns all devices, by serial number.
func (j *Journal) Views(now time.Time) []View {
	views := make([]View, 0, len(j.devices))
	for _, d := range j.devices {
		v := View{
			Device: d.Device, Meter: d.Meter, LastReading: d.Read, LastAccepted: d.Accepted.Time, Waiting: d.Waiting,
			Pending: d.open, Counts: d.Counts, Rows: d.Rows, LastRow: d.Reason,
			Late: d.Remarks[meteridtypes.READING_REMARK_EPOCH_OVER], OffBorder: d.Remarks[meteridtypes.READING_REMARK_SPANS_EPOCHS],
		}
		for _, r := range uncounted {
			v.Uncounted += d.Remarks[r]
		}
		if d.Read > 0 {
			v.SilentSeconds = max(0, now.Unix()-d.Read)
		}
		if d.Answered > 0 {
			o := Outcome{Code: d.Code, Remark: d.Remark}
			v.Answer, v.Remark, v.Reason = codeName(d.Code), remarkName(d.Remark), o.Reason()
		}
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b View) int { return cmp.Compare(a.Device, b.Device) })
	return views
}

// uncounted are the remarks about readings that no module counted.
var uncounted = []meteridtypes.ReadingRemark{
	meteridtypes.READING_REMARK_PAUSED, meteridtypes.READING_REMARK_NOT_A_MEMBER, meteridtypes.READING_REMARK_UNCOUNTED,
}
