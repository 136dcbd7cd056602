package home

import (
	"bytes"
	"fmt"
	"text/template"
)

// Client holds the settings of client.toml.
type Client struct {
	ChainID, KeyringBackend, KeyName, Output, Node, BroadcastMode string
}

// ClientConfig returns the defaults of client.toml for a chain.
func ClientConfig(chainID, keyringBackend string, ports Ports) Client {
	return Client{
		ChainID:        chainID,
		KeyringBackend: keyringBackend,
		Output:         "text",
		Node:           fmt.Sprintf("tcp://localhost:%d", ports.RPC),
		BroadcastMode:  "sync",
	}
}

var clientTemplate = template.Must(template.New("client.toml").Parse(`# Settings of the command line. A flag wins over this file.

# The chain that transactions are signed for.
chain-id = "{{ .ChainID }}"
# Where keys are kept: os, file, kwallet, pass, test (not encrypted) or memory.
keyring-backend = "{{ .KeyringBackend }}"
# The key that signs when --from is not given.
keyring-default-keyname = "{{ .KeyName }}"
# How answers are printed: text or json.
output = "{{ .Output }}"
# The CometBFT RPC of the node that is asked.
node = "{{ .Node }}"
# sync waits until the node has checked a transaction, async does not.
broadcast-mode = "{{ .BroadcastMode }}"
`))

func (c Client) render() ([]byte, error) {
	var out bytes.Buffer
	err := clientTemplate.Execute(&out, c)
	return out.Bytes(), err
}
