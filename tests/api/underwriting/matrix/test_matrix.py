"""The matrix over the underwriting service."""

from tests.api.matrix.bodies import Bodies
from tests.api.matrix.doors import Doors
from tests.api.matrix.examples import Examples
from tests.api.matrix.numbers import Numbers
from tests.api.matrix.ownership import Ownership
from tests.api.matrix.queries import Queries
from tests.api.matrix.texts import Texts
from tests.api.underwriting.matrix.builders import UNDERWRITING


class TestDoors(Doors):
    tried = UNDERWRITING


class TestOwnership(Ownership):
    tried = UNDERWRITING


class TestBodies(Bodies):
    tried = UNDERWRITING


class TestNumbers(Numbers):
    tried = UNDERWRITING


class TestTexts(Texts):
    tried = UNDERWRITING


class TestQueries(Queries):
    tried = UNDERWRITING


class TestExamples(Examples):
    tried = UNDERWRITING
