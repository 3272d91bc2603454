//go:build !race

package gateway_test

// idleLimit is what an idle connection may cost, in bytes.
const idleLimit = 10 << 10
