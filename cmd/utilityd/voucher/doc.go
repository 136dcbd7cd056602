// Package voucher is the off-line side of vouchers: a vendor makes codes from a seed, and a device, or a person in place of
// one, checks them. No node is needed. The method is in package x/generator/voucher.
package voucher
