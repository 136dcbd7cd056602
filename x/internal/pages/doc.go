// Package pages keeps records addressed by a dense number, many to a key, so that bulk work costs one store access a
// page and not one a record.
package pages
