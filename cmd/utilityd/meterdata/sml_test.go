package meterdata_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

const (
	smlEscape    = "\x1b\x1b\x1b\x1b"
	smlStart     = smlEscape + "\x01\x01\x01\x01"
	smlAbsent    = "\x01"
	smlNow       = 1_795_172_400 // 2026-11-20T11:00:00Z
	smlServer    = "\x0a\x01XYZ\x00\x00\x00\x07\xd0"
	smlServerHex = "0A0158595A000000" + "07D0"
)

// smlText, smlListOf, smlUint and smlInt encode SML values.
func smlText(text string) string {
	if len(text) < 15 {
		return string([]byte{byte(len(text) + 1)}) + text
	}
	return string([]byte{0x80 | byte((len(text)+2)>>4), byte(len(text)+2) & 0x0F}) + text
}

func smlListOf(elements ...string) string {
	return string([]byte{0x70 | byte(len(elements))}) + strings.Join(elements, "")
}

func smlNumber(kind byte, size int, n uint64) string {
	return string([]byte{kind | byte(size+1)}) + string(binary.BigEndian.AppendUint64(nil, n)[8-size:])
}

func smlUint(size int, n uint64) string { return smlNumber(0x60, size, n) }
func smlInt(size int, n int64) string   { return smlNumber(0x50, size, uint64(n)) }

// smlEntry encodes a value of a list: name, status, time, unit, scaler, value, signature.
func smlEntry(obis, unit, scaler, value string) string {
	return smlListOf(smlText(obis), smlAbsent, smlAbsent, unit, scaler, value, smlAbsent)
}

// smlRegister encodes the entry of a register 1-0:which.8.tariff in Wh.
func smlRegister(which, tariff byte, scaler int64, value string) string {
	return smlEntry(string([]byte{1, 0, which, 8, tariff, 255}), smlUint(1, 30), smlInt(1, scaler), value)
}

// smlMessage wraps a body: transaction, group, abort on error, (tag, body), checksum, end.
func smlMessage(tag uint64, body string) string {
	return smlListOf(smlText("\x00\x01"), smlUint(1, 0), smlUint(1, 0), smlListOf(smlUint(2, tag), body), smlUint(2, 0), "") + "\x00"
}

// smlValues encodes a list of values from a meter, with its time.
func smlValues(from, at string, entries ...string) string {
	return smlMessage(0x0701, smlListOf(smlAbsent, smlText(from), smlAbsent, at, smlListOf(entries...), smlAbsent, smlAbsent))
}

// smlFrameWith wraps messages into a frame: fill bytes, escapes, and a checksum that begins with initial and is inverted by invert.
func smlFrameWith(initial, invert uint16, messages ...string) string {
	content := strings.Join(messages, "")
	fill := (4 - len(content)%4) % 4
	frame := smlStart + strings.ReplaceAll(content+strings.Repeat("\x00", fill), smlEscape, smlEscape+smlEscape) + smlEscape + "\x1a" + string([]byte{byte(fill)})
	crc := crcBitByBit(0x8408, initial, frame) ^ invert
	return frame + string([]byte{byte(crc), byte(crc >> 8)})
}

func smlFrame(messages ...string) string { return smlFrameWith(0xFFFF, 0xFFFF, messages...) }

var (
	smlOpening = smlMessage(0x0101, smlListOf(smlAbsent, smlAbsent, smlText("\x01"), smlText(smlServer), smlAbsent, smlAbsent))
	smlClosing = smlMessage(0x0201, smlListOf(smlAbsent))
	smlSeconds = smlListOf(smlUint(1, 1), smlUint(4, 3_072_887))
	// smlTypical is a frame of a meter with both registers, in tenths of a Wh.
	smlTypical = smlFrame(smlOpening, smlValues(smlServer, smlSeconds, smlRegister(1, 0, -1, smlUint(8, 7_398_085)), smlRegister(2, 0, -1, smlInt(5, 100_010))), smlClosing)
	// smlTypicalRecord is the reading in it.
	smlTypicalRecord = smlRecord(smlNow, meterdata.Quantity{Whole: 739_808, Part: meterdata.Scale / 2}, meterdata.Of(10_001))
)

func smlRecord(end int64, imported, exported meterdata.Quantity) meterdata.Record {
	return meterdata.Record{Line: 1, Meter: smlServerHex, Kind: meterdata.Registers, End: end, Import: imported, Export: exported}
}

func TestSMLFramesOfManyMeters(t *testing.T) {
	live := meterdata.SMLOptions{Now: func() time.Time { return time.Unix(smlNow, 999) }}
	unix := smlListOf(smlUint(1, 2), smlUint(4, smlNow-60))
	tests := []struct {
		name    string
		text    string
		options meterdata.SMLOptions

		want    []meterdata.Record
		refused []string
	}{
		{name: "both totals, tenths of a Wh, the moment of receipt", text: smlTypical, options: live, want: []meterdata.Record{smlTypicalRecord}},
		{
			name:    "the meter is renamed",
			text:    smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 0, smlUint(1, 5)))),
			options: meterdata.SMLOptions{Names: map[string]string{smlServerHex: "flat"}},
			want:    []meterdata.Record{{Line: 1, Meter: "flat", Kind: meterdata.Registers, End: smlNow - 60, Import: meterdata.Of(5)}},
		},
		{
			name: "a Unix time is taken, and not the clock",
			text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 3, smlUint(2, 739)))), options: live,
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Of(739_000), meterdata.Quantity{})},
		},
		{
			name: "a Unix time that was never set is not taken",
			text: smlFrame(smlValues(smlServer, smlListOf(smlUint(1, 2), smlUint(4, 77)), smlRegister(1, 0, 0, smlUint(1, 5)))), options: live,
			want: []meterdata.Record{smlRecord(smlNow, meterdata.Of(5), meterdata.Quantity{})},
		},
		{
			name: "two tariffs without total are added up",
			text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 1, -1, smlUint(4, 15)), smlRegister(1, 2, -1, smlUint(4, 27)), smlRegister(2, 1, 0, smlUint(1, 3)))),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Quantity{Whole: 4, Part: meterdata.Scale / 5}, meterdata.Of(3))},
		},
		{
			name: "the total counts, not the coarser tariffs beside it",
			text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 1, 1, smlUint(2, 9)), smlRegister(1, 0, -4, smlUint(8, 1_000_001)), smlRegister(1, 2, 1, smlUint(1, 0)))),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Quantity{Whole: 100, Part: meterdata.Scale / 10_000}, meterdata.Quantity{})},
		},
		{
			name: "other values are skipped: power, a text longer than 15 bytes, a list as a value",
			text: smlFrame(smlValues(smlServer, unix, smlEntry("\x01\x00\x10\x07\x00\xff", smlUint(1, 27), smlAbsent, smlInt(2, -5)),
				smlEntry("\x81\x81\xc7\x82\x05\xff", smlAbsent, smlAbsent, smlText(strings.Repeat("k", 48))), smlRegister(1, 0, 0, smlUint(1, 5)), smlListOf())),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Of(5), meterdata.Quantity{})},
		},
		{
			name: "four bytes 1B in a value are escaped",
			text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 0, smlUint(4, 0x1b1b1b1b)))),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Of(0x1b1b1b1b), meterdata.Quantity{})},
		},
		{
			name: "the other checksum that meters of one maker use",
			text: smlFrameWith(0, 0, smlValues(smlServer, unix, smlRegister(1, 0, 0, smlUint(1, 5)))),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Of(5), meterdata.Quantity{})},
		},
		{
			name:    "no wall clock and no clock that could replace it",
			text:    smlTypical,
			refused: []string{"meter " + smlServerHex + ": expected a message with a wall clock, got none"},
		},
		{
			name: "a negative register", text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 0, smlInt(3, -7)))),
			refused: []string{"1-0:1.8.0: expected a register of at most 8 bytes that is not negative"},
		},
		{
			name:    "a register that is a text",
			text:    smlFrame(smlValues(smlServer, unix, smlRegister(2, 1, 0, smlText("12")))),
			refused: []string{"1-0:2.8.1: expected a register of at most 8 bytes that is not negative"},
		},
		{
			name:    "a register beyond 64 bits of Wh",
			text:    smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 4, smlUint(8, 1<<63)))),
			refused: []string{"1-0:1.8.0: quantity is too large"},
		},
		{
			name:    "a register in another unit",
			text:    smlFrame(smlValues(smlServer, unix, smlEntry("\x01\x00\x01\x08\x00\xff", smlUint(1, 27), smlAbsent, smlUint(1, 5)))),
			refused: []string{"1-0:1.8.0: expected the unit Wh (30)"},
		},
		{
			name:    "no register at all",
			text:    smlFrame(smlOpening, smlClosing),
			refused: []string{"expected a list of values with the register 1-0:1.8.0 or 1-0:2.8.0, got none"},
		},
		{
			name:    "no server identifier",
			text:    smlFrame(smlValues("", unix, smlRegister(1, 0, 0, smlUint(1, 5)))),
			refused: []string{"expected the server identifier of the meter, got none"},
		},
		{
			name:    "values that are cut off behind a right checksum",
			text:    smlFrame(strings.TrimSuffix(smlOpening, "\x62\x00\x00") + "\x0f"),
			refused: []string{"expected whole SML values"},
		},
		{
			name:    "lists nested deeper than those of any meter",
			text:    smlFrame(strings.Repeat("\x71", 9) + "\x01"),
			refused: []string{"expected whole SML values"},
		},
		{
			name: "a register of an earlier billing period is skipped",
			text: smlFrame(smlValues(smlServer, unix, smlRegister(1, 0, 0, smlUint(1, 5)),
				smlEntry("\x01\x00\x01\x08\x00\x01", smlUint(1, 30), smlAbsent, smlUint(1, 9)))),
			want: []meterdata.Record{smlRecord(smlNow-60, meterdata.Of(5), meterdata.Quantity{})},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			records, refused := readFrames(t, meterdata.NewSML(strings.NewReader(tc.text), tc.options))
			requireRefused(t, tc.refused, refused)
			require.Equal(t, tc.want, records)
		})
	}
}

func TestSMLStreamsAreReadOnAfterDamage(t *testing.T) {
	tests := []struct {
		name string
		text string

		want    []int
		refused []string
	}{
		{name: "the end of a frame that began before is skipped", text: smlTypical[40:] + smlTypical, want: []int{1}},
		{name: "frames follow each other", text: smlTypical + smlTypical + "\x00\x00" + smlTypical, want: []int{1, 2, 3}},
		{
			name:    "a changed byte",
			text:    strings.Replace(smlTypical, smlServer, "\x0a\x01XYZ\x00\x00\x00\x07\xd1", 1) + smlTypical,
			want:    []int{2},
			refused: []string{"line 1: expected a frame with the CRC"},
		},
		{
			name:    "a frame that is cut off",
			text:    smlTypical[:50] + smlTypical,
			want:    []int{2},
			refused: []string{"line 1: cut off by the start of the next one"},
		},
		{
			name:    "an escape that means nothing",
			text:    smlTypical[:50] + smlEscape + "\x02\x02\x02\x02" + smlTypical,
			want:    []int{2},
			refused: []string{"line 1: expected an end or a start behind the escape 1B1B1B1B, got 02020202"},
		},
		{
			name:    "more fill bytes than there can be",
			text:    smlTypical[:50] + smlEscape + "\x1a\x04" + smlChecksum(smlTypical[:50]+smlEscape+"\x1a\x04") + smlTypical,
			want:    []int{2},
			refused: []string{"line 1: expected at most 3 fill bytes, got 4"},
		},
		{
			name:    "noise between frames",
			text:    smlTypical + "noise" + smlTypical,
			want:    []int{1, 2},
			refused: []string{"line 1: expected a telegram, got bytes between telegrams"},
		},
		{
			name:    "the input ends in a frame",
			text:    smlTypical + smlTypical[:50],
			want:    []int{1},
			refused: []string{"line 2: cut off by the end of the input"},
		},
		{
			name:    "the input ends in an escape",
			text:    smlTypical + smlTypical[:50] + smlEscape + "\x1a",
			want:    []int{1},
			refused: []string{"line 2: cut off by the end of the input"},
		},
		{
			name:    "a frame without end",
			text:    smlStart + strings.Repeat("\x05", 20_000) + smlTypical,
			want:    []int{2},
			refused: []string{"line 1: expected at most 16384 bytes"},
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			now := func() time.Time { return time.Unix(smlNow, 0) }
			records, refused := readFrames(t, meterdata.NewSML(strings.NewReader(tc.text), meterdata.SMLOptions{Now: now}))
			requireRefused(t, tc.refused, refused)
			require.Len(t, records, len(tc.want))
			for i, line := range tc.want {
				require.Equal(t, onLine(line, smlTypicalRecord), records[i])
			}
		})
	}
}

// smlChecksum returns the checksum of a frame that ends with the number of fill bytes.
func smlChecksum(text string) string {
	crc := crcBitByBit(0x8408, 0xFFFF, text) ^ 0xFFFF
	return string([]byte{byte(crc), byte(crc >> 8)})
}
