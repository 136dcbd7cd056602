package live

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// PasswordVariable is the environment variable of the password for the broker.
const PasswordVariable = "UTILITYD_MQTT_PASSWORD"

// MQTTOptions are the settings of a connection to a broker.
type MQTTOptions struct {
	// Broker is mqtt://HOST, or mqtts://HOST for TLS; the ports are 1883 and 8883 unless given.
	Broker string
	// ClientID names the session at the broker; each gateway needs one of its own, always the same.
	ClientID string
	// User and Password are for brokers that require them.
	User, Password string
	// CAFile holds the certificates that sign that of the broker, PEM; empty takes those of the machine.
	CAFile string
	// Mapping lists the messages that are readings.
	Mapping Mapping
	// Now is the clock for messages without time; nil is time.Now.
	Now func() time.Time
	// Backoff is how long to wait between attempts; zero is DefaultBackoff.
	Backoff Backoff
	// Trouble reports the beginning and the end of an outage; it may be nil.
	Trouble func(string)
}

// Password reads the password for the broker from a file, without the line break at its end, or from the environment if no file
// is named. The command line is no place for it: other users of the machine can read it.
func Password(file string) (string, error) {
	if file == "" {
		return os.Getenv(PasswordVariable), nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("expected a file with the password for the broker: %w", err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// MQTT is a Source of messages of a broker.
type MQTT struct {
	o      MQTTOptions
	broker *url.URL
	tls    *tls.Config
	qos    map[string]byte
}

// NewMQTT checks the settings; Run connects.
func NewMQTT(o MQTTOptions) (*MQTT, error) {
	m := &MQTT{o: o}
	if m.o.Now == nil {
		m.o.Now = time.Now
	}
	if o.ClientID == "" {
		return nil, errors.New("expected a name for the session at the broker, another one for each gateway, got none")
	}
	var err error
	if m.broker, err = url.Parse(o.Broker); err != nil || m.broker.Hostname() == "" || strings.Trim(m.broker.Path, "/") != "" {
		return nil, fmt.Errorf("expected a broker such as mqtt://HOST or mqtts://HOST:8883, got %q", o.Broker)
	}
	if m.broker.User != nil {
		return nil, fmt.Errorf("expected a broker without user and password in its address: a password is read from a file or from %s", PasswordVariable)
	}
	port := "1883"
	switch m.broker.Scheme {
	case "mqtt":
	case "mqtts":
		port = "8883"
		if m.tls, err = tlsConfig(o.CAFile, m.broker.Hostname()); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("expected mqtt:// or mqtts:// in front of the broker, got %q", m.broker.Scheme)
	}
	if m.broker.Port() == "" {
		m.broker.Host += ":" + port
	}
	if m.o.Mapping, err = o.Mapping.filled(); err != nil {
		return nil, err
	}
	m.qos = m.o.Mapping.qos()
	return m, nil
}

// qos returns the quality of service of each filter: 1 if its payload has a time.
func (m Mapping) qos() map[string]byte {
	qos := map[string]byte{}
	for _, t := range m.Topics {
		for _, filter := range t.filters() {
			minimum := byte(0)
			if t.Time != "" {
				minimum = 1
			}
			qos[filter] = max(qos[filter], minimum)
		}
	}
	return qos
}

func tlsConfig(caFile, host string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: host}
	if caFile == "" {
		return config, nil
	}
	text, err := os.ReadFile(caFile)
	if err != nil {
		return nil, fmt.Errorf("expected a file of certificates: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("expected certificates in PEM, got none in %s", caFile)
	}
	return config, nil
}

// Run implements Source.
func (m *MQTT) Run(ctx context.Context, emit func(meterdata.Record) error, refuse func(*meterdata.RowError)) error {
	l := &link{name: m.o.Broker, backoff: m.o.Backoff.orDefault(), trouble: m.o.Trouble}
	decoder, err := newMessages(m.o.Mapping)
	if err != nil {
		return err
	}
	s := &session{MQTT: m, link: l, decoder: decoder, emit: emit, refuse: refuse}
	for {
		lost, err := s.run(ctx)
		if err != nil {
			return err
		}
		if err := l.failed(ctx, lost); err != nil {
			return err
		}
	}
}

// session is one connection after the other of a source.
type session struct {
	*MQTT
	link    *link
	decoder *messages
	emit    func(meterdata.Record) error
	refuse  func(*meterdata.RowError)
	number  int
}

// delivery is a message that waits until it is done, and then for its acknowledgement.
type delivery struct {
	mqtt.Message
	done chan struct{}
}

// run connects, subscribes and reads until the connection is lost. Messages are served from the start: a broker sends its queue
// before it answers the subscription.
func (s *session) run(ctx context.Context) (lost, err error) {
	ctx, cancel := context.WithCancel(ctx)
	arrived, broken := make(chan delivery), make(chan error, 1)
	client := mqtt.NewClient(s.options(ctx, arrived, broken))
	defer client.Disconnect(250)
	defer cancel() // before Disconnect, so that no handler blocks it
	pending, subscribed := client.Connect(), false
	for {
		var answered <-chan struct{}
		if pending != nil {
			answered = pending.Done()
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case lost := <-broken:
			return lost, nil
		case d := <-arrived:
			if err := s.take(d); err != nil {
				return nil, err
			}
			close(d.done)
		case <-answered:
			if err := granted(pending); err != nil {
				return err, nil
			}
			if pending = nil; !subscribed {
				pending, subscribed = client.SubscribeMultiple(s.qos, nil), true
			} else {
				s.link.works()
			}
		}
	}
}

// take reads one message.
func (s *session) take(d delivery) error {
	s.number++
	return s.decoder.read(message{
		number: s.number, topic: d.Topic(), payload: d.Payload(), retained: d.Retained(), received: s.o.Now(),
	}, s.emit, s.refuse)
}

// options returns the settings of one connection. The handler acknowledges a message when the session is done with it, and does
// not if the session ends first: the broker then sends it again.
func (s *session) options(ctx context.Context, arrived chan<- delivery, broken chan<- error) *mqtt.ClientOptions {
	o := mqtt.NewClientOptions().AddBroker(s.broker.String()).SetClientID(s.o.ClientID)
	o.SetUsername(s.o.User).SetPassword(s.o.Password).SetTLSConfig(s.tls)
	o.SetCleanSession(false).SetAutoReconnect(false).SetConnectRetry(false).SetAutoAckDisabled(true)
	o.SetConnectTimeout(30 * time.Second).SetKeepAlive(30 * time.Second).SetPingTimeout(10 * time.Second).SetWriteTimeout(10 * time.Second)
	o.SetConnectionLostHandler(func(_ mqtt.Client, err error) { broken <- err })
	return o.SetDefaultPublishHandler(func(_ mqtt.Client, msg mqtt.Message) {
		d := delivery{Message: msg, done: make(chan struct{})}
		select {
		case arrived <- d:
		case <-ctx.Done():
			return
		}
		select {
		case <-d.done:
			msg.Ack()
		case <-ctx.Done():
		}
	})
}

// granted returns the error of an answer, or of a subscription that the broker refused.
func granted(answer mqtt.Token) error {
	if err := answer.Error(); err != nil {
		return err
	}
	if subscription, ok := answer.(*mqtt.SubscribeToken); ok {
		for filter, code := range subscription.Result() {
			if code == 0x80 {
				return fmt.Errorf("expected leave to subscribe to %s, got a refusal of the broker", filter)
			}
		}
	}
	return nil
}
