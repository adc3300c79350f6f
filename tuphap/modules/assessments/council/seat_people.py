"""Whose account can take a seat: those who hold a post of the council at its unit."""

from datetime import date

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.council.models import Council
from tuphap.modules.assessments.queries.told import people_at

GIVE = "council.give_opinion"


def accounts_for(council: Council, day: date) -> list[Person]:
    return people_at([council.unit_id], GIVE, day).get(council.unit_id, [])
