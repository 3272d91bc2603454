# Three steps: the client; the program, with the client inside; an image that holds that program and nothing to run beside it.
# Versions are exact. To freeze the bytes too, write after a name the digest that `docker buildx imagetools inspect NAME`
# tells (NAME@sha256:…). Build with the release in it: docker build --build-arg VERSION=$(git describe --tags --always) .
FROM docker.io/library/node:24.21.0-bookworm-slim AS client
WORKDIR /src/client
COPY client/package.json client/package-lock.json ./
RUN npm ci --ignore-scripts --no-fund --no-audit
COPY client/ ./
RUN npm run build

FROM docker.io/library/golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=client /src/client/dist client/dist
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X palabre/server/app.release=$VERSION" -o /out/palabre ./server \
	&& mkdir /out/data \
	&& echo 'palabre:x:65532:65532:Palabre:/data:/sbin/nologin' >/out/passwd

# No shell, no package: the authorities that mail and storage servers are checked against, and the program, which carries
# its own table of time zones. A container without a shell asks its health with `palabre health`.
FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="Palabre" \
	org.opencontainers.image.description="The workspace of communities of practice" \
	org.opencontainers.image.licenses="Apache-2.0" \
	org.opencontainers.image.version="$VERSION"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/passwd /etc/passwd
# A volume that is empty takes this folder's owner: without it, nobody but root could write there.
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build /out/palabre /palabre
ENV PALABRE_ADDR=0.0.0.0:8080 PALABRE_DATA=/data PALABRE_MEDIA_ADDR=0.0.0.0:7882
VOLUME /data
EXPOSE 8080/tcp 7882/udp 7882/tcp
USER 65532:65532
STOPSIGNAL SIGTERM
ENTRYPOINT ["/palabre"]
CMD ["serve"]
