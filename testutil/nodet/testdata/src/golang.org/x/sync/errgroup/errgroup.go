// Package errgroup stands for the module of that name: the analyzer is tried without modules.
package errgroup

import "context"

// Group starts goroutines.
type Group struct{}

// WithContext returns a group.
func WithContext(ctx context.Context) (*Group, context.Context) { return &Group{}, ctx }

// Go starts f in a goroutine.
func (*Group) Go(f func() error) { go func() { _ = f() }() }

// TryGo starts f in a goroutine if the group has room for it.
func (g *Group) TryGo(f func() error) bool {
	g.Go(f)
	return true
}
