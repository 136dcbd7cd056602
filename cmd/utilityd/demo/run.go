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
	files                                   fileOptions
	keep                                    bool
	blockTime                               time.Duration // that of a devnet if not set
	ownVillage                              bool          // its one day comes again
}

// tale is a story that happens in a folder of its own.
type tale func(ctx context.Context, home string, out printer) error

// run runs the stories whose files are given, or all of them.
func (o options) run(ctx context.Context, out printer) (err error) {
	all := o.energy == "" && o.waterSupply == "" && o.waterDemand == "" && o.solar == ""
	if o.keep && !all && o.energy == "" {
		return errors.New("--keep: expected --energy too, only the node of that story can stay")
	}
	if all {
		dir, err := os.MkdirTemp("", "utilityd-demo-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		if err := os.CopyFS(dir, data); err != nil {
			return err
		}
		o.ownVillage = true
		for name, file := range map[string]*string{
			"homes.csv": &o.energy, "reservoirs.csv": &o.waterSupply, "taps.csv": &o.waterDemand, "roof.csv": &o.solar,
		} {
			*file = filepath.Join(dir, "data", name)
		}
	}
	tales, err := o.tales()
	if err != nil {
		return err
	}
	var errs []error
	for i, run := range tales {
		if ctx.Err() == nil {
			errs = append(errs, inFolder(ctx, run, out, o.keep && i == len(tales)-1))
		}
	}
	if err := errors.Join(errs...); ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return errors.New("interrupted before the end")
}

// tales reads all input before the first story begins. Electricity is the last: it happens in real time, and its node may stay.
func (o options) tales() (tales []tale, err error) {
	if o.waterSupply != "" || o.waterDemand != "" {
		story, err := newWaterStory(o.waterSupply, o.waterDemand, o.waterDays, o.files)
		if err != nil {
			return nil, err
		}
		tales = append(tales, story.run)
	}
	if o.solar != "" {
		story, err := newGeneratorStory(o.solar, o.files)
		if err != nil {
			return nil, err
		}
		tales = append(tales, story.run)
	}
	if o.energy != "" {
		story, err := newEnergyStory(o.energy, o.days, o.ownVillage, o.files, time.Now())
		if err != nil {
			return nil, err
		}
		tales = append(tales, func(ctx context.Context, home string, out printer) error { return o.onDevnet(ctx, story, home, out) })
	}
	return tales, nil
}

// inFolder gives a story its folder, which is removed after it unless its node stays.
func inFolder(ctx context.Context, run tale, out printer, keep bool) (err error) {
	home, err := os.MkdirTemp("", "utilityd-demo-")
	if err != nil {
		return err
	}
	if !keep {
		defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	}
	return run(ctx, home, out)
}
