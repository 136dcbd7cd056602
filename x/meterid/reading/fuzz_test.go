package reading_test

import (
	"bytes"
	"testing"

	"github.com/utilityd/utilityd/x/meterid/reading"
)

// FuzzParse: what can be read is written back equal, by the package and by its slow twin, and is of one kind only.
func FuzzParse(f *testing.F) {
	f.Add(slowReading(reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: -1, Import: 3, Export: 4}))
	f.Add(slowRegistration(reading.Registration{ChainID: "utility-1", Issuer: []byte("issuer"), Serial: "SN", KeyType: 1, Key: []byte("key")}))
	f.Add(slowRotation(reading.Rotation{ChainID: "utility-1", Meter: 7, KeyVersion: 2, KeyType: 3, Key: []byte("key")}))
	f.Add([]byte("utilityd/reading/v1"))
	f.Fuzz(func(t *testing.T, signed []byte) {
		kinds := 0
		if r, err := reading.ParseReading(signed); err == nil {
			kinds++
			same(t, signed, mustAppend(t, r), slowReading(r))
		}
		if r, err := reading.ParseRegistration(signed); err == nil {
			kinds++
			same(t, signed, mustAppend(t, r), slowRegistration(r))
		}
		if r, err := reading.ParseRotation(signed); err == nil {
			kinds++
			same(t, signed, mustAppend(t, r), slowRotation(r))
		}
		if kinds > 1 {
			t.Errorf("expected at most one kind, got %d", kinds)
		}
	})
}

// FuzzReading: what can be written is read back equal.
func FuzzReading(f *testing.F) {
	f.Add("utility-1", uint64(7), uint32(2), int64(1767226500), uint64(3), uint64(4))
	f.Add(longest, uint64(1<<63), uint32(1<<31), int64(-1<<63), uint64(1), uint64(0))
	f.Add(tooLong, uint64(0), uint32(0), int64(0), uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, chainID string, meter uint64, version uint32, at int64, imported, exported uint64) {
		r := reading.Reading{ChainID: chainID, Meter: meter, KeyVersion: version, Time: at, Import: imported, Export: exported}
		signed, err := r.AppendBytes(nil)
		if (err != nil) != (len(chainID) > 255) {
			t.Fatalf("expected an error for more than 255 bytes, got %v for %d", err, len(chainID))
		}
		if err != nil {
			return
		}
		same(t, signed, slowReading(r))
		got, err := reading.ParseReading(signed)
		if err != nil || got != r {
			t.Errorf("expected %+v, got %+v, %v", r, got, err)
		}
	})
}

func same(t *testing.T, want []byte, all ...[]byte) {
	t.Helper()
	for _, got := range all {
		if !bytes.Equal(got, want) {
			t.Errorf("expected %x, got %x", want, got)
		}
	}
}
