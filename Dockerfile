# Built in two steps so that the last image holds one static program and nothing else.
FROM docker.io/library/golang:1.26-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm make git && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make build

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /src/bin/palabre /palabre
# The data folder must be a volume that the user 65532 may write.
ENV PALABRE_ADDR=0.0.0.0:8080 PALABRE_DATA=/data
VOLUME /data
EXPOSE 8080/tcp 7882/udp 7882/tcp
USER 65532:65532
ENTRYPOINT ["/palabre"]
CMD ["serve"]
