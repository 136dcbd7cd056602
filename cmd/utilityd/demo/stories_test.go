package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/utilityd/utilityd/cmd/utilityd/driven"
	"github.com/utilityd/utilityd/testutil/fixture"
	"github.com/utilityd/utilityd/testutil/scenario"
)

// perform runs the texts of the demo as those of a module are run: in the world of the tests, with every invariant checked after every
// block, and with an export that is imported and exported again.
func perform(t *testing.T, start string, chapters ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "story.txt")
	require.NoError(t, os.WriteFile(file, []byte(start+"\n"+strings.Join(chapters, "\n")), 0o600))
	world := fixture.New(t)
	world.Command("say", func(t *testing.T, cmd scenario.Command) string {
		cmd.Input()
		for _, key := range cmd.Keys() {
			cmd.Strings(t, key)
		}
		return ""
	})
	for _, printed := range []string{"note", "line", "table"} {
		world.Command(printed, func(t *testing.T, cmd scenario.Command) string {
			cmd.Input()
			for _, key := range cmd.Keys() {
				cmd.Strings(t, key)
			}
			return ""
		})
	}
	world.Command("wait", func(t *testing.T, cmd scenario.Command) string {
		days, err := strconv.Atoi(strings.TrimSuffix(cmd.Word(t), "d"))
		require.NoError(t, err)
		world.Advance(time.Duration(days) * 24 * time.Hour)
		return ""
	})
	scenario.Play(t, file, world.Handle)
}

// begun is the first command of a story: its people and its time.
func begun(at time.Time, people []string, params ...string) string {
	return fmt.Sprintf("start people=(%s) certifiers=(issuer) arbiters=(issuer) coins=(1000000000000ueur, 1000000000000uutl, 1000000000000usolar) at=%s %s\n----\n%s, block 1\n",
		strings.Join(people, ", "), at.Format("2006-01-02T15:04"), strings.Join(params, " "), at.Format("2006-01-02 15:04:05"))
}

func chapter(t *testing.T, name string, input any) string {
	t.Helper()
	text, err := fill(name, input, nil)
	require.NoError(t, err)
	return text
}

func TestTheCommunityIsSetUpInTheWorldOfTheTests(t *testing.T) {
	now := time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)
	s, err := newEnergyStory("data/homes.csv", 1, false, fileOptions{}, now)
	require.NoError(t, err)
	perform(t, begun(now, append(s.input.meters, "admin", "issuer", "supplier"),
		fmt.Sprintf("meterid.max_reading_age_seconds=%d energy.max_backdate_seconds=%d", s.reach(), s.reach())), chapter(t, "energy", s.terms()))
}

func TestTheAreaIsSetUpInTheWorldOfTheTests(t *testing.T) {
	s, err := newWaterStory("data/reservoirs.csv", "data/taps.csv", 0, 60, fileOptions{})
	require.NoError(t, err)
	now := time.Unix(s.input.start-2*enrolmentSeconds-hour, 0).UTC()
	perform(t, begun(now, append(s.input.demand.meters, "admin", "issuer", "supplier")), chapter(t, "water", s.input.terms(now.Unix())))
}

func TestTheRoofIsFundedAndInstalledInTheWorldOfTheTests(t *testing.T) {
	s, err := newGeneratorStory(ownRoof, fileOptions{})
	require.NoError(t, err)
	now := time.Date(2016, 5, 22, 0, 0, 0, 0, time.UTC)
	houses, err := newHouses()
	require.NoError(t, err)
	at := func(days int) string {
		text := now.AddDate(0, 0, days).Format("2006-01-02T15:04")
		return fmt.Sprintf("at %s\n----\n%s\n", text, text)
	}
	proofs := at(27) + "\nreadings gateway=issuer\n"
	for _, meter := range []string{s.input.meters[0], barnMeter} {
		day := now.AddDate(0, 0, 26).Format(time.DateOnly)
		proofs += fmt.Sprintf("%s %sT01:00 0 +0\n%s %sT23:00 0 +%d\n", meter, day, meter, day, testRun)
	}
	proofs += "----\n4 accepted\n"
	perform(t, begun(now, append(financiers(), "issuer", "school", "sunny", "rays", "glow", "kiosk", "farmer")),
		chapter(t, "bids", map[string]any{"Days": s.input.days(), "Meter": s.input.meters[0]}), chapter(t, "fund", financiers()),
		chapter(t, "install", s.installing(now.AddDate(0, 0, 26))), proofs, chapter(t, "respond", nil), chapter(t, "kiosk", houses), at(42),
		chapter(t, "resale", map[string]any{"InThirtyDays": now.AddDate(0, 0, 70).Unix()}),
		chapter(t, "lease", map[string]any{"InFiveDays": now.AddDate(0, 0, 47).Unix(), "InTwentyDays": now.AddDate(0, 0, 62).Unix()}),
		chapter(t, "refund", financiers()[:backers]))
}

// A text that differs from the output ends the story: the demo shows only what it proves.
func TestADemoWhoseTextIsWrongEnds(t *testing.T) {
	s := &waterStory{input: waterInput{demand: measurements{meters: []string{"w"}}}}
	var err error
	s.stage, err = newStage(drivenAt(t, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)), printer{out: &strings.Builder{}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.chain.Close()) })
	_, err = s.play(t.Context(), "resale", map[string]any{"InThirtyDays": 0})
	require.ErrorContains(t, err, "resale, line 1: generator.ListShares")
}

func drivenAt(t *testing.T, start time.Time) driven.Config {
	t.Helper()
	return driven.Config{Home: t.TempDir(), Start: start, Names: append(financiers(), "farmer")}
}
