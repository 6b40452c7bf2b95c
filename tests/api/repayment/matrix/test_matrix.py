"""The matrix over the repayment service."""

from tests.api.matrix.bodies import Bodies
from tests.api.matrix.doors import Doors
from tests.api.matrix.examples import Examples
from tests.api.matrix.numbers import Numbers
from tests.api.matrix.ownership import Ownership, OwnLists
from tests.api.matrix.queries import Queries
from tests.api.matrix.texts import Texts
from tests.api.repayment.matrix.builders import REPAYMENT


class TestDoors(Doors):
    tried = REPAYMENT


class TestOwnership(Ownership):
    tried = REPAYMENT


class TestOwnLists(OwnLists):
    tried = REPAYMENT


class TestBodies(Bodies):
    tried = REPAYMENT


class TestNumbers(Numbers):
    tried = REPAYMENT


class TestTexts(Texts):
    tried = REPAYMENT


class TestQueries(Queries):
    tried = REPAYMENT


class TestExamples(Examples):
    tried = REPAYMENT
