"""Documents of an advertising-sales desk: words in, PDF bytes out."""
