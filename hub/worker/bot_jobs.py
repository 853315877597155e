"""What the worker does for the bot, where the programme has one."""

from typing import Final

from hub.core.ports.bot import BotApi
from hub.core.ports.hub import Hub
from hub.usecases.bot_planning import plan_notices, remind_of_vouchers
from hub.usecases.bot_sending import forget_notices, send_notices
from hub.worker.loop import Job

SEND_S: Final = 2
"""Between looks at the queue; one chat is sent one message in each."""


def bot_jobs(api: BotApi) -> tuple[Job, ...]:
    """Return the jobs of a programme with a bot."""

    def tell(hub: Hub) -> dict[str, object]:
        return {"planned": plan_notices(hub), **send_notices(hub, api)}

    return (
        Job("tell members", SEND_S, tell),
        Job("remind of vouchers", 600, remind_of_vouchers),
        Job("forget notices", 3600, lambda hub: {"notices": forget_notices(hub)}),
    )
