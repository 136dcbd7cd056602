package gateway

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

const (
	readingsFile = "readings.jsonl"
	outcomesFile = "outcomes.jsonl"
	headerFile   = "journal.json"
	lockFile     = "lock"
)

// Header is what a journal must remember to go on after a crash as if nothing had happened.
type Header struct {
	// ChainID is the chain the readings are signed for.
	ChainID string `json:"chain_id"`
	// ShiftSeconds is added to the times of the input.
	ShiftSeconds int64 `json:"shift_seconds"`
	// Openings are the registers on which amounts of the input are added up, by device.
	Openings map[string]meteridtypes.Registers `json:"openings"`
}

// Entry is one signed reading of the journal.
type Entry struct {
	// N numbers the entries from 1.
	N uint64 `json:"n"`
	// Device is the name of the device in the input.
	Device string `json:"device"`
	// Reading is what is submitted.
	Reading meteridtypes.Reading `json:"reading"`
}

// Outcome says what the chain made of an entry. Only final outcomes are written.
type Outcome struct {
	// N is the number of the entry.
	N uint64 `json:"n"`
	// Code is the answer of the chain.
	Code meteridtypes.ReadingCode `json:"code"`
	// Height is the block that holds the answer.
	Height int64 `json:"height"`
}

// Journal is the spool on disk: entries that were signed, and what became of them.
type Journal struct {
	dir      string
	header   Header
	readings *os.File
	outcomes *os.File
	lock     *os.File

	next    uint64
	found   uint64           // entries below this number are of an earlier run
	last    map[string]int64 // time of the last entry, by device
	pending []Entry          // entries without outcome, ascending
	Counts  Counts           // outcomes so far, those of earlier runs included
}

// Counts sums up outcomes.
type Counts struct {
	Accepted    uint64 `json:"accepted"`
	Duplicate   uint64 `json:"duplicate"`
	Quarantined uint64 `json:"quarantined"`
	Rejected    uint64 `json:"rejected"`
}

// Add counts one outcome.
func (c *Counts) Add(code meteridtypes.ReadingCode) {
	switch {
	case code == meteridtypes.READING_CODE_ACCEPTED:
		c.Accepted++
	case code == meteridtypes.READING_CODE_DUPLICATE:
		c.Duplicate++
	case code.WaitsForIssuer():
		c.Quarantined++
	default:
		c.Rejected++
	}
}

// Done is the number of entries that need no further work.
func (c Counts) Done() uint64 { return c.Accepted + c.Duplicate + c.Quarantined + c.Rejected }

// OpenJournal opens the journal in dir. A new one gets the header that fresh returns; an existing one keeps its own. Only
// one process can hold a journal.
func OpenJournal(dir string, fresh func() (Header, error)) (*Journal, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock, err := acquire(filepath.Join(dir, lockFile))
	if err != nil {
		return nil, fmt.Errorf("journal %s is in use by another gateway: stop it first, or choose another --journal", dir)
	}
	j := &Journal{dir: dir, lock: lock, next: 1, last: map[string]int64{}}
	if err := j.load(fresh); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

func (j *Journal) load(fresh func() (Header, error)) error {
	if err := j.loadHeader(fresh); err != nil {
		return err
	}
	var entries []Entry
	var err error
	if j.readings, err = openLines(filepath.Join(j.dir, readingsFile), func(e Entry) error {
		if e.N != j.next {
			return fmt.Errorf("%s: expected entry %d, got %d", readingsFile, j.next, e.N)
		}
		j.next++
		j.last[e.Device] = e.Reading.Time
		entries = append(entries, e)
		return nil
	}); err != nil {
		return err
	}
	done := map[uint64]bool{}
	if j.outcomes, err = openLines(filepath.Join(j.dir, outcomesFile), func(o Outcome) error {
		if o.N == 0 || o.N >= j.next {
			return fmt.Errorf("%s: outcome of entry %d, which the journal does not hold", outcomesFile, o.N)
		}
		if !done[o.N] {
			done[o.N] = true
			j.Counts.Add(o.Code)
		}
		return nil
	}); err != nil {
		return err
	}
	for _, e := range entries {
		if !done[e.N] {
			j.pending = append(j.pending, e)
		}
	}
	j.found = j.next
	return nil
}

func (j *Journal) loadHeader(fresh func() (Header, error)) error {
	path := filepath.Join(j.dir, headerFile)
	bz, err := os.ReadFile(path)
	if err == nil {
		return json.Unmarshal(bz, &j.header)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if j.header, err = fresh(); err != nil {
		return err
	}
	if bz, err = json.MarshalIndent(j.header, "", "  "); err != nil {
		return err
	}
	return writeDurably(path, append(bz, '\n'))
}

// Header returns what the journal was begun with.
func (j *Journal) Header() Header { return j.header }

// Last returns the time of the last entry of a device, Unix seconds, or 0: rows of the input up to it are known.
func (j *Journal) Last(device string) int64 { return j.last[device] }

// Found says whether an earlier run wrote the entry, and may have submitted it.
func (j *Journal) Found(n uint64) bool { return n < j.found }

// Append numbers the entries, writes them and returns when they are on disk.
func (j *Journal) Append(entries []Entry) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for i := range entries {
		entries[i].N = j.next + uint64(i)
		if err := enc.Encode(entries[i]); err != nil {
			return err
		}
	}
	if err := appendDurably(j.readings, buf.Bytes()); err != nil {
		return err
	}
	for _, e := range entries {
		j.last[e.Device] = e.Reading.Time
	}
	j.next += uint64(len(entries))
	j.pending = append(j.pending, entries...)
	return nil
}

// Pending returns the entries without outcome, oldest first.
func (j *Journal) Pending() []Entry { return j.pending }

// Settle writes final outcomes and returns when they are on disk.
func (j *Journal) Settle(outcomes []Outcome) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	done := make(map[uint64]bool, len(outcomes))
	for _, o := range outcomes {
		if err := enc.Encode(o); err != nil {
			return err
		}
		done[o.N] = true
	}
	if err := appendDurably(j.outcomes, buf.Bytes()); err != nil {
		return err
	}
	for _, o := range outcomes {
		j.Counts.Add(o.Code)
	}
	kept := make([]Entry, 0, len(j.pending))
	for _, e := range j.pending {
		if !done[e.N] {
			kept = append(kept, e)
		}
	}
	j.pending = kept
	return nil
}

// Close releases the journal.
func (j *Journal) Close() error {
	var errs []error
	for _, f := range []*os.File{j.readings, j.outcomes, j.lock} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

// openLines reads a file of JSON lines and opens it for appending. A last line that a crash cut short was never
// acknowledged to anybody; it is removed.
func openLines[T any](path string, each func(T) error) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	good, err := readLines(f, each)
	if err == nil {
		err = f.Truncate(good)
	}
	if err == nil {
		_, err = f.Seek(good, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// readLines returns the length of the whole lines.
func readLines[T any](f *os.File, each func(T) error) (int64, error) {
	var good int64
	r := bufio.NewReader(f)
	for line := 1; ; line++ {
		bz, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return good, nil
		}
		if err != nil {
			return 0, err
		}
		var v T
		if err := json.Unmarshal(bz, &v); err != nil {
			return 0, fmt.Errorf("%s line %d: %w", f.Name(), line, err)
		}
		if err := each(v); err != nil {
			return 0, err
		}
		good += int64(len(bz))
	}
}

func appendDurably(f *os.File, bz []byte) error {
	if _, err := f.Write(bz); err != nil {
		return err
	}
	return f.Sync()
}

// writeDurably replaces a file so that a crash leaves the old or the new one, never a part.
func writeDurably(path string, bz []byte) error {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(appendDurably(f, bz), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
