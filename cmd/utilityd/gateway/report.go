package gateway

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"
	"golang.org/x/term"
)

// maxShown is how many refusals of one kind a terminal shows; the sums at the end count all.
const maxShown = 20

// Reporter writes a progress bar for people, and JSON lines for programs.
type Reporter struct {
	out     io.Writer
	mutex   sync.Mutex
	journal *Journal
	writer  progress.Writer
	tracker *progress.Tracker
	shown   map[string]int
	closed  bool
	listen  func(Event) // takes events in the place of out

	// Counts are the outcomes of this run.
	Counts Counts
}

// reportLine is what a program reads.
type reportLine struct {
	Type    string `json:"type"`
	Line    int    `json:"line,omitempty"`
	N       uint64 `json:"n,omitempty"`
	Device  string `json:"device,omitempty"`
	Meter   uint64 `json:"meter,omitempty"`
	Time    int64  `json:"time,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Remark  string `json:"remark,omitempty"`
	Height  int64  `json:"height,omitempty"`
	Pending int    `json:"pending,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Trouble string `json:"trouble,omitempty"`
}

// summaryLine is the last line of a run.
type summaryLine struct {
	Type string `json:"type"`
	Counts
	Pending int  `json:"pending"`
	Rows    Rows `json:"rows"`
}

// NewReporter draws a bar if out is a terminal.
func NewReporter(out io.Writer) *Reporter {
	r := &Reporter{out: out, shown: map[string]int{}}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		r.writer = progress.NewWriter()
		r.writer.SetOutputWriter(f)
		r.writer.SetUpdateFrequency(200 * time.Millisecond)
		r.writer.SetTrackerLength(40)
		r.tracker = &progress.Tracker{Message: "readings committed"}
	}
	return r
}

// NewListener returns a reporter that hands on each event and writes nothing itself.
func NewListener(listen func(Event)) *Reporter {
	r := NewReporter(io.Discard)
	r.listen = listen
	return r
}

// Begin starts the bar once the journal is open.
func (r *Reporter) Begin(j *Journal) {
	r.journal = j
	if r.writer != nil {
		r.writer.AppendTracker(r.tracker)
		go r.writer.Render()
	}
}

// Event reports one fact.
func (r *Reporter) Event(e Event) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed { // a live source may still have something to say; the summary is the last line
		return
	}
	if e.Entry != nil {
		r.Counts.Add(e.Outcome)
	}
	if r.listen != nil {
		r.listen(e)
		return
	}
	if r.writer == nil {
		_ = json.NewEncoder(r.out).Encode(lineOf(e))
		return
	}
	if e.Entry != nil {
		done := int64(r.journal.Counts.Done()) //nolint:gosec // a count
		r.tracker.UpdateTotal(done + int64(r.journal.Open()))
		r.tracker.SetValue(done)
	}
	if kind, text := forPeople(e); text != "" {
		if r.shown[kind]++; r.shown[kind] <= maxShown {
			r.writer.Log("%s", text)
		}
	}
}

// lineOf returns an event for programs.
func lineOf(e Event) reportLine {
	switch {
	case e.Row != nil:
		return reportLine{Type: "row", Line: e.Row.Line, Device: e.Row.Device, Outcome: e.Row.Fate.String(), Reason: e.Row.Reason}
	case e.Device != "":
		return reportLine{Type: "device", Device: e.Device, Outcome: readiness(e.Waiting), Reason: e.Waiting}
	case e.Trouble != "":
		return reportLine{Type: "trouble", Trouble: e.Trouble}
	}
	return reportLine{
		Type: "reading", N: e.Entry.N, Device: e.Entry.Device, Meter: e.Entry.Reading.Meter, Time: e.Entry.Reading.Time,
		Outcome: codeName(e.Outcome.Code), Remark: remarkName(e.Outcome.Remark), Height: e.Outcome.Height, Reason: e.Outcome.Reason(),
	}
}

func readiness(waiting string) string {
	if waiting == "" {
		return "ready"
	}
	return "waiting"
}

// forPeople returns an event as one line, with its kind; empty if it is as it should be.
func forPeople(e Event) (kind, text string) {
	switch {
	case e.Row != nil:
		text = fmt.Sprintf("line %d, meter %s: %s: %s", e.Row.Line, e.Row.Device, e.Row.Fate, e.Row.Reason)
		if e.Row.More {
			text += " (further ones are only counted)"
		}
		return e.Row.Device + e.Row.Fate.String(), text
	case e.Device != "" && e.Waiting == "":
		return e.Device, fmt.Sprintf("device %s is ready", e.Device)
	case e.Device != "":
		return e.Device, fmt.Sprintf("device %s waits: %s", e.Device, e.Waiting)
	case e.Trouble != "":
		return "trouble", e.Trouble
	case e.Outcome.Reason() == "":
		return "", ""
	}
	return e.Entry.Device + e.Outcome.Reason(), fmt.Sprintf("device %s, %s: %s: %s",
		e.Entry.Device, moment(e.Entry.Reading.Time), codeName(e.Outcome.Code), e.Outcome.Reason())
}

// Open reports what a device still has to send, and why it does not.
func (r *Reporter) Open(device string, pending int, reason string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.writer == nil {
		_ = json.NewEncoder(r.out).Encode(reportLine{Type: "open", Device: device, Pending: pending, Reason: reason})
		return
	}
	r.writer.Log("device %s: %d readings are not sent: %s", device, pending, reason)
}

// Close writes the sums.
func (r *Reporter) Close(rows Rows) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.journal == nil {
		return nil
	}
	r.closed = true
	c := r.journal.Counts
	if r.writer == nil {
		return json.NewEncoder(r.out).Encode(summaryLine{"summary", c, r.journal.Open(), rows})
	}
	r.tracker.MarkAsDone()
	r.writer.Stop()
	for r.writer.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
	_, err := fmt.Fprintf(r.out, "%d accepted (%d of them never netted), %d duplicate, %d quarantined, %d overtaken, %d rejected, %d pending\n",
		c.Accepted, c.Unnetted, c.Duplicate, c.Quarantined, c.Overtaken, c.Rejected, r.journal.Open())
	if err == nil && rows != (Rows{Taken: rows.Taken}) {
		_, err = fmt.Fprintf(r.out, "rows of this run: %d taken, %d duplicate, %d conflict, %d earlier, %d refused\n",
			rows.Taken, rows.Duplicate, rows.Conflict, rows.Earlier, rows.Refused)
	}
	return err
}
