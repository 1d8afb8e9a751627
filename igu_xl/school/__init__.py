"""The two-year school plan, pooled over everybody: who attends which cohorts, and which cohorts run."""

from igu_xl.school.solving.problem.checking import check
from igu_xl.school.solving.problem.problem import Problem
from igu_xl.school.solving.solver import solve

__all__ = ["Problem", "check", "solve"]
