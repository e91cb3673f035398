FROM python:3.11-slim-bookworm@sha256:0bee7276f83efd4a1ee05bbbf4281d95ed28e079220a9457f25a93e3f1e3c31b
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE throughline.py ./
COPY deps deps
COPY graph graph
COPY ingest ingest
COPY dashboard dashboard
COPY cypher cypher
COPY deploy deploy
ENV PIP_NO_CACHE_DIR=1
RUN python deps/install.py \
    && useradd --create-home --uid 10001 throughline \
    && install -d -m 700 -o throughline /data /data/inbox /backups
USER throughline
VOLUME /data /backups
ENTRYPOINT ["throughline"]
