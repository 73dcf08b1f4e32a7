"""Pure rules: standard library only. No web, no database, no clock, no files; one idea a file."""
