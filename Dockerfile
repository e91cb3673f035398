FROM python:3.11-slim-bookworm
WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE throughline.py ./
COPY graph graph
COPY ingest ingest
COPY dashboard dashboard
COPY cypher cypher
RUN pip install --no-cache-dir --constraint constraints.txt . \
    && useradd --create-home --uid 10001 throughline \
    && install -d -m 700 -o throughline /data /data/inbox
USER throughline
VOLUME /data
ENTRYPOINT ["throughline"]
