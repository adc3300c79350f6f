"""All lists that leave as files, by the word in their address."""

from collections.abc import Mapping

from tuphap.outlets.exchange.lists.agencies import AGENCIES
from tuphap.outlets.exchange.lists.council import COUNCIL
from tuphap.outlets.exchange.lists.desk import DESK
from tuphap.outlets.exchange.lists.dossier import DOSSIER
from tuphap.outlets.exchange.lists.foundation import FOUNDATION
from tuphap.outlets.exchange.lists.remedies import REMEDIES
from tuphap.outlets.exchange.lists.second_appraisal import SECOND
from tuphap.outlets.exchange.lists.table import ListTable
from tuphap.outlets.exchange.lists.work import WORK
from tuphap.outlets.exchange.lists.year import YEAR_LISTS

LISTS: Mapping[str, ListTable] = {
    **FOUNDATION,
    **DESK,
    **AGENCIES,
    **COUNCIL,
    **SECOND,
    **YEAR_LISTS,
    **REMEDIES,
    **DOSSIER,
    **WORK,
}
