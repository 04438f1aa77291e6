"""Loads the models where it is imported: in the process that others are forked from, which then share them."""

import gc
import signal
from contextlib import suppress

from variorum.run.stages import load_models

signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that started this one
with suppress(Exception):  # whoever then wants to read is told
    load_models()
gc.collect()
gc.freeze()  # what all share is not looked through again, which would copy it
