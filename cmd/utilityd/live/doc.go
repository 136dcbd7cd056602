// Package live brings readings from meters as they are measured: telegrams of P1 ports and SML frames over TCP, a serial device or
// standard input, and messages of an MQTT broker. A Source runs until its context ends: it connects again by itself, and reports
// the beginning and the end of each outage once.
//
// A Sampler chooses from values that come every second the ones to sign: for each border of an interval, the last value at or
// before it.
//
// # Delivery
//
// A telegram that passes while the connection is down is lost; the registers of the next one include it. A message published
// with QoS 1 under a topic whose payload has a time is acknowledged only after emit has returned, and the session is
// persistent, so it comes again after a crash and is queued during an outage, as far as the broker stores its sessions. Topics
// without a time are subscribed with QoS 0 on purpose: their values are dated with the moment of receipt, and one that was queued
// would be dated wrongly. A retained message without a time is skipped for the same reason.
package live
