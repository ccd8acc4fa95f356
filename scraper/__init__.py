"""A generic, schema-driven Scrapy engine: a JSON Schema and a job row in, validated result rows out."""
