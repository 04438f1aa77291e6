"""The runtime of the ONNX models, kept from reporting to its makers."""

from __future__ import annotations

import os
from typing import Any


def silent_runtime() -> Any:
    """The module `onnxruntime`, imported so that it sends nothing to anybody and leaves no identifier behind.

    Its official builds since 1.29 report to Microsoft unless this variable is set before they are imported (their Privacy.md); the
    function after it is for a program that had imported it before.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
