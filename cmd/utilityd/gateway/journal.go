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
	Batch    *Batch          `json:"batch,omitempty"`
	Ended    string          `json:"ended,omitempty"`
	Outcomes []Outcome       `json:"outcomes,omitempty"`
	Rows     *DeviceRows     `json:"rows,omitempty"`
	Waits    *waiting        `json:"waits,omitempty"`
}

// waiting says why a device cannot count at present; an empty reason says that it can.
type waiting struct {
	Device string `json:"device"`
	Reason string `json:"reason"`
}

// Journal is the spool on disk: readings that were signed, batches that may be in flight, and the end of each device's input.
type Journal struct {
	dir    string
	log    *logFile
	lock   *os.File
	kept   int64 // size of the file when it was written last as a whole
	header Header
	format json.RawMessage

	next    uint64
	room    int
	devices map[string]*deviceState
	open    map[uint64]*Entry
	order   []uint64 // numbers of the open entries, ascending; those without an entry are skipped
	flight  []Batch  // batches that may still be executed, by sequence
	Counts  Counts   // outcomes so far, those of earlier runs included
}

// OpenJournal opens the journal in dir for so many devices. A new one gets the header; an existing one keeps its own. Only one
// process can hold a journal.
func OpenJournal(dir string, fresh Header, devices int) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := acquire(filepath.Join(dir, lockFile))
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
		return nil, err
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
		return fmt.Errorf("the journal is broken: %w", err)
	}
	j.finishLoading()
	if j.log.size > 0 {
		j.kept = j.log.size
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
		if j.open[e.N] == nil {
			return fmt.Errorf("expected entry %d or one that is open, got entry %d", j.next, e.N)
		}
		j.open[e.N] = e
		if d := j.device(e.Device); d.Read <= e.Reading.Time {
			d.Read, d.Meter = e.Reading.Time, e.Reading.Meter
			d.counter.last, d.counter.rest = e.registers(), e.Rest
		}
		return nil
	}
	j.next = e.N + 1
	j.open[e.N] = e
	j.order = append(j.order, e.N)
	d := j.device(e.Device)
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
		j.Counts.Add(o)
		j.device(e.Device).addOutcome(e, o)
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

// tidy forgets the numbers of entries that are not open any more.
func (j *Journal) tidy() {
	j.order = slices.DeleteFunc(j.order, func(n uint64) bool { return j.open[n] == nil })
}

// device is the state of a device, begun if there is none.
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

// Counter is what a device's input has been counted up to.
func (j *Journal) Counter(device string) *Counter { return &j.device(device).counter }

// ends are where the input of each device ended before this run, in the time of the input.
func (j *Journal) ends() map[string]int64 {
	ends := make(map[string]int64, len(j.devices))
	for _, d := range j.devices {
		if d.counter.last.Time != 0 {
			ends[d.Device] = d.counter.last.Time - j.header.ShiftSeconds
		}
	}
	return ends
}

// Open returns how many entries have no outcome.
func (j *Journal) Open() int { return len(j.open) }

// Pending visits the entries without outcome, oldest first, until visit returns false.
func (j *Journal) Pending(visit func(*Entry) bool) {
	for _, n := range j.order {
		if e := j.open[n]; e != nil && !visit(e) {
			return
		}
	}
}

// Flight returns the batches that may still be executed, by sequence.
func (j *Journal) Flight() []Batch { return j.flight }

// Append numbers the entries, writes them with what became of other rows, and returns when all is on disk. After an error
// nothing was written, and the same can be tried again.
func (j *Journal) Append(entries []Entry, rows []DeviceRows) error {
	lines := make([]line, 0, len(entries)+len(rows))
	for i := range entries {
		entries[i].N = j.next + uint64(i)
		lines = append(lines, line{Entry: &entries[i]})
	}
	for i := range rows {
		lines = append(lines, line{Rows: &rows[i]})
	}
	if err := j.log.append(lines...); err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		j.next = e.N + 1
		j.open[e.N] = e
		j.order = append(j.order, e.N)
		d := j.device(e.Device)
		d.Read, d.Meter = e.Reading.Time, e.Reading.Meter
	}
	for i := range rows {
		j.device(rows[i].Device).addRows(&rows[i])
	}
	return j.compact()
}

// Waits notes why a device cannot count at present, for whoever looks at the status.
func (j *Journal) Waits(device, reason string) error {
	d := j.device(device)
	if d.Waiting == reason {
		return nil
	}
	if err := j.log.append(line{Waits: &waiting{device, reason}}); err != nil {
		return err
	}
	d.Waiting = reason
	return nil
}

// SetFormat remembers how the input is written, for a stream that starts again without a header line.
func (j *Journal) SetFormat(format json.RawMessage) error {
	if string(format) == string(j.format) {
		return nil
	}
	if err := j.log.append(line{Format: format}); err != nil {
		return err
	}
	j.format = format
	return nil
}

// Format is how the last input was written, nil if that is not known.
func (j *Journal) Format() json.RawMessage { return j.format }

// Resign exchanges open entries for the same ones signed anew.
func (j *Journal) Resign(entries []*Entry) error {
	lines := make([]line, len(entries))
	for i := range entries {
		lines[i] = line{Entry: entries[i]}
	}
	if err := j.log.append(lines...); err != nil {
		return err
	}
	for _, e := range entries {
		if err := j.applyEntry(e); err != nil {
			return err
		}
	}
	return nil
}

// Launch writes down a batch that is about to be broadcast.
func (j *Journal) Launch(b Batch) error {
	if err := j.log.append(line{Batch: &b}); err != nil {
		return err
	}
	j.flight = append(j.flight, b)
	j.sortFlight()
	return nil
}

// Settle writes final outcomes, and the end of the batch that brought them, if there is one. Entries of the batch without an
// outcome are open again.
func (j *Journal) Settle(tx string, outcomes []Outcome) error {
	if tx == "" && len(outcomes) == 0 {
		return nil
	}
	if err := j.log.append(line{Ended: tx, Outcomes: outcomes}); err != nil {
		return err
	}
	if err := j.applyOutcomes(tx, outcomes); err != nil {
		return err
	}
	if len(j.order) > 2*len(j.open)+1_024 {
		j.tidy()
	}
	return j.compact()
}

// compact rewrites a file that has grown far beyond what it must hold.
func (j *Journal) compact() error {
	if j.log.size < compactAbove || j.log.size < compactFactor*j.kept {
		return nil
	}
	return j.rewrite()
}

func (j *Journal) rewrite() error {
	names := make([]string, 0, len(j.devices))
	for name := range j.devices {
		names = append(names, name)
	}
	slices.Sort(names)
	log, err := replace(filepath.Join(j.dir, journalFile), func(write func(line) error) error {
		errs := []error{write(line{Header: &j.header})}
		if j.format != nil {
			errs = append(errs, write(line{Format: j.format}))
		}
		for _, name := range names {
			errs = append(errs, write(line{Device: j.devices[name]}))
		}
		// Entries go on from numbers below the next one, so that comes after them.
		var err error
		j.Pending(func(e *Entry) bool {
			err = write(line{Next: e.N})
			if err == nil {
				err = write(line{Entry: e})
			}
			return err == nil
		})
		errs = append(errs, err, write(line{Next: j.next}))
		for i := range j.flight {
			errs = append(errs, write(line{Batch: &j.flight[i]}))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		return err
	}
	err = j.log.file.Close()
	j.log, j.kept = log, log.size
	return err
}

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
