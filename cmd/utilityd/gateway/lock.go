package gateway

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// acquire opens a file that only one process can hold; the kernel lets go of it when the process ends, however it ends.
func acquire(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// acquireSoon is acquire for a program that stays: status holds the file for an instant.
func acquireSoon(path string) (lock *os.File, err error) {
	for range 10 {
		if lock, err = acquire(path); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return lock, err
}
