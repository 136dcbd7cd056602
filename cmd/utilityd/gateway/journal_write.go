package gateway

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
)

// Append numbers the entries, writes them with what became of other rows, and returns when all is on disk. After an error
// nothing was written, and the same can be tried again. The rows stand first: they say on which registers the entries go on.
func (j *Journal) Append(entries []Entry, rows []DeviceRows) error {
	lines := make([]line, 0, len(entries)+len(rows))
	for i := range rows {
		if d := j.device(rows[i].Device); d.adopted {
			rows[i].Opening = &d.Accepted
		}
		lines = append(lines, line{Rows: &rows[i]})
	}
	for i := range entries {
		entries[i].N = j.next + uint64(i)
		lines = append(lines, line{Entry: &entries[i]})
	}
	if err := j.log.append(lines...); err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		j.next = e.N + 1
		j.open[e.N] = e
		j.order = append(j.order, e)
		d := j.device(e.Device)
		d.open++
		d.Read, d.Meter = e.Reading.Time, e.Reading.Meter
	}
	for i := range rows {
		j.device(rows[i].Device).addRows(&rows[i])
	}
	return j.compact()
}

// Waits records why a device cannot count at present, for the status.
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

// Resign exchanges open entries for the same ones signed anew, and settles those that cannot count any more.
func (j *Journal) Resign(a anew) error {
	if err := j.log.append(line{Anew: &a}); err != nil {
		return err
	}
	return j.applyAnew(&a)
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

// compact rewrites a file that has grown far beyond what it must hold. All lines are on disk already, so a disk without room for the
// copy is no error: the copy is tried again when the file has grown once more.
func (j *Journal) compact() error {
	if j.log.size < max(compactAbove, compactFactor*j.kept, j.postponed) {
		return nil
	}
	err := j.rewrite()
	if isFull(err) {
		j.postponed = j.log.size + compactAbove
		return nil
	}
	j.postponed = 0
	return err
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
	if log == nil {
		return err
	}
	err = errors.Join(err, j.log.file.Close())
	j.log, j.kept = log, log.size
	return err
}
