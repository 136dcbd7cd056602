package gateway_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/gateway"
	meteridtypes "github.com/utilityd/utilityd/x/meterid/types"
)

func rows(t *testing.T, text string) (gateway.Layout, []gateway.Row, error) {
	t.Helper()
	in, err := gateway.NewInput(strings.NewReader(text), func() error { return nil })
	if err != nil {
		return 0, nil, err
	}
	var out []gateway.Row
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			return in.Layout, out, nil
		}
		if err != nil {
			return in.Layout, out, err
		}
		out = append(out, row)
	}
}

func TestInput(t *testing.T) {
	tests := []struct {
		name string
		text string

		wantLayout gateway.Layout
		wantFirst  gateway.Row
		wantErr    string
	}{
		{
			name: "intervals",
			text: "time,meter,consumed_wh,produced_wh\n1970-01-01T01:00:00+01:00,a,5,7\n",

			wantLayout: gateway.Intervals,
			wantFirst:  gateway.Row{Line: 2, Time: 0, Device: "a", First: 5, Second: 7},
		},
		{
			name: "registers win over amounts, columns in any order",
			text: "meter,time,consumed_wh,produced_wh,export_register_wh,import_register_wh\nk,1970-01-01T00:00:10Z,1,2,3,4\n",

			wantLayout: gateway.EnergyRegisters,
			wantFirst:  gateway.Row{Line: 2, Time: 10, Device: "k", First: 4, Second: 3},
		},
		{
			name: "water registers",
			text: "time,meter,register_l\n1970-01-01T00:00:10Z,w,18446744073709551615\n",

			wantLayout: gateway.WaterRegisters,
			wantFirst:  gateway.Row{Line: 2, Time: 10, Device: "w", First: 1<<64 - 1},
		},
		{
			name: "a time in Unix seconds",
			text: "time,meter,register_l\n1767225600,w,1\n",

			wantLayout: gateway.WaterRegisters,
			wantFirst:  gateway.Row{Line: 2, Time: 1_767_225_600, Device: "w", First: 1},
		},
		{
			name:    "an empty file",
			text:    "",
			wantErr: "expected a header line",
		},
		{
			name:    "unknown columns",
			text:    "a,b\n",
			wantErr: "expected the columns time,meter",
		},
		{
			name:    "a fraction",
			text:    "time,meter,register_l\n1970-01-01T00:00:10Z,w,1.5\n",
			wantErr: `line 2: expected a whole number, got "1.5"`,
		},
		{
			name:    "a number below zero",
			text:    "time,meter,register_l\n1970-01-01T00:00:10Z,w,-1\n",
			wantErr: `line 2: expected a whole number, got "-1"`,
		},
		{
			name:    "a time without zone",
			text:    "time,meter,register_l\n1970-01-01T00:00:10,w,1\n",
			wantErr: "line 2: expected a time such as",
		},
		{
			name:    "time that goes back",
			text:    "time,meter,register_l\n1970-01-01T00:00:10Z,w,1\n1970-01-01T00:00:09Z,w,1\n",
			wantErr: "line 3: the time of w goes back",
		},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			layout, got, err := rows(t, tc.text)
			if tc.wantErr != "" {
				require.ErrorContains(t, err, tc.wantErr)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.wantLayout, layout)
			require.Equal(t, []gateway.Row{tc.wantFirst}, got)
		})
	}
}

func TestInputUnpacksGzip(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte("time,meter,register_l\n1970-01-01T00:00:10Z,w,1\n"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	layout, got, err := rows(t, packed.String())
	require.NoError(t, err)
	require.Equal(t, gateway.WaterRegisters, layout)
	require.Len(t, got, 1)
}

func TestAccumulatorAddsTheNetOfEachInterval(t *testing.T) {
	a := gateway.NewAccumulator(gateway.Intervals, map[string]meteridtypes.Registers{"a": {Time: 1050, ImportRegister: 100, ExportRegister: 10}})
	a.StepSeconds, a.ShiftSeconds = 900, 50
	first, err := a.Readings(gateway.Row{Time: 1000, Device: "a", First: 30, Second: 5})
	require.NoError(t, err)
	require.Equal(t, []meteridtypes.Registers{{Time: 1950, ImportRegister: 125, ExportRegister: 10}}, first)
	second, err := a.Readings(gateway.Row{Time: 1900, Device: "a", First: 5, Second: 30})
	require.NoError(t, err)
	require.Equal(t, []meteridtypes.Registers{{Time: 2850, ImportRegister: 125, ExportRegister: 35}}, second)
	afterGap, err := a.Readings(gateway.Row{Time: 3700, Device: "a", First: 1})
	require.NoError(t, err)
	require.Equal(t, []meteridtypes.Registers{
		{Time: 3750, ImportRegister: 125, ExportRegister: 35},
		{Time: 4650, ImportRegister: 126, ExportRegister: 35},
	}, afterGap)

	_, err = a.Readings(gateway.Row{Line: 9, Time: 4600, Device: "a", First: 1<<64 - 1})
	require.ErrorContains(t, err, "line 9: the registers of a overflow")
}
