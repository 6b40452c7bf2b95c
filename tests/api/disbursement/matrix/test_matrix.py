"""The matrix over the disbursement service."""

from tests.api.disbursement.matrix.builders import DISBURSEMENT
from tests.api.matrix.bodies import Bodies
from tests.api.matrix.doors import Doors
from tests.api.matrix.examples import Examples
from tests.api.matrix.numbers import Numbers
from tests.api.matrix.ownership import Ownership, OwnLists
from tests.api.matrix.queries import Queries
from tests.api.matrix.texts import Texts


class TestDoors(Doors):
    tried = DISBURSEMENT


class TestOwnership(Ownership):
    tried = DISBURSEMENT


class TestOwnLists(OwnLists):
    tried = DISBURSEMENT


class TestBodies(Bodies):
    tried = DISBURSEMENT


class TestNumbers(Numbers):
    tried = DISBURSEMENT


class TestTexts(Texts):
    tried = DISBURSEMENT


class TestQueries(Queries):
    tried = DISBURSEMENT


class TestExamples(Examples):
    tried = DISBURSEMENT
