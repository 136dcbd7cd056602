package reading_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/meterid/reading"
)

func BenchmarkAppendBytes(b *testing.B) {
	r := reading.Reading{ChainID: "utility-1", Meter: 7, KeyVersion: 2, Time: 1767226500, Import: 123456789, Export: 4242}
	buf := make([]byte, 0, reading.MaxReadingSize)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.AppendBytes(buf); err != nil {
			b.Fatal(err)
		}
	}
}
