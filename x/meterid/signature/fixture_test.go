package signature_test

import (
	"testing"

	"github.com/utilityd/utilityd/x/meterid/signature"
)

// key is the key of a scheme and seed that is known to be good.
func key(t testing.TB, scheme signature.Scheme, seed [32]byte) signature.PrivateKey {
	t.Helper()
	k, err := signature.FromSeed(scheme, seed)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// job is a true job: the key of the seed signed the message.
func job(t testing.TB, scheme signature.Scheme, seed [32]byte, message []byte) signature.Job {
	t.Helper()
	k := key(t, scheme, seed)
	signed, err := k.Sign(message)
	if err != nil {
		t.Fatal(err)
	}
	return signature.Job{Scheme: scheme, Key: k.Public(), Message: message, Signature: signed}
}
