package home

import (
	"fmt"
	"net"
	"regexp"
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"
	cmttypes "github.com/cometbft/cometbft/types"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/utilityd/utilityd/app"
)

const (
	// TimeoutCommit is how long a validator waits for late votes, and so the time between blocks.
	TimeoutCommit = 2 * time.Second

	// QueryGasLimit bounds what one query may read.
	QueryGasLimit = 50_000_000

	// SnapshotInterval is how many blocks lie between two snapshots for new nodes.
	SnapshotInterval = 1000
)

// indexedEvents is what transactions can be searched by. Entries are never pruned, so the list is short.
var indexedEvents = []string{
	"message.action",
	"message.sender",
	"transfer.recipient",
	"tx.acc_seq",
	"utility.meterid.v1.EventReadingsSubmitted.gateway",
}

// Ports are where a node listens, all on the loopback interface.
type Ports struct {
	P2P, RPC, GRPC, REST int
}

// DefaultPorts returns the usual ones, moved up by an offset.
func DefaultPorts(offset int) Ports {
	return Ports{P2P: 26656 + offset, RPC: 26657 + offset, GRPC: 9090 + offset, REST: 1317 + offset}
}

// Check reports whether the ports can be listened on, so that a home is not made for ports that are taken.
func (p Ports) Check() error {
	for _, port := range []int{p.P2P, p.RPC, p.GRPC, p.REST} {
		if port < 1 || port > 65535 {
			return fmt.Errorf("expected ports of 1 to 65535, got %d", port)
		}
		listener, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
		if err != nil {
			return err
		}
		if err := listener.Close(); err != nil {
			return err
		}
	}
	return nil
}

// chainIDs are the names that chains may have: those of CometBFT that need no quotes.
var chainIDs = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9._-]{1,%d}$`, cmttypes.MaxChainIDLen))

// CheckChainID refuses the name of a chain that its nodes would not start with.
func CheckChainID(chainID string) error {
	if chainIDs.MatchString(chainID) {
		return nil
	}
	return fmt.Errorf("chain id: expected 1 to %d letters, digits and . _ -, got %q", cmttypes.MaxChainIDLen, chainID)
}

// minGasPrice is the price of a unit of gas below which a new node refuses transactions: without one, anybody fills its mempool for
// nothing. A transfer of coins costs about 80 uutl at it.
const minGasPrice = "0.001" + app.BondDenom

// AppConfig returns the defaults of app.toml.
func AppConfig(ports Ports) *serverconfig.Config {
	cfg := serverconfig.DefaultConfig()
	cfg.MinGasPrices = minGasPrice
	cfg.QueryGasLimit = QueryGasLimit
	cfg.IndexEvents = indexedEvents
	// Bulk work goes through pages of many records, read and written once a block: keeping every
	// latest value a second time costs more than it saves.
	cfg.IAVLDisableFastNode = true
	cfg.Mempool.MaxTxs = app.MempoolMaxTxs
	cfg.StateSync.SnapshotInterval = SnapshotInterval
	cfg.API.Enable = false
	cfg.API.Swagger = true
	cfg.API.Address = fmt.Sprintf("tcp://localhost:%d", ports.REST)
	cfg.GRPC.Address = fmt.Sprintf("localhost:%d", ports.GRPC)
	return cfg
}

// CometConfig returns the defaults of config.toml.
func CometConfig(ports Ports) *cmtcfg.Config {
	cfg := cmtcfg.DefaultConfig()
	cfg.Consensus.TimeoutCommit = TimeoutCommit
	// A restarted validator signs at once. The price: nothing stops a second process with the same key.
	cfg.Consensus.DoubleSignCheckHeight = 0
	cfg.RPC.ListenAddress = fmt.Sprintf("tcp://127.0.0.1:%d", ports.RPC)
	cfg.RPC.PprofListenAddress = ""
	cfg.RPC.Unsafe = false
	cfg.P2P.ListenAddress = fmt.Sprintf("tcp://0.0.0.0:%d", ports.P2P)
	cfg.Mempool.Size = app.MempoolMaxTxs
	return cfg
}
