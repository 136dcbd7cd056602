package exact

// ZigZag maps signed to unsigned numbers so that small magnitudes stay small: 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 …
// It is one to one over the whole range, so a column of unsigned numbers can hold a signed balance.
func ZigZag(v int64) uint64 {
	return uint64(v)<<1 ^ uint64(v>>63) //nolint:gosec // the bit pattern is wanted, not the value
}

// UnZigZag is the inverse of ZigZag.
func UnZigZag(u uint64) int64 {
	return int64(u>>1) ^ -int64(u&1) //nolint:gosec // the bit pattern is wanted, not the value
}
