// Linters live apart: their dependencies are many and none of them is Palabre's.
module palabre/tools/lint

go 1.26.0

tool github.com/golangci/golangci-lint/v2/cmd/golangci-lint

require github.com/golangci/golangci-lint/v2 v2.15.0
