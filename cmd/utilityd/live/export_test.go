package live

import (
	"time"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// Published is a message for ReadMessages.
type Published struct {
	Topic, Payload string
	Retained       bool
	// Second is when it is received.
	Second int64
}

// ReadMessages reads messages by a mapping, as a session does.
func ReadMessages(m Mapping, published []Published) (records []meterdata.Record, refused []string, err error) {
	d, err := newMessages(m)
	if err != nil {
		return nil, nil, err
	}
	for i, p := range published {
		if err := d.read(
			message{number: i + 1, topic: p.Topic, payload: []byte(p.Payload), retained: p.Retained, received: time.Unix(p.Second, 0)},
			func(r meterdata.Record) error { records = append(records, r); return nil },
			func(row *meterdata.RowError) { refused = append(refused, row.Error()) },
		); err != nil {
			return nil, nil, err
		}
	}
	return records, refused, nil
}

// Matches exposes matches.
var Matches = matches
