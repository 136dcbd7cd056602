// Package voucher is the off-line side of vouchers: a vendor makes codes from a seed, and a device, or whoever stands in for
// one, checks them. Nothing here asks a node. The method is in package x/generator/voucher.
package voucher
