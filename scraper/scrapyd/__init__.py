"""Scrapyd's queue, poller, launcher, job storage and services over the table of runs (docs/operations.md)."""
