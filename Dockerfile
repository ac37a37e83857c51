# One image for the Prefect server, the flows and every command: docker compose up -d (docs/operating.md)
FROM python:3.11-slim

RUN useradd --uid 10001 --home-dir /data --create-home claimwatch
WORKDIR /opt/claimwatch
COPY constraints.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --requirement constraints.txt
COPY . .
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --editable .

# /data holds the warehouse, and topics of your own in /data/seeds; nothing else is written.
USER claimwatch
WORKDIR /data
VOLUME /data
ENV CLAIMWATCH_WAREHOUSE=/data/warehouse PREFECT_HOME=/data/prefect DO_NOT_TRACK=1
ENTRYPOINT ["claimwatch"]
CMD ["serve"]
