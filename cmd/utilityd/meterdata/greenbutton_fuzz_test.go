package meterdata_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/utilityd/utilityd/cmd/utilityd/meterdata"
)

// markups are texts that use all that XML offers, and texts that break its rules.
var markups = func() (texts []string) {
	feed := gbFeed(gbPoint("01"), gbMeterReading("01", "1", "1"), gbReadingType("1", gbFields("1", "0", "72")), gbIntervals("01", "1", gbReading(1_795_132_800, "300"), gbReading(9, "-1")))
	for _, pair := range [][2]string{
		{"", ""},
		{"\n", "\r\n"},
		{">", ">\r\n\t "},
		{"<espi:value>", "<espi:value\n>"},
		{"</espi:value>", "</espi:value \r\n>"},
		{"</espi:value>", "</ espi:value>"},
		{"</espi:value>", "</value>"},
		{"</espi:value>", ""},
		{"<espi:value>", ""},
		{"<espi:value>", "<value>"},
		{"<espi:value>300</espi:value>", "<espi:value/>"},
		{"<espi:value>300</espi:value>", "<espi:value />"},
		{"<espi:value>300</espi:value>", "<espi:value / >"},
		{"300", "<b/>300"},
		{"300", "3<b>x</b>00"},
		{"300", "3<!-- 9 -->00"},
		{"300", "3<!-- 9 -- 9 -->00"},
		{"300", "3<![CDATA[0]]>0"},
		{"300", "3<![CDATA[<a>&amp;\r\n]]>0"},
		{"300", "3<![CDATA[0"},
		{"300", "3<?x y?>00"},
		{"300", "3&#48;&#x30;"},
		{"300", "3&lt;&gt;&amp;&quot;&apos;"},
		{"300", "3&other;"},
		{"300", "3&amp"},
		{"300", "3&#x110000;"},
		{"300", "3&#0;"},
		{"300", "3]]>0"},
		{"300", "3]0]"},
		{"300", "3\r00"},
		{"300", "\r\n300\r\n"},
		{"300", "3\x0000"},
		{"300", "3\x7f00"},
		{"300", "3\xff00"},
		{"300", "3\ufffe00"},
		{"300", "3é00\u202f"},
		{"made up", "Zähler"},
		{"made up", "Z\xe4hler"},
		{"made up", "a > b"},
		{"title>", "zähler>"},
		{"title>", "a:b:c>"},
		{"title>", ":a>"},
		{"title>", "a:>"},
		{"title>", "a:1>"},
		{"title>", "1a>"},
		{"title>", "-a>"},
		{"title>", strings.Repeat("long", 30) + ">"},
		{"title>", "entry>"},
		{"title>", "content>"},
		{"title>", "link>"},
		{`rel="self"`, `rel='self' `},
		{`rel="self"`, `rel=self`},
		{`rel="self"`, `rel`},
		{`rel="self"`, `rel="se&#108;f" rel2=">"`},
		{`rel="self"`, `rel="<"`},
		{`rel="self"`, `x:rel="self"`},
		{`rel="self"`, `xmlns:rel="self"`},
		{`rel="self"`, `rel="up" rel="self"`},
		{`rel="self"`, `rel="self"x="y"`},
		{`rel="self"`, `rel="self" rel='up'`},
		{`rel="self"`, `rel="self"  x:rel='"]'`},
		{`rel="self"`, `rel = "self"`},
		{`rel="self"`, "rel=\"self\"\n"},
		{`rel="self"`, "rel=\"se\nlf\""},
		{`rel="self"`, "rel=\"se\tl\rf\r\n\""},
		{`rel="self"`, `rel="sélf"`},
		{`rel="self"`, `rel="self" =""`},
		{`rel="self"`, `rel="self" 1=""`},
		{`rel="self"`, `rel="self" a:b:c=""`},
		{`rel="self"`, `rel="self" a:=""`},
		{`rel="self"`, `rel="self" x=""`},
		{`rel="self"`, `rel="self" x="` + strings.Repeat("long", 200) + `"`},
		{`rel="self"`, `rel="self" /`},
		{`rel="self"`, `rel="self"/`},
		{`"/>`, `" / >`},
		{`"/>`, `"  />`},
		{`"/>`, `">`},
		{`"/><link`, `"></link><link`},
		{"<entry>", `<entry a="b">`},
		{"<entry>", "<a:entry>"},
		{"</content>", "</content><content><IntervalBlock/></content>"},
		{"<espi:MeterReading/>", "<espi:MeterReading><UsagePoint/></espi:MeterReading>"},
		{"<espi:MeterReading/>", "<espi:MeterReading/><UsagePoint/>"},
		{"<espi:uom>", "<espi:uom>119</espi:uom><espi:uom>"},
		{"</espi:ReadingType>", "</espi:ReadingType><ReadingType><uom/></ReadingType>"},
		{"</espi:timePeriod>", "</espi:timePeriod><timePeriod><start>9</start><timePeriod><start>1</start></timePeriod></timePeriod>"},
		{"<espi:cost>10</espi:cost>", "<start>1</start><timePeriod/><x><value>1</value></x>"},
		{"</feed>", ""},
		{"</feed>", "</feed></feed>"},
		{"</feed>", "</feed>text"},
		{"</feed>", "</feed>&"},
		{"</feed>", "</feed><"},
		{"</feed>", "</feed><a"},
		{"</feed>", "</feed></"},
		{"</feed>", "</feed><!"},
		{"</feed>", "</feed><feed><entry/></feed>"},
		{"<feed", "\ufeff<feed"},
		{"<feed", "<!DOCTYPE feed [<!ENTITY a 'b>'><!-- > ' --> <!ENTITY c SYSTEM \"d\">]><feed"},
		{"<feed", "<!DOCTYPE feed [<!ENTITY a 'b'>]><a>&a;</a><feed"},
		{"<feed", "<!-- a\n\n-->\n<?a b\n?><feed"},
		{"UTF-8", "windows-1252"},
		{`version="1.0"`, `version="1.1"`},
		{"<?xml", "<?xml?><?xml"},
	} {
		texts = append(texts, strings.ReplaceAll(feed, pair[0], pair[1]))
		texts = append(texts, strings.Replace(feed, pair[0], pair[1], 1))
	}
	return texts
}()

// same compares with encoding/xml.
func same(t require.TestingT, text string) {
	want, wantErr := meterdata.SlowGreenButtonEntries(text)
	got, err := meterdata.GreenButtonEntries(text)
	require.Equal(t, errors.Is(wantErr, io.EOF), errors.Is(err, io.EOF), "expected %v, got %v", wantErr, err)
	require.Equal(t, strings.Contains(wantErr.Error(), "expected an entry"), strings.Contains(err.Error(), "expected an entry"), "expected %v, got %v", wantErr, err)
	require.Equal(t, want, got)
}

func TestGreenButtonIsReadAsWithTheStandardLibrary(t *testing.T) {
	for _, text := range markups {
		same(t, text)
	}
}

// TestGreenButtonOfAnyPieces puts pieces of markup into a feed, in place of others.
func TestGreenButtonOfAnyPieces(t *testing.T) {
	pieces := []string{
		"", "<", ">", "/", "&", "]]>", "<!--", "-->", "<![CDATA[", "<?", "?>", "<!D", "\"", "'", " ", "\r", "\n", "é", "\xff", ":", "=", "</", "/>", "1", "&#49;",
		"<a>", "</a>", "<a/>", "<a b='c'>", "<a b='c' d=\"e\" />", " b='", "<entry>", "</entry>", "<content>", "<IntervalBlock>", "<IntervalBlock/>", "<value>", "</value>", "<start>", "<e:start", "</feed>",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(markups).Draw(t, "feed")
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			from := rapid.IntRange(0, len(text)).Draw(t, "from")
			if tag := strings.IndexAny(text[from:], "<>"); tag >= 0 && rapid.Bool().Draw(t, "at a tag") {
				from += tag
			}
			to := min(from+rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, 7, 30}).Draw(t, "length"), len(text))
			text = text[:from] + rapid.SampledFrom(pieces).Draw(t, "piece") + text[to:]
		}
		same(t, text)
	})
}

// TestGreenButtonAtTheEndsOfTheBuffer puts all pieces across the end of the buffer, which holds 65536 bytes.
func TestGreenButtonAtTheEndsOfTheBuffer(t *testing.T) {
	for i, text := range markups {
		same(t, strings.Repeat(" ", 1<<16-i*len(text)/len(markups))+text)
	}
	for i := 0; i < len(markups[0]); i += 11 {
		same(t, strings.Repeat("<a b='c'>x</a>", 5_000)[i:]+markups[0])
	}
}

// TestSortRuns compares with the sort of the standard library.
func TestSortRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.IntRange(0, 99)).Draw(t, "values")
		tens := func(a, b int) int { return a/10 - b/10 }
		want := slices.Clone(values)
		slices.SortStableFunc(want, tens)
		require.Equal(t, want, meterdata.SortRuns(values, tens))
	})
}

func TestGreenButtonIsBounded(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, text := range map[string]string{
		"text":        "<feed>" + long + "</feed>",
		"kept text":   "<feed><entry><content><ReadingType><uom>" + strings.Repeat("12345678<!-- -->", 1<<17) + "1</uom></ReadingType></content></entry></feed>",
		"name":        "<" + long + "/>",
		"attribute":   `<feed a="` + long + `"/>`,
		"comment":     "<!--" + long + "--><feed/>",
		"instruction": "<?a " + long + "?><feed/>",
		"section":     "<feed><![CDATA[" + long + "]]></feed>",
		"directive":   "<!DOCTYPE " + long + "><feed/>",
	} {
		_, err := meterdata.GreenButtonEntries(text)
		require.ErrorContains(t, err, "expected at most 1048576 bytes from one tag to the next", name)
	}
	for name, tags := range map[string][2]string{
		"plain": {"<a>", "</a>"},
		"entry": {"<entry>", "</entry>"},
		"rare":  {`<a b="c">`, "</a >"},
	} {
		nested := func(depth int) string { return strings.Repeat(tags[0], depth) + strings.Repeat(tags[1], depth) }
		_, err := meterdata.GreenButtonEntries(nested(10_000))
		require.ErrorIs(t, err, io.EOF, name)
		_, err = meterdata.GreenButtonEntries(nested(10_001))
		require.ErrorContains(t, err, "expected at most 10000 elements within each other", name)
	}
}

// FuzzGreenButton reads any markup as encoding/xml does.
func FuzzGreenButton(f *testing.F) {
	for _, text := range markups {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 30_000 { // so that no bound is met
			same(t, text)
		}
	})
}
