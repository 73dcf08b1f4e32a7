"""What every door to the outside shares: the clock, the language, who is asking, headers, refusals."""
