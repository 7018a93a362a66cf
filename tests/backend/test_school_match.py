"""How a school is recognised by what somebody typed."""

from __future__ import annotations

import pytest

from backend.demo.fill import demo_organizations
from backend.directory.model import OrganizationKind, match_school

SCHOOLS = [o for o in demo_organizations() if o.kind is OrganizationKind.SCHOOL]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("VTI Merksem", "VTI Merksem"),
        ("vti  merksem", "VTI Merksem"),
        ("Merksem VTI", "VTI Merksem"),
        ("atheneum zonnewijzer", "GO! Atheneum Zonnewijzer"),
        ("college saint nicaise", "Collège Saint-Nicaise"),
        ("lyceum bosuil", "Stedelijk Lyceum Bosuil"),
        ("okan school linkeroever", "OKAN-school Linkeroever"),
        ("s35", "VTI Merksem"),
    ],
)
def test_a_name_that_is_sure(typed: str, name: str) -> None:
    match = match_school(typed, SCHOOLS)
    assert match.school is not None
    assert match.school.name == name


@pytest.mark.parametrize(
    ("typed", "among"),
    [("vti", "VTI Deurne"), ("zonnewyzer", "GO! Atheneum Zonnewijzer"), ("Sint-Amandina", "Sint-Amandinacollege"), ("merksem", "VTI Merksem")],
)
def test_a_name_that_could_be_several_is_asked(typed: str, among: str) -> None:
    match = match_school(typed, SCHOOLS)
    assert match.school is None
    assert among in [school.name for school in match.candidates]


@pytest.mark.parametrize("typed", ["", "  ", "ab", "qqqqqqqq", "😀", "<script>", "x" * 500])
def test_what_names_no_school(typed: str) -> None:
    match = match_school(typed, SCHOOLS)
    assert match.school is None
    assert not match.candidates
