"""Tests of scraper.pipelines."""
