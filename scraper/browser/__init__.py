"""Pages in a browser: Chromium by scrapy-playwright, for jobs that need it."""
