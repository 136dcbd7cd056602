package gateway

import (
	"bytes"
	"context"
	"io"
	"syscall"
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/live"
	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Committed lets tests watch the blocks of a node.
func Committed(ctx context.Context, node blocks, after int64, batches []Batch) ([]Commitment, int64, error) {
	return watch{node}.committed(ctx, after, batches)
}

// NewAdmission lets tests judge the answers of a node.
var NewAdmission = admission

// NewStream lets tests read an input that may be silent for long.
func NewStream(ctx context.Context, open func() (meterdata.Reader, error)) meterdata.Reader {
	s := newStream()
	go s.read(ctx, open)
	return s
}

// NewSample lets tests sample a source.
func NewSample(ctx context.Context, source live.Source, sampler *live.Sampler) meterdata.Reader {
	s := newStream()
	go s.sample(ctx, source, sampler)
	return s
}

// Chunk is how many items a stream holds for a gateway that has no room.
const Chunk = chunk

// ErrNothingYet means that more may come later.
var ErrNothingYet = errNothingYet

// OpenReader lets tests open a file as replay does.
func OpenReader(
	ctx context.Context, path string, input meterdata.Options, every, tolerance time.Duration, journal *Journal,
) (meterdata.Reader, error) {
	return options{input: input, live: liveOptions{every: every, tolerance: tolerance}}.openReader(ctx, path, journal, NewReporter(io.Discard))
}

// Interrupted and WithTimeout let tests end a run and call a silent node.
var (
	Interrupted = interrupted
	WithTimeout = withTimeout
)

// Rewrite compacts a journal now.
func (j *Journal) Rewrite() error { return j.rewrite() }

// FillDisk lets the file of a journal take so many bytes more.
func (j *Journal) FillDisk(room int) {
	disk := j.log.file
	if full, ok := disk.(*fullDisk); ok {
		disk = full.file
	}
	j.log.file = &fullDisk{disk, room}
}

// fullDisk is a file on a disk that fills up.
type fullDisk struct {
	file
	room int
}

// Write writes what fits.
func (d *fullDisk) Write(p []byte) (int, error) {
	if len(p) <= d.room {
		d.room -= len(p)
		return d.file.Write(p)
	}
	n, _ := d.file.Write(p[:d.room]) // the rest does not fit
	d.room = 0
	return n, syscall.ENOSPC
}

// DieAt lets the process die once so many more lines of the journal are on disk; the panic is dead.
func (j *Journal) DieAt(lines int, dead any) { j.log.file = &mortal{j.log.file, lines, dead} }

// mortal is the file of a process that is killed while it writes.
type mortal struct {
	file
	lines int
	dead  any
}

// Write writes the lines that the process lives to write.
func (m *mortal) Write(p []byte) (int, error) {
	end := 0
	for end < len(p) && m.lines > 0 {
		end += bytes.IndexByte(p[end:], '\n') + 1
		m.lines--
	}
	n, err := m.file.Write(p[:end])
	if end < len(p) {
		panic(m.dead)
	}
	return n, err
}
