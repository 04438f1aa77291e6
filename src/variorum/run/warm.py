"""Loads the models where it is imported: in the process that others are forked from, which then share them."""

import gc
from contextlib import suppress

from variorum.errors import VariorumError
from variorum.run.stages import load_models

with suppress(VariorumError):  # whoever then wants to read is told
    load_models()
gc.collect()
gc.freeze()  # what all share is not looked through again, which would copy it
