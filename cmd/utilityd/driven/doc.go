// Package driven runs the chain in this process on a clock that the caller drives.
//
// The block time of a running node is real time. A story of years needs the same application, the same transactions and
// the same gateway, block by block, without the waiting: a Chain takes transactions as a node's RPC does and puts them
// into a block on the next query; AdvanceTo lets time pass. There is no consensus and no network, and what
// was run is lost with the process.
package driven
