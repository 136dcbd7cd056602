package live_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/hooks/storage/bolt"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/stretchr/testify/require"
)

// broker is an MQTT broker of the test. Its sessions are in a file, so that they outlive it as those of real brokers do.
type broker struct {
	t       *testing.T
	server  *mochi.Server
	address string
	tls     *tls.Config
}

// startBroker starts a broker that does not listen yet. Only the user gateway with the password secret may use it.
func startBroker(t *testing.T, file, address string) *broker {
	t.Helper()
	b := &broker{t: t, address: address, server: mochi.New(&mochi.Options{InlineClient: true, Logger: slog.New(slog.DiscardHandler)})}
	rules := &auth.Ledger{Auth: auth.AuthRules{{Username: "gateway", Password: "secret", Allow: true}}}
	require.NoError(t, b.server.AddHook(new(auth.Hook), &auth.Options{Ledger: rules}))
	require.NoError(t, b.server.AddHook(new(bolt.Hook), &bolt.Options{Path: file}))
	require.NoError(t, b.server.Serve())
	return b
}

func (b *broker) listen() {
	b.t.Helper()
	listener := listeners.NewTCP(listeners.Config{ID: "meters", Address: b.address, TLSConfig: b.tls})
	require.NoError(b.t, b.server.AddListener(listener))
	go listener.Serve(b.server.EstablishConnection)
}

// settled waits until all messages are acknowledged: those in flight come back from the file without their number, and this
// broker then drops every connection because of them.
func (b *broker) settled() {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		for _, client := range b.server.Clients.GetAll() {
			if client.State.Inflight.Len() > 0 {
				return false
			}
		}
		return true
	}, patience, time.Millisecond)
}

func (b *broker) stop() {
	b.t.Helper()
	require.NoError(b.t, b.server.Close())
}

func (b *broker) publish(topic, payload string, retain bool) {
	b.t.Helper()
	require.NoError(b.t, b.server.Publish(topic, []byte(payload), retain, 1))
}

// subscribed waits until the client has a filter at the broker.
func (b *broker) subscribed(client, filter string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		c, ok := b.server.Clients.Get(client)
		if !ok {
			return false
		}
		_, ok = c.State.Subscriptions.Get(filter)
		return ok
	}, patience, time.Millisecond)
}

// freeAddress is a port that nothing listens on.
func freeAddress(t *testing.T) string {
	l := listen(t, "")
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// certificate makes a certificate of 127.0.0.1 that signs itself, for a broker and as a file for its clients.
func certificate(t *testing.T) (server *tls.Config, caFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, caFile
}
