FROM python:3.11-slim-bookworm
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
