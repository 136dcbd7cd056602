// Package gateway is the meter-side software: it reads amounts or registers, signs registers with the keys of the devices, keeps them
// in a journal on disk and submits them in batches until the chain has answered them.
//
// A reading is answered when a block holds it, and not before. A mempool forgets when a node is killed, so a batch is broadcast again,
// byte by byte the same, until a block holds it or none can any more. A device is in flight in one batch only, so its readings
// reach the chain in the order of their times, whatever dies.
//
// The journal is all that is needed to go on: the end of the input of each device with the rest below a step of its register, the
// intervals with which rows are compared, the open readings, the batches in flight (ADR 0011).
//
//	input ─▶ rows ─▶ registers ─▶ sign ─▶ journal (fsync) ─▶ batches ─▶ chain ─▶ outcomes (fsync)
package gateway
