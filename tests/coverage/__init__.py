"""Tests of scraper.coverage."""
