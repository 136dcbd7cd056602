// Package devnet runs a chain of one validator inside this process, with funded accounts whose keys
// is public. It is for trying things out: its keys protect nothing.
//
//	cfg := devnet.Config{Home: dir, ChainID: "utility-devnet-1"}
//	if _, err := devnet.Init(cfg); err != nil { … }
//	node, err := devnet.Start(ctx, cfg)
//	defer node.Close()
package devnet
