"""The matrix over the application service."""

from tests.api.application.matrix.builders import APPLICATION
from tests.api.matrix.bodies import Bodies
from tests.api.matrix.doors import Doors
from tests.api.matrix.examples import Examples
from tests.api.matrix.numbers import Numbers
from tests.api.matrix.ownership import Ownership, OwnLists
from tests.api.matrix.queries import Queries
from tests.api.matrix.texts import Texts


class TestDoors(Doors):
    tried = APPLICATION


class TestOwnership(Ownership):
    tried = APPLICATION


class TestOwnLists(OwnLists):
    tried = APPLICATION


class TestBodies(Bodies):
    tried = APPLICATION


class TestNumbers(Numbers):
    tried = APPLICATION


class TestTexts(Texts):
    tried = APPLICATION


class TestQueries(Queries):
    tried = APPLICATION


class TestExamples(Examples):
    tried = APPLICATION
