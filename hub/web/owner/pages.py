"""All pages of the dashboard: importing a room puts its pages behind the blueprint."""

from hub.web.owner import door, overview, reviews, tills
from hub.web.owner.frame import owner

ROOMS = (door, overview, reviews, tills)

__all__ = ["ROOMS", "owner"]
