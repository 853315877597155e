"""Segments of members, in words."""

from collections.abc import Mapping
from typing import Final

from hub.core.insights.bands import Segment
from hub.core.insights.words_of_receipts import Sentences, in_three

SEGMENT_WORDS: Final[Mapping[Segment, tuple[Sentences, Sentences]]] = {
    Segment.CHAMPIONS: (
        in_three("Ең адал мүшелер", "Самые преданные", "Champions"),
        in_three(
            "Соңғы 14 күнде келген, жылына 7 күн немесе одан жиі келеді.",
            "Были за последние 14 дней, за год приходили 7 дней или чаще.",
            "Here within 14 days, and on 7 days of the year or more.",
        ),
    ),
    Segment.LOYAL: (
        in_three("Тұрақты мүшелер", "Постоянные", "Loyal"),
        in_three(
            "Соңғы 30 күнде келген, жылына 4 күн немесе одан жиі келеді.",
            "Были за последние 30 дней, за год приходили 4 дня или чаще.",
            "Here within 30 days, and on 4 days of the year or more.",
        ),
    ),
    Segment.NEW: (
        in_three("Жақында алғаш келгендер", "Недавно впервые", "Here once, lately"),
        in_three(
            "Соңғы 14 күнде келген, бір жылда бір-ақ күн болған.",
            "Были за последние 14 дней, за год только один день.",
            "Here within 14 days, and on one day of the year only.",
        ),
    ),
    Segment.PROMISING: (
        in_three("Үміт күттіретіндер", "Перспективные", "Promising"),
        in_three(
            "Соңғы 30 күнде келген, бір жылда 4 күннен сирек болған.",
            "Были за последние 30 дней, за год реже 4 дней.",
            "Here within 30 days, and on fewer than 4 days of the year.",
        ),
    ),
    Segment.AT_RISK: (
        in_three("Кетіп қалуы мүмкін", "Могут уйти", "At risk"),
        in_three(
            "Бұрын жылына 4 күн немесе одан жиі келген, бірақ соңғы 30 күнде келмеген.",
            "Приходили 4 дня в году или чаще, но за последние 30 дней не были.",
            "Here on 4 days of the year or more, but not within the last 30 days.",
        ),
    ),
    Segment.LOST: (
        in_three("Келмей кеткендер", "Ушедшие", "Lost"),
        in_three(
            "Жылына 4 күннен сирек келген, соңғы 30 күнде келмеген.",
            "Были реже 4 дней в году и не приходили последние 30 дней.",
            "Here on fewer than 4 days of the year, and not within the last 30 days.",
        ),
    ),
}
"""Each segment's name, and who belongs to it, as `bands` says."""
