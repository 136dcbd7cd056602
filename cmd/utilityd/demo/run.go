package demo

import (
	"context"
	"embed"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// data is the input of a demo without files: a village on a spring day, a dry year, and two months of a roof with panels.
//
//go:embed data/*.csv
var data embed.FS

type options struct {
	energy, waterSupply, waterDemand, solar string
	days, waterDays                         int
	firmShare                               uint64
	files                                   fileOptions
	keep                                    bool
	blockTime                               time.Duration // that of a devnet if not set
	ownVillage                              bool          // its one day comes again
}

// tale is a story that happens in a folder of its own.
type tale interface {
	run(ctx context.Context, home string, out printer) error
}

// run runs the stories whose files are given, or all of them.
func (o options) run(ctx context.Context, out printer) error {
	all := o.energy == "" && o.waterSupply == "" && o.waterDemand == "" && o.solar == ""
	if o.keep && !all && o.energy == "" {
		return errors.New("--keep: expected --energy too, only the node of that story can stay")
	}
	if !all {
		return o.runAll(ctx, out)
	}
	return inFolder(false, func(dir string) error {
		file := func(name string) string { return filepath.Join(dir, "data", name) }
		o.energy, o.waterSupply, o.waterDemand, o.solar = file("homes.csv"), file("reservoirs.csv"), file("taps.csv"), file("roof.csv")
		o.ownVillage = true
		return errors.Join(os.CopyFS(dir, data), o.runAll(ctx, out))
	})
}

// runAll reads all input before the first story begins, and runs the stories one after the other.
func (o options) runAll(ctx context.Context, out printer) error {
	tales, err := o.tales()
	if err != nil {
		return err
	}
	for i, story := range tales {
		if ctx.Err() == nil {
			err = errors.Join(err, inFolder(o.keep && i == len(tales)-1, func(dir string) error { return story.run(ctx, dir, out) }))
		}
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return errors.New("interrupted before the end")
	}
	return err
}

// tales reads the input. Electricity is the last story: it happens in real time, and its node may stay.
func (o options) tales() (tales []tale, err error) {
	add := func(one tale, bad error) { tales, err = append(tales, one), errors.Join(err, bad) }
	if o.waterSupply != "" || o.waterDemand != "" {
		add(newWaterStory(o.waterSupply, o.waterDemand, o.waterDays, o.firmShare, o.files))
	}
	if o.solar != "" {
		add(newGeneratorStory(o.solar, o.files))
	}
	if o.energy != "" {
		story, bad := newEnergyStory(o.energy, o.days, o.ownVillage, o.files, time.Now())
		add(devnetStory{story, o}, bad)
	}
	return tales, err
}

// inFolder makes a folder, which is removed at the end unless it is kept.
func inFolder(keep bool, use func(dir string) error) error {
	dir, err := os.MkdirTemp("", "utilityd-demo-")
	if err != nil {
		return err
	}
	err = use(dir)
	if !keep {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}
