"""The worker: what happens because time passes. `schedule` shows every job on one page, `tick` does them, `loop` keeps doing it."""
