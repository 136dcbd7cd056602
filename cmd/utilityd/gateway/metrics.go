package gateway

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// updateAfter is how often the numbers for Prometheus are made anew.
const updateAfter = time.Second

// exporter serves the numbers of a gateway for Prometheus.
type exporter struct {
	server *http.Server
	now    atomic.Pointer[snapshot]
	last   time.Time
}

// snapshot is the numbers of a moment.
type snapshot struct {
	views []View
	open  int
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("utilityd_gateway_"+name, help, labels, nil)
}

var (
	metricLast      = describe("last_reading_timestamp_seconds", "Time of the last reading that was signed.", "device")
	metricAccepted  = describe("last_accepted_timestamp_seconds", "Time of the last reading that the chain took.", "device")
	metricPending   = describe("pending_readings", "Readings without an answer.", "device")
	metricWaiting   = describe("device_waiting", "1 if the device cannot count at present.", "device")
	metricAnswers   = describe("answers_total", "Final answers by outcome.", "device", "outcome")
	metricUnnetted  = describe("unnetted_total", "Accepted readings that are never netted, by reason.", "device", "reason")
	metricRows      = describe("rows_total", "Rows of the input by what became of them.", "device", "fate")
	metricOpenTotal = describe("open_readings", "Readings without an answer, of all devices.")
)

// newExporter listens on an address.
func newExporter(address string) (*exporter, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--%s: expected a free address such as localhost:9464: %w", flagMetrics, err)
	}
	e := &exporter{}
	e.now.Store(&snapshot{})
	registry := prometheus.NewRegistry()
	if err := registry.Register(e); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	e.server = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = e.server.Serve(listener) }() // it ends by close
	return e, nil
}

func (e *exporter) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = e.server.Shutdown(ctx)
}

// update makes the numbers anew, not too often.
func (e *exporter) update(j *Journal, rows Rows, now time.Time) {
	if now.Sub(e.last) < updateAfter {
		return
	}
	e.last = now
	e.now.Store(&snapshot{views: j.Views(now), open: j.Open()})
}

// Describe names the metrics.
func (e *exporter) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		metricLast, metricAccepted, metricPending, metricWaiting, metricAnswers, metricUnnetted, metricRows, metricOpenTotal,
	} {
		out <- d
	}
}

// Collect sends the numbers.
func (e *exporter) Collect(out chan<- prometheus.Metric) {
	s := e.now.Load()
	send := func(d *prometheus.Desc, kind prometheus.ValueType, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, kind, value, labels...)
	}
	send(metricOpenTotal, prometheus.GaugeValue, float64(s.open))
	for _, v := range s.views {
		waiting := 0.0
		if v.Waiting != "" {
			waiting = 1
		}
		send(metricLast, prometheus.GaugeValue, float64(v.LastReading), v.Device)
		send(metricAccepted, prometheus.GaugeValue, float64(v.LastAccepted), v.Device)
		send(metricPending, prometheus.GaugeValue, float64(v.Pending), v.Device)
		send(metricWaiting, prometheus.GaugeValue, waiting, v.Device)
		for _, c := range []struct {
			metric *prometheus.Desc
			label  string
			value  uint64
		}{
			{metricAnswers, "accepted", v.Counts.Accepted},
			{metricAnswers, "duplicate", v.Counts.Duplicate},
			{metricAnswers, "quarantined", v.Counts.Quarantined},
			{metricAnswers, "overtaken", v.Counts.Overtaken},
			{metricAnswers, "rejected", v.Counts.Rejected},
			{metricUnnetted, "late", v.Late},
			{metricUnnetted, "off_border", v.OffBorder},
			{metricUnnetted, "uncounted", v.Uncounted},
			{metricRows, "taken", v.Rows.Taken},
			{metricRows, "duplicate", v.Rows.Duplicate},
			{metricRows, "conflict", v.Rows.Conflict},
			{metricRows, "earlier", v.Rows.Earlier},
			{metricRows, "refused", v.Rows.Refused},
		} {
			send(c.metric, prometheus.CounterValue, float64(c.value), v.Device, c.label)
		}
	}
}
