"""Tests of scraper.extensions."""
