"""DuckDB, and what is decided against what is already known."""
