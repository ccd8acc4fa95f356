"""Tables, rows and the validation of rows; knows SQLAlchemy and nothing of Scrapy or HTTP."""
