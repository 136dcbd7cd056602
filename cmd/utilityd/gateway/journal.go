package gateway

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

const (
	journalFile = "journal.jsonl"
	lockFile    = "lock"

	// compactAbove is the size from which a journal is rewritten once it is compactFactor times what it must hold.
	compactAbove  = 16 << 20
	compactFactor = 4

	// roomOfAll is how many intervals the counters of all devices remember together, to compare rows that come twice.
	roomOfAll = 1 << 20
	minRoom   = 200
	maxRoom   = 40_000
)

// Header is what a journal was begun for.
type Header struct {
	// ChainID is the chain the readings are signed for.
	ChainID string `json:"chain_id"`
	// ShiftSeconds is added to the times of the input.
	ShiftSeconds int64 `json:"shift_seconds,omitempty"`
}

// line is one line of the file: one of its fields is set. The file is the whole state of a gateway: reading it from the
// beginning leads to where the gateway was.
type line struct {
	Header   *Header         `json:"header,omitempty"`
	Next     uint64          `json:"next,omitempty"`
	Format   json.RawMessage `json:"format,omitempty"`
	Device   *deviceState    `json:"device,omitempty"`
	Entry    *Entry          `json:"entry,omitempty"`
	Anew     *anew           `json:"anew,omitempty"`
	Batch    *Batch          `json:"batch,omitempty"`
	Ended    string          `json:"ended,omitempty"`
	Outcomes []Outcome       `json:"outcomes,omitempty"`
	Rows     *DeviceRows     `json:"rows,omitempty"`
	Waits    *waiting        `json:"waits,omitempty"`
}

// waiting is why a device cannot count at present; empty if it can.
type waiting struct {
	Device string `json:"device"`
	Reason string `json:"reason"`
}

// Journal is the spool on disk: readings that were signed, batches that may be in flight, and the end of each device's input.
type Journal struct {
	dir    string
	log    *logFile
	lock   *os.File
	kept   int64 // size of the file when this process wrote it last as a whole, 0: it did not
	header Header
	format json.RawMessage

	postponed int64 // size from which a copy that found no room is tried again

	next    uint64
	room    int
	devices map[string]*deviceState
	open    map[uint64]*Entry
	order   []*Entry // the open entries by number; answered ones are skipped
	flight  []Batch  // batches that may still be executed, by sequence
	Counts  Counts   // outcomes so far, those of earlier runs included
}

// OpenJournal opens the journal in dir for so many devices. A new one gets the header; an existing one keeps its own. Only one
// process can hold a journal.
func OpenJournal(dir string, fresh Header, devices int) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("expected a folder for the journal that can be made (--journal): %w", err)
	}
	lock, err := acquireSoon(filepath.Join(dir, lockFile))
	if err != nil {
		return nil, fmt.Errorf("journal %s is in use by another gateway: stop it first, or choose another --journal", dir)
	}
	j := newJournal(dir, devices)
	j.lock = lock
	if err := j.load(fresh); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// ReadJournal reads the journal of a gateway, which may be running.
func ReadJournal(dir string) (*Journal, error) {
	path := filepath.Join(dir, journalFile)
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("expected the journal of a gateway in %s, found none: choose another --journal", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("expected the folder of a journal (--journal): %w", err)
	}
	defer f.Close()
	j := newJournal(dir, 1)
	_, err = readLines(f, path, j.apply)
	j.finishLoading()
	return j, err
}

func newJournal(dir string, devices int) *Journal {
	room := min(max(roomOfAll/max(devices, 1), minRoom), maxRoom)
	return &Journal{dir: dir, next: 1, room: room, devices: map[string]*deviceState{}, open: map[uint64]*Entry{}}
}

func (j *Journal) load(fresh Header) (err error) {
	path := filepath.Join(j.dir, journalFile)
	if j.log, err = openLog(path, j.apply); err != nil {
		return fmt.Errorf("the journal is broken: %w: choose another --journal, with which each meter goes on from what the chain holds", err)
	}
	j.finishLoading()
	if j.log.size > 0 {
		return nil
	}
	if err := j.log.append(line{Header: &fresh}); err != nil {
		return err
	}
	j.header = fresh
	return syncFolder(j.dir)
}

// apply takes in one line of the file.
func (j *Journal) apply(l line) error {
	switch {
	case l.Header != nil:
		j.header = *l.Header
	case l.Next != 0:
		j.next = l.Next
	case l.Format != nil:
		j.format = l.Format
	case l.Device != nil:
		l.Device.counter.room = j.room
		j.devices[l.Device.Device] = l.Device
		j.Counts.sum(l.Device.Counts)
	case l.Entry != nil:
		return j.applyEntry(l.Entry)
	case l.Anew != nil:
		return j.applyAnew(l.Anew)
	case l.Batch != nil:
		j.flight = append(j.flight, *l.Batch)
	case l.Rows != nil:
		j.device(l.Rows.Device).addRows(l.Rows)
	case l.Waits != nil:
		j.device(l.Waits.Device).Waiting = l.Waits.Reason
	case l.Ended != "" || l.Outcomes != nil:
		return j.applyOutcomes(l.Ended, l.Outcomes)
	}
	return nil
}

// applyEntry adds an entry, or exchanges an open one that was signed anew.
func (j *Journal) applyEntry(e *Entry) error {
	if e.N < j.next {
		old := j.open[e.N]
		if old == nil {
			return fmt.Errorf("expected entry %d or one that is open, got entry %d", j.next, e.N)
		}
		j.device(old.Device).open--
		j.device(e.Device).open++
		*old = *e
		if d := j.device(e.Device); d.Read <= e.Reading.Time {
			d.Read, d.Meter = e.Reading.Time, e.Reading.Meter
			d.counter.last, d.counter.rest = e.registers(), e.Rest
		}
		return nil
	}
	j.next = e.N + 1
	j.open[e.N] = e
	j.order = append(j.order, e)
	d := j.device(e.Device)
	d.open++
	d.Read, d.Meter = max(d.Read, e.Reading.Time), e.Reading.Meter
	if e.Reading.Time > d.counter.last.Time { // else the state of the device holds it already
		d.counter.Restore(e)
	}
	return nil
}

func (j *Journal) applyOutcomes(ended string, outcomes []Outcome) error {
	for _, o := range outcomes {
		e := j.open[o.N]
		if e == nil {
			return fmt.Errorf("expected the outcome of an open entry, got one of entry %d", o.N)
		}
		delete(j.open, o.N)
		e.answered = true
		j.Counts.Add(o)
		d := j.device(e.Device)
		d.open--
		d.addOutcome(e, o)
	}
	j.flight = slices.DeleteFunc(j.flight, func(b Batch) bool { return b.Tx == ended })
	return nil
}

// finishLoading puts in order what lines of any order leave.
func (j *Journal) finishLoading() {
	j.sortFlight()
	j.tidy()
}

func (j *Journal) sortFlight() {
	slices.SortFunc(j.flight, func(a, b Batch) int { return cmp.Compare(a.Sequence, b.Sequence) })
}

// tidy forgets the entries that are not open any more.
func (j *Journal) tidy() {
	j.order = slices.DeleteFunc(j.order, func(e *Entry) bool { return e.answered })
}

// device returns the state of a device, begun if there is none.
func (j *Journal) device(name string) *deviceState {
	d := j.devices[name]
	if d == nil {
		d = &deviceState{Device: name}
		d.counter.room = j.room
		j.devices[name] = d
	}
	return d
}

// Header returns what the journal was begun with.
func (j *Journal) Header() Header { return j.header }

// Counter returns what a device's input has been counted up to.
func (j *Journal) Counter(device string) *Counter { return &j.device(device).counter }

// ends returns where the input of each device ended before this run, in the time of the input.
func (j *Journal) ends() map[string]int64 {
	ends := make(map[string]int64, len(j.devices))
	for _, d := range j.devices {
		if d.counter.last.Time != 0 {
			ends[d.Device] = d.counter.last.Time - j.header.ShiftSeconds
		}
	}
	return ends
}

// waitingFor returns the devices with entries that have no outcome.
func (j *Journal) waitingFor() (devices []string) {
	for name, d := range j.devices {
		if d.open > 0 {
			devices = append(devices, name)
		}
	}
	slices.Sort(devices)
	return devices
}

// Open returns how many entries have no outcome.
func (j *Journal) Open() int { return len(j.open) }

// Pending visits the entries without outcome, oldest first, until visit returns false.
func (j *Journal) Pending(visit func(*Entry) bool) {
	for _, e := range j.order {
		if !e.answered && !visit(e) {
			return
		}
	}
}

// Flight returns the batches that may still be executed, by sequence.
func (j *Journal) Flight() []Batch { return j.flight }

// Close releases the journal.
func (j *Journal) Close() error {
	var errs []error
	if j.log != nil {
		errs = append(errs, j.log.file.Close())
	}
	if j.lock != nil {
		errs = append(errs, j.lock.Close())
	}
	return errors.Join(errs...)
}
