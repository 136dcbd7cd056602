package voucher

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/utilityd/utilityd/x/generator/voucher"
)

const (
	seedFormat = "utilityd/voucher/seed/v1"
	// secret is the mode of a file that its owner alone can read.
	secret fs.FileMode = 0o600
)

// seedFile is a vendor's seed and the shape of the chains that are made of it, one for each meter.
type seedFile struct {
	Format string `json:"format"`
	Seed   string `json:"seed"`
	Length int    `json:"length"`
	Digits int    `json:"digits"`
}

// chain makes the chain of a meter.
func (f seedFile) chain(meter voucher.Meter) (*voucher.Chain, error) {
	seed, err := hex.DecodeString(f.Seed)
	if err != nil {
		return nil, fmt.Errorf("seed: expected hexadecimal digits: %w", err)
	}
	return voucher.NewChain(seed, meter, f.Length, f.Digits)
}

// newSeedFile makes a seed and writes it where no file is yet.
func newSeedFile(path string, length, digits int) (seedFile, error) {
	if length < 1 || length > voucher.MaxLength {
		return seedFile{}, fmt.Errorf("--%s: expected 1 to %d, got %d", flagLength, voucher.MaxLength, length)
	}
	minDigits := voucher.MinDigitsFor(length)
	if digits == 0 {
		digits = min(minDigits+2, voucher.MaxDigits)
	}
	if digits < minDigits || digits > voucher.MaxDigits {
		return seedFile{}, fmt.Errorf("--%s: expected %d to %d for a chain of %d, got %d", flagDigits, minDigits, voucher.MaxDigits, length, digits)
	}
	seed := make([]byte, voucher.SeedSize)
	if _, err := rand.Read(seed); err != nil {
		return seedFile{}, err
	}
	f := seedFile{Format: seedFormat, Seed: hex.EncodeToString(seed), Length: length, Digits: digits}
	return f, f.write(path)
}

func (f seedFile) write(path string) error {
	bz, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, secret)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: expected no file, found one: a seed is never overwritten", path)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(append(bz, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func readSeedFile(path string) (seedFile, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return seedFile{}, fmt.Errorf("%s: expected the file of a seed, found none: utilityd voucher chain --new makes one", path)
	}
	if err != nil {
		return seedFile{}, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return seedFile{}, fmt.Errorf("%s: expected a file without access for other users, got mode %04o: chmod 600 %s", path, mode, path)
	}
	bz, err := os.ReadFile(path)
	if err != nil {
		return seedFile{}, err
	}
	var f seedFile
	if err := json.Unmarshal(bz, &f); err != nil {
		return seedFile{}, fmt.Errorf("%s: expected the JSON of a seed: %w", path, err)
	}
	if f.Format != seedFormat {
		return seedFile{}, fmt.Errorf("%s: expected the format %s, got %q", path, seedFormat, f.Format)
	}
	return f, nil
}
