"""Tests of scraper.pagination."""
