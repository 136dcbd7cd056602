package meterdata_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// A recording begins anywhere, also with two bytes that look like UTF-16.
func TestTelegramsBehindStrayBytesOfAFile(t *testing.T) {
	unix := smlListOf(smlUint(1, 2), smlUint(4, smlNow))
	frame := smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 0, smlUint(1, 5))))
	for _, stray := range []string{"", "\x00", "\x63\x00", "\x00\x07\x01", "\xff\xfe\x76", "\xfe\xff", "\x1b"} {
		in, err := meterdata.Open(strings.NewReader(stray+frame), meterdata.Options{Format: meterdata.SML})
		require.NoError(t, err)
		record, err := in.Next()
		require.NoError(t, err, "%x", stray)
		require.Equal(t, meterdata.Of(5), record.Import)
		_, err = in.Next()
		require.ErrorIs(t, err, io.EOF)
	}
	for _, stray := range []string{"", "\x00", "7\x00", "\x00)"} {
		in, err := meterdata.Open(strings.NewReader(stray+p1Sealed(p1Edge)), meterdata.Options{Format: meterdata.P1})
		require.NoError(t, err)
		_, err = in.Next()
		require.NoError(t, err, "%x", stray)
	}
}
