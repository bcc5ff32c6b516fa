"""Documents to and from the formats of offices, by pandoc and typst, each in a cage of time and memory."""
