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
)

// logFile is a file of JSON lines that grows at its end. A line counts once it is on disk as a whole.
type logFile struct {
	file file
	size int64 // length of the whole lines
	torn bool  // whether something else may stand behind them
}

// file is the part of os.File that a log needs, so that tests can fill a disk.
type file interface {
	io.Writer
	io.Closer
	Sync() error
	Truncate(size int64) error
	Seek(offset int64, whence int) (int64, error)
}

// openLog reads the lines of a file and opens it for appending. A last line that a crash cut short was never acknowledged;
// it is removed.
func openLog(path string, each func(line) error) (*logFile, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	good, err := readLines(f, path, each)
	l := &logFile{file: f, size: good}
	if err == nil {
		err = l.rewind()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return l, nil
}

// rewind cuts off what is no whole line.
func (l *logFile) rewind() error {
	if err := l.file.Truncate(l.size); err != nil {
		return err
	}
	_, err := l.file.Seek(l.size, io.SeekStart)
	l.torn = err != nil
	return err
}

// append writes lines and returns when they are on disk. After an error the file ends where it ended before.
func (l *logFile) append(lines ...line) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for i := range lines {
		if err := enc.Encode(&lines[i]); err != nil {
			return err
		}
	}
	if buf.Len() == 0 {
		return nil
	}
	if l.torn {
		if err := l.rewind(); err != nil {
			return err
		}
	}
	l.torn = true
	_, err := l.file.Write(buf.Bytes())
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return errors.Join(err, l.rewind())
	}
	l.size += int64(buf.Len())
	l.torn = false
	return nil
}

// readLines returns the length of the whole lines.
func readLines(r io.Reader, name string, each func(line) error) (int64, error) {
	var good int64
	buffered := bufio.NewReaderSize(r, 1<<20)
	for n := 1; ; n++ {
		bz, err := buffered.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return good, nil
		}
		if err != nil {
			return 0, err
		}
		var v line
		if err := json.Unmarshal(bz, &v); err != nil {
			return 0, fmt.Errorf("%s line %d: %w", name, n, err)
		}
		if err := each(v); err != nil {
			return 0, fmt.Errorf("%s line %d: %w", name, n, err)
		}
		good += int64(len(bz))
	}
}

// replace writes a new log in the place of the present one, so that a crash leaves the one or the other. It returns the new log as
// soon as that has the name, with an error or without: nothing may be written to the old one then.
func replace(path string, lines func(write func(line) error) error) (*logFile, error) {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	counted := &counting{w: buffered}
	enc := json.NewEncoder(counted)
	err = lines(func(l line) error { return enc.Encode(&l) })
	err = errors.Join(err, buffered.Flush())
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(tmp)) // half a copy takes room
	}
	return &logFile{file: f, size: counted.n}, syncFolder(filepath.Dir(path))
}

// counting counts the bytes that pass.
type counting struct {
	w io.Writer
	n int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// writeDurably replaces a file so that a crash leaves the old or the new one, never a part.
func writeDurably(path string, bz []byte) error {
	tmp := path + ".tmp"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(bz)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}
