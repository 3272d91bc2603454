//go:build race

package sim_test

// raced: the race detector makes it slow, and shuffles who runs first, so that traces differ.
const raced = true
