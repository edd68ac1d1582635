"""The command line, one module for each group of commands."""

import sys
import warnings

# BeautifulSoup imports soupsieve for CSS selectors, which no code of the program uses. That would be a tenth of the
# start of an import, so BeautifulSoup does without it
warnings.filterwarnings("ignore", "The soupsieve package is not installed")
sys.modules.setdefault("soupsieve", None)  # type: ignore[arg-type]  # what importlib takes for a missing module
