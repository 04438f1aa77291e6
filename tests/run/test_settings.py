import pytest

from variorum.errors import InputError
from variorum.settings import Settings, settings_from


def test_the_environment_overrides_the_defaults_and_the_caller_both() -> None:
    assert settings_from({}) == Settings()
    assert settings_from({"VARIORUM_JOBS": "3"}).but(jobs=None) == Settings(jobs=3)
    assert settings_from({"VARIORUM_JOBS": "3"}).but(jobs=2) == Settings(jobs=2)


@pytest.mark.parametrize("value", ["many", "0"])
def test_a_senseless_setting_is_refused(value: str) -> None:
    with pytest.raises(InputError, match=r"jobs|JOBS"):
        settings_from({"VARIORUM_JOBS": value})
