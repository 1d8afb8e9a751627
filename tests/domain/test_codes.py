from __future__ import annotations

from igu_xl.domain import codes


def test_every_exported_name_exists_and_is_documented() -> None:
    for name in codes.__all__:
        exported = getattr(codes, name)
        assert isinstance(exported, dict) or exported.__doc__, name
