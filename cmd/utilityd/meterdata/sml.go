package meterdata

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// SMLOptions holds the settings that an SML message leaves open.
type SMLOptions struct {
	// Names renames meters: the server identifier of the message in upper case hex gives the name.
	Names map[string]string
	// Now is the clock for messages without wall clock, as most are; nil refuses them.
	Now func() time.Time
}

// NewSML reads the frames that German meters send through their optical port: SML transport protocol 1, with its checksum.
// Each list of values yields the registers 1-0:1.8 and 1-0:2.8 of a meter, the totals if they are there, else the sums of the
// tariffs. The name of a meter is its server identifier. The time is that of the message if it is a Unix time; for an
// index of seconds since the meter was made, and for a local time, it is the moment of receipt.
//
// A frame that fails its checksum is a RowError, and so is one that is cut off or has no end. Bytes before the first frame are
// skipped.
func NewSML(r io.Reader, o SMLOptions) Reader { return newSML(bufio.NewReader(r), o) }

func newSML(in *bufio.Reader, o SMLOptions) *sml {
	s := &sml{o: o, start: true}
	s.framed = framed{in: in, frame: s.transport, decode: s.read}
	return s
}

// Format describes the input.
func (s *sml) Format() Format { return Format{Name: SML, Layout: SML, Unit: WattHour} }

type sml struct {
	framed
	o SMLOptions
	// start is true before the first frame and behind a lost one, where bytes of no frame are expected.
	start bool
	// opened is true if the start of the next frame was read already.
	opened bool
	buffer []byte
}

// Four bytes 1B escape; the four behind them mark a start, an end or four bytes 1B of content.
const (
	escape      = 0x1B1B1B1B
	frameStart  = 0x01010101
	frameEnd    = 0x1A
	escapeBytes = 4
)

// transport reads from the start of a frame to its end and returns the content without escapes and fill bytes.
func (s *sml) transport() (content []byte, problem string, err error) {
	if problem, err = s.begin(); problem != "" || err != nil {
		return nil, problem, err
	}
	head := binary.BigEndian.AppendUint64(nil, escape<<32|frameStart)
	crc := crc16(x25, 0xFFFF, head)
	kermit := crc16(x25, 0, head)
	s.buffer = s.buffer[:0]
	for run := 0; ; {
		b, err := s.in.ReadByte()
		if err != nil {
			return within(err)
		}
		crc, kermit = crc16(x25, crc, []byte{b}), crc16(x25, kermit, []byte{b})
		s.buffer = append(s.buffer, b)
		if len(s.buffer) > maxFrame {
			s.start = true
			return nil, tooLong, nil
		}
		if run++; b != 0x1B {
			run = 0
		}
		if run < escapeBytes {
			continue
		}
		run = 0
		var code [escapeBytes]byte
		if _, err := io.ReadFull(s.in, code[:]); err != nil {
			return within(ended(err))
		}
		s.buffer = s.buffer[:len(s.buffer)-escapeBytes]
		switch {
		case binary.BigEndian.Uint32(code[:]) == escape:
			crc, kermit = crc16(x25, crc, code[:]), crc16(x25, kermit, code[:])
			s.buffer = append(s.buffer, code[:]...)
		case binary.BigEndian.Uint32(code[:]) == frameStart:
			s.opened = true
			return nil, cutByNext, nil
		case code[0] == frameEnd:
			crc, kermit = crc16(x25, crc, code[:2])^0xFFFF, crc16(x25, kermit, code[:2])
			return s.end(code, crc, kermit)
		default:
			s.start = true
			return nil, fmt.Sprintf("expected an end or a start behind the escape 1B1B1B1B, got %X", code), nil
		}
	}
}

// begin reads to the end of the next start.
func (s *sml) begin() (problem string, err error) {
	stray := false
	for window := uint64(0); !s.opened; {
		b, err := s.in.ReadByte()
		if err != nil {
			return "", err
		}
		window = window<<8 | uint64(b)
		s.opened = window == escape<<32|frameStart
		stray = stray || !s.start && b != 0 && b != 0x1B && b != 0x01
	}
	s.start = false
	if stray {
		return noise, nil // the start stays read: the next call continues with the frame
	}
	s.opened = false
	return "", nil
}

// end checks the checksum and removes the fill bytes. Meters of one maker use CRC-16/Kermit in place of CRC-16/X.25.
func (s *sml) end(code [escapeBytes]byte, crc, kermit uint16) (content []byte, problem string, err error) {
	want := binary.LittleEndian.Uint16(code[2:])
	if want != crc && want != kermit {
		return nil, fmt.Sprintf("expected a frame with the CRC %04X, got one with %04X: lost or changed on its way", want, crc), nil
	}
	fill := int(code[1])
	if fill >= escapeBytes || fill > len(s.buffer) {
		return nil, fmt.Sprintf("expected at most 3 fill bytes, got %d", fill), nil
	}
	return s.buffer[:len(s.buffer)-fill], "", nil
}

// ended returns io.EOF for an input that ends within a group of bytes.
func ended(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return err
}
