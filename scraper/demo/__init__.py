"""A shop to scrape without the internet: its products, its pages and a server on loopback."""
