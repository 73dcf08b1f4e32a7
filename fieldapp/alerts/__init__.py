"""Alerts: facts → who must know → which rung → by which channel.

`subjects` says what has a deadline and stands open, `recipients` who is meant, `plan` which rung of the rulebook's ladder is theirs
now, `raising` writes it. The inbox row is the truth; `webpush` carries it, best effort.
"""
