//go:build race

package gateway_test

// idleLimit is larger with the race detector, which keeps accounts of its own in stacks and objects.
const idleLimit = 20 << 10
