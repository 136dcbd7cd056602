package main

import (
	"fmt"
	"log/slog"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	mochi "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/cli"
)

// The broker of the chapter is one of this test, with a plug that publishes as Tasmota does.
func TestMyMeterCanBeFollowed(t *testing.T) {
	if _, err := os.Stat("/usr/share/zoneinfo/Australia/Brisbane"); err != nil {
		t.Skip("date(1) has no time zones: expected them in /usr/share/zoneinfo")
	}
	address := publishPlug(t)
	follow(t, chapter(t, "docs/integration.md", "My meter"), "mqtt://localhost", "mqtt://"+address)
}

// publishPlug starts a broker and publishes the register of a plug at the last full hour until the test ends.
func publishPlug(t *testing.T) (address string) {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, free.Close())
	server := mochi.New(&mochi.Options{InlineClient: true, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, server.AddHook(new(auth.AllowHook), nil))
	require.NoError(t, server.AddListener(listeners.NewTCP(listeners.Config{ID: "plug", Address: free.Addr().String()})))
	require.NoError(t, server.Serve())
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			now := time.Now().In(berlin)
			payload := fmt.Sprintf(`{"Time":%q,"ENERGY":{"Total":0.321}}`, now.Truncate(time.Hour).Format("2006-01-02T15:04:05"))
			_ = server.Publish("tele/plug7/SENSOR", []byte(payload), false, 1) // the next one comes soon
			select {
			case <-stop:
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
	}()
	t.Cleanup(func() {
		close(stop)
		<-stopped
		require.NoError(t, server.Close())
	})
	return free.Addr().String()
}

// Commands that need hardware, a root user or another machine are not run, but could be typed: commands and flags exist.
func TestCommandsOfTheDocumentsCanBeTyped(t *testing.T) {
	root, err := cli.NewRoot(nil)
	require.NoError(t, err)
	found := 0
	for _, path := range documents(t) {
		for _, m := range regexp.MustCompile("(?ms)^```(?:sh|shell|ini)\n(.*?)^```$").FindAllStringSubmatch(document(t, path), -1) {
			for line := range strings.SplitSeq(m[1], "\n") {
				words, ok := typed(strings.TrimPrefix(line, "ExecStart=/usr/local/bin/"))
				if !ok {
					continue
				}
				found++
				requireTyped(t, root, path, words)
			}
		}
	}
	require.Greater(t, found, 20)
}

// typed returns the words of a line that begins with utilityd and needs no shell to be understood.
func typed(line string) (words []string, ok bool) {
	line, _, _ = strings.Cut(line, " #")
	for _, end := range []string{" ||", " |", " >"} {
		line, _, _ = strings.Cut(line, end)
	}
	line = regexp.MustCompile(`'([^' ]*)'`).ReplaceAllString(line, "$1")
	words = strings.Fields(line)
	return words, len(words) > 1 && words[0] == "utilityd" && !strings.ContainsAny(line, "$\"'…")
}

func requireTyped(t *testing.T, root *cobra.Command, path string, words []string) {
	t.Helper()
	line := path + ": " + strings.Join(words, " ")
	command, args, err := root.Find(words[1:])
	require.NoError(t, err, line)
	require.NoError(t, command.ParseFlags(args), line)
	require.NoError(t, command.ValidateArgs(command.Flags().Args()), line)
}
