package proof

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// Valve is the record of a valve.
type Valve struct {
	Meter      uint64 `json:"meter,string"`
	State      string `json:"state"`
	Reason     string `json:"reason"`
	LitresLeft uint64 `json:"litres_left,string"`
	// Height is that of the block that said so.
	Height int64 `json:"height,string"`
}

// Names of what a valve does, and of why it is not open, by their numbers in the record.
var (
	states  = []string{"VALVE_STATE_UNSPECIFIED", "VALVE_STATE_OPEN", "VALVE_STATE_RESTRICTED", "VALVE_STATE_CLOSED"}
	reasons = []string{
		"VALVE_REASON_UNSPECIFIED", "VALVE_REASON_EMPTY", "VALVE_REASON_OVERDRAFT", "VALVE_REASON_NO_CONSENT",
		"VALVE_REASON_ALLOCATION", "VALVE_REASON_CLOSING",
	}
)

// fieldsOfValve are the fields 1 to 5 of the message utility.water.v1.Valve, all of them integers.
const fieldsOfValve = 5

// DecodeValve reads the record of a valve, a protobuf message. Unknown fields are skipped.
func DecodeValve(record []byte) (Valve, error) {
	var field [fieldsOfValve + 1]uint64
	for rest := record; len(rest) > 0; {
		number, kind, n := protowire.ConsumeTag(rest)
		if n < 0 {
			return Valve{}, fmt.Errorf("expected the record of a valve: %w", protowire.ParseError(n))
		}
		rest = rest[n:]
		if number <= fieldsOfValve {
			if kind != protowire.VarintType {
				return Valve{}, fmt.Errorf("expected the record of a valve, got field %d that is no integer", number)
			}
			field[number], n = protowire.ConsumeVarint(rest)
		} else {
			n = protowire.ConsumeFieldValue(number, kind, rest)
		}
		if n < 0 {
			return Valve{}, fmt.Errorf("expected the record of a valve: %w", protowire.ParseError(n))
		}
		rest = rest[n:]
	}
	state, err := name("state", states, field[2])
	if err != nil {
		return Valve{}, err
	}
	reason, err := name("reason", reasons, field[3])
	if err != nil {
		return Valve{}, err
	}
	return Valve{Meter: field[1], State: state, Reason: reason, LitresLeft: field[4], Height: int64(field[5])}, nil
}

func name(what string, names []string, number uint64) (string, error) {
	if number >= uint64(len(names)) {
		return "", fmt.Errorf("%s of a valve: expected at most %d, got %d", what, len(names)-1, number)
	}
	return names[number], nil
}
