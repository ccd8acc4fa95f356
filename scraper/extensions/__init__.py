"""Scrapy extensions: what watches a run from the side."""
