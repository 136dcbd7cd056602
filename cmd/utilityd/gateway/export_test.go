package gateway

import (
	"context"
	"syscall"
)

// Committed lets tests watch the blocks of a node.
func Committed(ctx context.Context, node blocks, after int64, batches []Batch) ([]Commitment, int64, error) {
	return watch{node}.committed(ctx, after, batches)
}

// NewAdmission lets tests judge the answers of a node.
var NewAdmission = admission

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
