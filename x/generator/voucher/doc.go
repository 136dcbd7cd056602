// Package voucher makes and checks codes of 20 to 30 digits that sell units of electricity, water or anything else that a
// meter delivers. A code travels by SMS or on paper to a meter with a keypad and no network, and anyone can check it.
//
// # Method
//
// The codes of a meter are a hash chain, one link for each unit. The vendor keeps the last link secret and registers the
// first, link(0), the anchor. Each link is made of the next:
//
//	link(i−1) = H(what follows) mod 10^digits
//
//	"voucher/v1" ‖ generator u64 ‖ meter u64 ‖ digits u8 ‖ link(i) as digits ASCII bytes, with the zeros in front
//
// H is SHA-256, numbers are big-endian and of fixed width, and so the hash is a big-endian number of 256 bits too: its last
// digits in decimal are the link. With 20 digits 47 bytes are hashed, with up to 28 one block of SHA-256. The generator is
// hashed because meters of several generators have the same numbers.
//
// A vendor derives the last link from a secret seed of 32 bytes, with HMAC-SHA256 and the seed as its key:
//
//	link(length) = HMAC(seed, what follows) mod 10^digits
//
//	"utilityd/voucher/seed/v1" ‖ generator u64 ‖ meter u64 ‖ length u32 ‖ digits u8
//
// One seed can serve many meters, of several generators too. For one meter it serves one chain: the same seed, length and digits make the same codes.
// When a chain is used up, or its seed may be known, a new seed and a new anchor are due.
//
// To sell n units after k were sold the vendor sends link(k+n). The verifier, whose current link is link(k) if nothing was lost,
// hashes the code forward until it meets that. The number of steps m is the number of units that the code proves, and the
// code becomes the current link:
//
//	code = link(k+5) ─▶ link(k+4) ─▶ link(k+3) ─▶ link(k+2) ─▶ link(k+1) ─▶ link(k) = current: 5 units
//
// A code that never arrived is healed by the next one, which proves the units of both. So device and chain accept
// 1 ≤ m ≤ MaxSteps. Which purchases the steps pay is the matter of package x/generator/credit.
//
// # In code
//
// A step needs no arithmetic of 256 bits: dividing by ten, byte by byte, takes the digits off the hash, the last one first.
//
//	/* code has digits ASCII bytes and becomes the link before */
//	void step(uint64_t generator, uint64_t meter, uint8_t digits, char *code)
//	{
//	    uint8_t in[57], hash[32];
//	    memcpy(in, "voucher/v1", 10);
//	    for (int i = 0; i < 8; i++) in[10 + i] = generator >> (56 - 8 * i);
//	    for (int i = 0; i < 8; i++) in[18 + i] = meter >> (56 - 8 * i);
//	    in[26] = digits;
//	    memcpy(in + 27, code, digits);
//	    sha256(in, 27 + digits, hash);
//	    for (int d = digits - 1; d >= 0; d--) {
//	        unsigned rest = 0;
//	        for (int i = 0; i < 32; i++) {
//	            rest = rest << 8 | hash[i];
//	            hash[i] = rest / 10;
//	            rest %= 10;
//	        }
//	        code[d] = '0' + rest;
//	    }
//	}
//
// Test vectors are in x/generator/testdata/vectors/voucher.json.
//
// # Promises
//
//   - A code for n units proves n and nothing else: Verify returns the exact number of steps or an error. A code that was
//     spent, or made for another meter, another generator or with another number of digits, proves nothing.
//   - The work for any code is at most MaxSteps hashes, whatever is sent. Parse reads at most 64 bytes.
//   - Text and code are one to one but for spaces and dashes: a code that is written is read back equal.
//   - Every input gives a value or an error; no input is modified; Step and a successful Verify allocate nothing.
//
// "Meets" is the first meeting. A chain that runs into itself would make a code ambiguous; among 1,000,000 links of 20
// digits that has a chance of 1 in 200,000,000, and it does no harm unless the circle is shorter than MaxSteps.
//
// # What a guess is worth
//
// Let M be the greatest number of steps. Not only the M links ahead are accepted: a wrong code that leads to any of them
// goes on to the current link. M·(M+3)/2 codes are, on average, and for M = MaxSteps these are 501,500. The chance of one try
// is therefore below
//
//	digits   one try
//	20       5.1e-15
//	24       5.1e-19
//	30       5.1e-25
//
// Each try on the chain costs gas; a device should wait longer after each wrong code. A try is for one meter, so its chance
// does not depend on the number of meters. Who tries 20 digits at each of 10^9 meters, a thousand times a meter, opens one of
// them with a chance of 1 in 200, for 10^12 tries; on the chain these are 2·10^17 gas, 60 years of full blocks of 10^8 gas, a
// block a second.
//
// # What a code costs to find
//
// An attacker with the current link can search off line: hash on from any number until the walk meets the current link.
// Every hash has the chance L/10^digits to run into one of the L links that are not spent yet, and from there the walk goes
// down the chain itself. So a code costs about 10^digits/L hashes, and what it opens is L/2 units on average, MaxSteps of
// them at a time: 2·10^digits/L² hashes for each unit. (A test finds 1.4 times that, because walks run into each other too.) A
// long chain needs longer codes: two digits more for ten times the length. MinDigitsFor returns these, so that a unit costs 2·10^14
// hashes:
//
//	length up to   1,000   10,000   100,000   1,000,000
//	digits            20       22        24          26
//
// A graphics card of 2·10^10 hashes a second and 450 W would use more than 1 kWh on each unit of 1 kWh. Where a unit is worth
// more, two digits more make it a hundred times more expensive. A chain of 1,000,000 links of 20 digits would be open to the same
// card in an hour and a half, and with it half of all units. The work does not age: it hardly matters that the current link
// moves.
//
// The work serves for one meter only, because each hash has generator and meter in it: whatever the number of meters, up
// to all 2^64 of each of 2^64 generators, a unit costs the same 2·10^14 hashes. Were the meter alone hashed, the walk for
// meter 1 would search at once for the codes of the meters 1 of all generators, a thousand times as fast with a thousand
// generators. (A test counts both.)
//
// # Rounding
//
// A hash mod 10^digits favours the smaller links: each has the floor or the ceiling of 2^256/10^digits hashes. The chance of a
// link differs from 1/10^digits by less than 10^digits/2^256 of it: 10^-57 with 20 digits, 10^-47 with 30, which is negligible.
//
// # Cost
//
// A step takes about 0.2 µs on a core with SHA instructions, a wrong code (MaxSteps steps) 0.2 ms, a chain of 10,000 links 2 ms.
// A chain keeps one link in 1,024: the longest, of 1,000,000, takes 30 kB.
//
// # Example
//
// The package example: a vendor sells three units of meter 7 of generator 1, and the device counts three steps.
package voucher
