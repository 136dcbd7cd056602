package nodet_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/utilityd/utilityd/testutil/nodet"
)

// The expectations stand in testdata/src/state as comments of the form: want `message`.
func TestAnalyzerReportsWhatIsNotDeterministic(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), nodet.Analyzer, "state")
}
