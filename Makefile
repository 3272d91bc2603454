# Palabre. `make run` to try it, `make check` while working, `make test` before landing.
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: run build client server check test unit race e2e bench soak deploy-check lint fmt generate verify setup clean help

GO      ?= go
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X palabre/server/app.release=$(VERSION)
NPM     := npm --prefix client --no-fund --no-audit
CLIENT  := $(shell find client/src client/public client/build client/index.html client/*.json client/*.ts -type f -not -name '*.test.*' 2>/dev/null)

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 12

run: build ## build, then serve http://127.0.0.1:8080 from ./data (DEMO=1 also loads the demonstration)
	@if [ -n "$(DEMO)" ]; then bin/palabre demo load; fi
	bin/palabre serve

build: bin/palabre ## the one binary, bin/palabre, with the client inside

bin/palabre: client/dist/index.html server
server:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/palabre ./server

client: client/dist/index.html ## the web client alone, into client/dist
client/node_modules/.package-lock.json: client/package.json client/package-lock.json
	$(NPM) ci --ignore-scripts
	@touch $@
client/dist/index.html: client/node_modules/.package-lock.json $(CLIENT)
	$(NPM) run build

setup: ## install what the tests need and this machine lacks (Chromium, Redis, PostgreSQL)
	@tools/setup.sh

check: client/dist/index.html ## the fast part of the tests, under four minutes
	@tools/check.sh

test: setup ## everything: linters, units with the race detector, contracts on the real servers, people in Chromium
	@tools/test.sh

unit: ## Go and TypeScript unit tests, without the race detector
	$(GO) test ./...
	$(NPM) test

race: ## Go tests with the race detector
	$(GO) test -race ./...

e2e: build ## people in Chromium; screenshots go to client/e2e/out
	$(NPM) run e2e

bench: build setup ## figures beside rivals (ONLY=hub runs those whose name begins so)
	cd bench && $(GO) run . -only '$(ONLY)'

soak: ## more seeds, longer (SEED=, MINUTES=)
	tools/soak.sh

deploy-check: build ## what operators are given (deploy/, Dockerfile), each by its own tool; tools/setup.sh deploy installs them
	@tools/deploy-check.sh

lint: client/node_modules/.package-lock.json ## Go and TypeScript linters
	cd tools/lint && GOFLAGS= $(GO) build -o ../../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	bin/golangci-lint run ./...
	$(NPM) run lint
	$(NPM) run types

fmt: ## format everything
	gofmt -w $$(git ls-files '*.go')
	$(NPM) run format

generate: ## make the generated files again
	tools/generate.sh

verify: ## fail when a generated file is not what its source makes
	tools/generate.sh && git diff --exit-code -- $$(tools/generate.sh --list)

clean: ## forget what was built (never ./data)
	rm -rf bin bench/out client/dist/* && touch client/dist/.keep
