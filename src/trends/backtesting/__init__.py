"""Backtest: had it been run then, would it have seen what came?"""

from trends.backtesting.asking import Hindsight, look_back
from trends.backtesting.levels import CAME_SCHEMA, ERRORS_SCHEMA
from trends.backtesting.ranking import RANKINGS_SCHEMA, SEEN_SCHEMA
from trends.backtesting.rolling import Backtest, backtest
from trends.backtesting.settings import BacktestSettings

__all__ = [
    "CAME_SCHEMA",
    "ERRORS_SCHEMA",
    "RANKINGS_SCHEMA",
    "SEEN_SCHEMA",
    "Backtest",
    "BacktestSettings",
    "Hindsight",
    "backtest",
    "look_back",
]
