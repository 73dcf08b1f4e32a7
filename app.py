"""The application object. `flask --app app …` finds it here; `python app.py` serves it."""

import sys

from fieldapp import create_app

app = create_app()

if __name__ == "__main__":
    from fieldapp.serve import serve

    sys.exit(serve(app))
