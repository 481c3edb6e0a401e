"""The service's own settings, but for the clock, which a journey sets."""

from throughline.settings import *  # noqa: F403
from throughline.settings import MIDDLEWARE as _OF_THE_SERVICE

MIDDLEWARE = [
    "tests.journeys.clock.SettableClockMiddleware"
    if name == "throughline.core.middleware.ClockMiddleware"
    else name
    for name in _OF_THE_SERVICE
]
