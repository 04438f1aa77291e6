"""The library's face: what `import variorum` gives, and how little it loads for that."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import variorum

VERBS = ("build", "open_case", "read", "collate", "decide", "sign", "certify", "timestamp", "erase", "verify")
HEAVY = (
    "numpy",
    "spacy",
    "onnxruntime",
    "lxml",
    "trafilatura",
    "cryptography",
    "sqlite3",
    "click",
    "starlette",
    "ray",
    "asyncio",
)


def loaded(program: str) -> set[str]:
    """The modules that a fresh Python has loaded after `program`."""
    program += "; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_loads_nothing_of_the_program_but_its_face() -> None:
    bare = loaded("pass")
    found = loaded("import variorum") - bare
    assert {name for name in found if name.startswith("variorum")} == {"variorum"}
    assert not {name.split(".")[0] for name in found} & set(HEAVY)


@pytest.mark.parametrize("verb", VERBS)
def test_reaching_for_a_verb_loads_no_model_and_no_parser(verb: str) -> None:
    found = {name.split(".")[0] for name in loaded(f"import variorum; variorum.{verb}") - loaded("pass")}
    assert not found & {"spacy", "onnxruntime", "trafilatura", "ray", "starlette"}


def test_every_verb_and_noun_of_the_face_is_there_and_says_what_it_gives() -> None:
    assert set(VERBS) <= set(variorum.__all__) <= set(dir(variorum))
    for name in variorum.__all__:
        found = getattr(variorum, name)
        assert name == "__version__" or found.__doc__
    with pytest.raises(AttributeError, match="no attribute 'conjure'"):
        variorum.conjure  # noqa: B018
