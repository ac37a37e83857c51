"""The report: what the warehouse knows of a story as one HTML page that needs nothing else."""
