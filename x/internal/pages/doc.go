// Package pages keeps records addressed by a dense number, many to a key, so that bulk work costs one store access a page
// and not one a record.
//
// # Method
//
// A record is a row of unsigned 64-bit numbers. Record n of a prefix (a community, an interval; None where there is only one
// numbering) is slot n%Size of page n/Size, and a page is the value of one key:
//
//	count      2 bytes, little-endian: one more than the highest slot with a record
//	presence   ceil(count/8) bytes, slot i is bit i%8 of byte i/8
//	columns    each: width w, 1 byte, 0 to 8, the least that holds the greatest value
//	                 count values of w bytes, little-endian
//
// The key is the prefix and the page number, big-endian, so that the store's order is the order of the numbers.
//
// Bulk work takes a Page and goes over its columns as slices; Load decodes into memory of the caller, for loops. Work of several
// passes keeps what Stored returns and decodes the page again, without the store. Scattered work is UpdateMany, which groups the
// numbers by page. Get, Set and Remove are for single records: Get decodes one row, Set rewrites the page.
//
// A column is decoded on the first call of Col, and an untouched column is copied from the stored bytes: work that
// needs two columns of nine pays for two. At reads one value without opening the column.
//
// # Promises
//
//   - One form: a content has exactly one stored form, whatever its history. The decoder gives an error for all others, so
//     a Page never fails later, and never panics on what the store has.
//   - A slot without a record is zero in every column. A value written there is an error when the page is stored: it would be
//     lost, in silence. Dropping a record zeroes it.
//   - A page without a record has no key.
//   - UpdateMany loads and stores each page once and writes nothing before fn was called for every number. An error leaves the map
//     as it was.
//   - Clear and every walk read at most the pages of the call.
//   - The store's bytes are never written to.
//
// Fields makes a Record of the fields of a struct, each named once with its column. Nothing is rounded here; signed numbers are
// stored in zigzag, which keeps small ones narrow.
//
// # What it does not do
//
// Numbers have to be dense: a page with one record costs as much to read as a full one of that count. The functions given to
// UpdateMany and to the walks must not write to the map they run on, nor keep the page. In a transaction gas is by byte, hence by
// page: changing one record is charged for its neighbours too.
//
// # Cost of a page
//
// Nine columns with numbers of 1 to 5 bytes are 26 bytes a record. Two cores, shared and busy, the least of 30 short
// runs of BenchmarkCodec and BenchmarkMap:
//
//	                                        3 columns     9 columns
//	decode into used memory, all columns    1.3 ns        0.9 ns       a number
//	decode into new memory, all columns     3.6 ns        3.6 ns
//	encode, all columns                     1.5 ns        1.7 ns
//	decode, change one column, encode       1.4 ns        1.5 ns
//	read one record of a page               0.17 µs       0.23 µs
//
//	UpdateMany of 1,024 numbers             25 ns a number in order, 1.2 µs scattered over 100,000 records
//	Get                                     0.7 µs
//	Set                                     3 µs
//
// # Choice of Size
//
// BenchmarkStore: rootmulti, IAVL and goleveldb on disk, cache of 781,250 nodes, no pruning, nine columns. "all" is a block that
// changes every record in five columns, as a settlement does; "some" is one that changes 1,024 records here and there in two
// columns, as a batch of readings does, one record a page at worst. CPU time of the process and bytes given to the database,
// both for one changed record, the least of the runs on a busy machine, where the same run may take half as long again or twice.
//
// 1,000,000 records (four runs of 64, 128 and 256, a single one of the others, which flatters the former; the key for each
// record without fast nodes was not measured):
//
//	              IAVL with fast nodes                 IAVL without
//	records       all            some                  all            some
//	to a key      ns     bytes   µs     bytes          ns     bytes   µs     bytes
//	     1     59,444      200   203      852
//	    16      2,818       60    56    1,301       1,699       33    76      865
//	    64        935       53    59    3,090         436       27    27    1,688
//	   128        698       51    57    5,282         314       26    31    2,753
//	   256        549       51   100    9,753         251       26    29    4,960
//	  1024        573       50   299   29,354         218       25   125   14,711
//
// 100,000 records (three runs):
//
//	   1     23,551      199    87      657      23,520      145    60      603
//	  16        993       60    26    1,111         811       33    27      677
//	  64        446       53    25    2,521         249       27    19    1,315
//	 128        307       51    27    3,657         237       26    13    1,861
//	 256        280       51    27    4,967         164       26    13    2,501
//	1024        199       50    18    4,922         131       25    11    2,465
//
// Smaller pages make a settlement more expensive, by 5 to 50 % from 128 to 64 and mostly by 20 to 35 %, and save a scattered change little
// but bytes. Larger ones make it cheaper, by a tenth to a third from 128 to 256, while every scattered change of a large state
// writes nearly twice the bytes, for good on a node that prunes nothing. 128 is between; 64 to 256 would all do. Against a key for
// each record, with IAVL as the SDK sets it up, it settles a million records in 57 to 85 times less CPU time, from its worst run to
// its best. A fast node stores each page a second time: without them a block of pages of 128 writes about half the bytes in 23 to
// 55 % less CPU time, and the state is the same.
package pages
