"""The contract of the workbooks: every table, column and list, declared once."""

from igu_xl.sheets.contract.branch import BRANCH
from igu_xl.sheets.contract.coordinator import COORDINATOR
from igu_xl.sheets.contract.lists import LATER_VALUES, LISTS
from igu_xl.sheets.contract.municipality import MUNICIPALITY
from igu_xl.sheets.contract.school import SCHOOL

PARTNER_BOOKS = (MUNICIPALITY, BRANCH, SCHOOL)

__all__ = ["BRANCH", "COORDINATOR", "LATER_VALUES", "LISTS", "MUNICIPALITY", "PARTNER_BOOKS", "SCHOOL"]
