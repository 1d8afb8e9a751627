"""How the program's frames keep texts; imported, for what it does, by what makes the first frames of a run.

pandas keeps texts in Arrow by default, names of columns too. Frames here are many and small: with texts as Python's
own strings a check of a small partnership takes 0.73 of the time, one of 10,000 candidates 0.8 to 0.9 of it and less
memory.
"""

import pandas as pd

pd.set_option("mode.string_storage", "python")
