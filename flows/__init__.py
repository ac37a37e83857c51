"""The outside world: Prefect flows, HTTP, settings, delivery and the command line."""

__version__ = "0.1.0"
