"""Papers (文书) as people read them: the text that an op carries, laid out as HTML for the desk and as PDF for the file.

The paper's own text is the paper. The template only says how its lines are laid out.
"""

from .layout import Block, lay_out
from .paper import Printable, printable
from .pdf import as_pdf
from .signatures import signed_on

__all__ = ["Block", "Printable", "as_pdf", "lay_out", "printable", "signed_on"]
