"""Tests of scraper.middlewares."""
