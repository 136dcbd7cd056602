package meterdata

// arc and x25 are the tables of the two reflected CRC-16 of meters: CRC-16/ARC of P1 telegrams, and the polynomial that
// CRC-16/X.25 and CRC-16/Kermit of SML share.
var (
	arc = crcTable(0xA001)
	x25 = crcTable(0x8408)
)

func crcTable(polynomial uint16) *[256]uint16 {
	var table [256]uint16
	for i := range table {
		crc := uint16(i)
		for range 8 {
			low := crc & 1
			crc >>= 1
			if low == 1 {
				crc ^= polynomial
			}
		}
		table[i] = crc
	}
	return &table
}

// crc16 continues a checksum over more bytes.
func crc16(table *[256]uint16, crc uint16, data []byte) uint16 {
	for _, b := range data {
		crc = crc>>8 ^ table[byte(crc)^b]
	}
	return crc
}
