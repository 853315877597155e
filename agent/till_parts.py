"""What a brain works with, put together: reader, slips, keys, printer's family."""

from agent.config import AgentSettings
from agent.core.brain import Brain
from agent.core.claim_slip import SlipStyle, make_slips
from agent.core.ports import Clock, Outbox
from agent.core.print_job import PrintJob
from agent.core.slip import Drawing
from agent.core.slip_texts import Language
from agent.core.till import SlipMaker, Till
from agent.core.till_memory import claim_keys, current_claim_key
from agent.readers import can_read_pictures, closing_report, reading_of, why_no_slip
from contracts.wire.enrolment import Enrolment
from contracts.wire.sync_news import Keys
from hardware.codes.drawing import draw_qr
from hardware.codes.reading import find_codes
from hardware.escpos.printing import PrintoutReader
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile


def _slips(settings: AgentSettings, enrolment: Enrolment, keys: Keys | None) -> SlipMaker:
    if not settings.slip.enabled:
        return lambda _accrual, _form: None
    return make_slips(
        enrolment,
        load_profile(settings.printer.profile),
        Drawing(qr=draw_qr, line=draw_line),
        SlipStyle(
            languages=tuple(Language(it) for it in settings.slip.languages),
            claim_days=settings.slip.claim_days,
            shop=settings.slip.shop,
            in_telegram=settings.slip.link == "telegram",
            earn_rate=settings.earn_rate,
        ),
        claim_keys(enrolment.till, keys),
    )


def brain_of(settings: AgentSettings, enrolment: Enrolment, outbox: Outbox, clock: Clock) -> Brain:
    """Put a brain together, of a till that has not heard of a hub."""
    return Brain(till_of(settings, enrolment, (outbox, clock)))


def till_of(
    settings: AgentSettings,
    enrolment: Enrolment,
    ports: tuple[Outbox, Clock],
    keys: Keys | None = None,
) -> Till:
    """Put together what a brain works with; *keys* are those that the hub gave."""
    outbox, clock = ports
    profile = load_profile(settings.printer.profile)
    read = reading_of(settings)
    why = why_no_slip(settings)

    def new_job(last: PrintoutReader | None, going_on: PrintoutReader | None) -> PrintJob:
        return PrintJob(
            going_on or PrintoutReader(find_codes, last),
            read=read,
            earns=lambda receipt: why(receipt) is None,
            cutter_dots=profile.cutter_dots,
            separate=settings.slip.separate,
        )

    current = current_claim_key(enrolment.till, keys)
    return Till(
        id=enrolment.till,
        claim_key=enrolment.claim_key_id if current is None else current,
        outbox=outbox,
        clock=clock,
        new_job=new_job,
        read=read,
        read_report=lambda it: closing_report(it, settings),
        why_no_slip=why,
        slip=_slips(settings, enrolment, keys),
        has_cutter=profile.has_cutter,
        reads_pictures=can_read_pictures(),
    )
