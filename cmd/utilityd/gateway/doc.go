// Package gateway is the meter-side software: it reads registers, signs them with the keys of the devices, keeps them in a
// journal on disk and submits them in batches until the chain has committed them.
//
// The rule it lives by: a reading is acknowledged when a block with code 0 holds it, and not before. A mempool forgets
// when a node is killed, so everything that is not acknowledged is sent again. That is harmless, because registers are
// cumulative and the chain answers a reading it knows with "duplicate". Killing the gateway or the node at any moment
// therefore loses nothing and counts nothing twice.
//
//	input (CSV) ─▶ registers ─▶ sign ─▶ journal (fsync) ─▶ batches ─▶ chain ─▶ outcomes (fsync)
//
// Readings of one device are submitted in the order of their times; batches in flight carry consecutive account
// sequences, so the chain cannot reorder them.
package gateway
