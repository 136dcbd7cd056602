// Package bench measures what work costs in processor time.
//
// The wall clock also counts other processes of the machine; the processor time of the process does so far less, and the
// ratio of two pieces of work measured in turn least of all. So a benchmark does each piece of work in rounds, one after the
// other, and reports the best round, the median and the ratio of what was done side by side:
//
//	var ours, theirs bench.Costs
//	for range rounds {
//		ours.Add(bench.Of(work))
//		theirs.Add(bench.Of(anchor))
//	}
//	b.ReportMetric(bench.Ratio(ours, theirs), "x-anchor")
//
// The time is that of all threads: garbage collection and the compaction of the database are in it.
package bench
