"""Commands of `scrapy`: a file is a command, its name the command's name."""
