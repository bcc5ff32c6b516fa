"""The sizes of the house: small files, small functions."""

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.contracts.sources import ROOMS, files, functions, length, where

CODE = files(*ROOMS)
FILES = [count for path in CODE if (count := len(path.read_text().splitlines())) > 3]
FUNCTIONS = [length(node) for path in CODE for node in functions(path)]
BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.comprehension,
    ast.match_case,
    ast.Assert,
)


def ninetieth(counts: list[int]) -> float:
    return quantiles(counts, n=10)[-1]


def test_no_file_is_longer_than_300_lines() -> None:
    everything = [*CODE, *files("tests", "bench")]

    assert [where(path) for path in everything if len(path.read_text().splitlines()) > 300] == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert [where(path, node) for path in CODE for node in functions(path) if length(node) > 40] == []


def test_most_files_and_functions_are_small() -> None:
    assert median(FILES) <= 70
    assert ninetieth(FILES) <= 200
    assert median(FUNCTIONS) <= 8
    assert ninetieth(FUNCTIONS) <= 20


def complexity(node: ast.AST) -> int:
    """McCabe's count, and one more for each further operand of `and` and `or`."""
    count = 1
    for inner in ast.walk(node):
        count += isinstance(inner, BRANCHES)
        count += len(inner.values) - 1 if isinstance(inner, ast.BoolOp) else 0
    return count


@pytest.mark.parametrize("path", CODE, ids=where)
def test_nothing_is_tangled(path: Path) -> None:
    """A stricter count than the linter's 8, so with more room: no function beyond 12."""
    assert [where(path, node) for node in functions(path) if complexity(node) > 12] == []
