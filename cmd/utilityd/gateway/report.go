package gateway

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
	"golang.org/x/term"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

// Reporter tells people with a progress bar, and programs with JSON lines.
type Reporter struct {
	out     io.Writer
	errs    io.Writer
	journal *Journal
	writer  progress.Writer
	tracker *progress.Tracker
	refused map[meteridtypes.ReadingCode]uint64
}

// line is what a program reads for each final or passing outcome.
type line struct {
	Type    string `json:"type"`
	N       uint64 `json:"n,omitempty"`
	Device  string `json:"device,omitempty"`
	Meter   uint64 `json:"meter,omitempty"`
	Time    int64  `json:"time,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Height  int64  `json:"height,omitempty"`
	Trouble string `json:"trouble,omitempty"`
}

// NewReporter draws a bar if out is a terminal.
func NewReporter(out, errs io.Writer) *Reporter {
	r := &Reporter{out: out, errs: errs, refused: map[meteridtypes.ReadingCode]uint64{}}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		r.writer = progress.NewWriter()
		r.writer.SetOutputWriter(f)
		r.writer.SetUpdateFrequency(200 * time.Millisecond)
		r.writer.SetTrackerLength(40)
		r.tracker = &progress.Tracker{Message: "readings committed"}
	}
	return r
}

// Begin is called once the journal is open.
func (r *Reporter) Begin(j *Journal) {
	r.journal = j
	if r.writer != nil {
		r.writer.AppendTracker(r.tracker)
		go r.writer.Render()
	}
}

// Event reports one event of the sender.
func (r *Reporter) Event(e Event) {
	if e.Trouble == "" && e.Code != meteridtypes.READING_CODE_ACCEPTED && e.Code != meteridtypes.READING_CODE_DUPLICATE {
		r.refused[e.Code]++
	}
	if r.writer != nil {
		done := r.journal.Counts.Done()
		r.tracker.UpdateTotal(int64(done) + int64(len(r.journal.Pending())))
		r.tracker.SetValue(int64(done))
		if e.Trouble != "" {
			r.writer.Log("%s", e.Trouble)
		}
		return
	}
	l := line{Type: "reading", N: e.Entry.N, Device: e.Entry.Device, Meter: e.Entry.Reading.Meter, Time: e.Entry.Reading.Time, Outcome: outcome(e.Code), Height: e.Height}
	if e.Trouble != "" {
		l = line{Type: "trouble", Trouble: e.Trouble}
	}
	_ = json.NewEncoder(r.out).Encode(l)
}

// Close sums up.
func (r *Reporter) Close() error {
	if r.journal == nil {
		return nil
	}
	if r.writer == nil {
		return json.NewEncoder(r.out).Encode(struct {
			Type string `json:"type"`
			Counts
			Pending int `json:"pending"`
		}{"summary", r.journal.Counts, len(r.journal.Pending())})
	}
	r.tracker.MarkAsDone()
	r.writer.Stop()
	for r.writer.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
	c := r.journal.Counts
	_, err := fmt.Fprintf(r.out, "%d accepted, %d duplicate, %d quarantined, %d rejected, %d pending\n",
		c.Accepted, c.Duplicate, c.Quarantined, c.Rejected, len(r.journal.Pending()))
	return err
}

// outcome is a code without its prefix: ACCEPTED, REGISTER_WENT_BACK and so on.
func outcome(c meteridtypes.ReadingCode) string {
	return strings.TrimPrefix(c.String(), "READING_CODE_")
}
