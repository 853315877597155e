"""What deciding about a review does, in words: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from hub.core.reviews import Review, ReviewKind

Sentences = Mapping[str, str]


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": kk, "ru": ru, "en": en}


_NOTHING: Final = _in(
    "Ұпайлар өзгермейді: көргеніңіз ғана жазылады.",
    "Баллы не меняются: записывается только, что вы это видели.",
    "No points move: it is only noted that you have seen it.",
)
APPROVING: Final[Mapping[ReviewKind, Sentences]] = {
    ReviewKind.CLAIM: _in(
        "Қатысушы осы чек үшін ұпай алады.",
        "Участник получит баллы за этот чек.",
        "The member gets the points for this receipt.",
    ),
    ReviewKind.SALE: _in(
        "Чек жарамды деп саналады, ол үшін ұпай беріледі.",
        "Чек считается верным, баллы за него начисляются.",
        "The receipt is taken as good, and earns points.",
    ),
    ReviewKind.Z_REPORT: _in(
        "Чектер мен ұпайлар сол күйінде қалады.",
        "Чеки и баллы остаются как есть.",
        "Receipts and points stay as they are.",
    ),
    ReviewKind.CONCENTRATION: _in(
        "Қатысушы дүкен қызметкері деп белгіленбейді.",
        "Участник не считается сотрудником магазина.",
        "The member is not taken for the shop's staff.",
    ),
    ReviewKind.RETURN: _in(
        "Қайтару ешкімнің ұпайын азайтпайды.",
        "Возврат ни у кого не спишет баллы.",
        "The return takes nobody's points back.",
    ),
    ReviewKind.REDEMPTION: _in(
        "Сыйлық қатысушының ұпайымен төленеді. Бұл шешім қайтарылмайды.",
        "Награда оплачивается баллами участника. Отменить это нельзя.",
        "The member's points pay for the reward. This cannot be taken back.",
    ),
    ReviewKind.TILL: _in(
        "Касса қайтадан жұмыс істейді. Бұл шешім қайтарылмайды.",
        "Касса снова работает. Отменить это нельзя.",
        "The till takes part again. This cannot be taken back.",
    ),
    ReviewKind.SHORTFALL: _NOTHING,
    ReviewKind.ASKED: _in(
        "Қатысушы осы чек үшін ұпай алады немесе енді ала алады.",
        "Участник получит баллы за этот чек или сможет их получить.",
        "The member gets the points for this receipt, or may claim them now.",
    ),
}
REJECTING: Final[Mapping[ReviewKind, Sentences]] = {
    ReviewKind.CLAIM: _in(
        "Осы чек үшін ұпай берілмейді, берілгені қайтарып алынады.",
        "Баллы за этот чек не даются, а данные списываются.",
        "This receipt earns nothing; points given for it are taken back.",
    ),
    ReviewKind.SALE: _in(
        "Чек үшін ұпай берілмейді, берілгені қайтарып алынады.",
        "Чек ничего не даёт, а данные за него баллы списываются.",
        "The receipt earns nothing; points given for it are taken back.",
    ),
    ReviewKind.Z_REPORT: _in(
        "Осы ауысымның әр чегі жеке қарауға жіберіледі; ұпайлар әзірге өзгермейді.",
        "Каждый чек этой смены пойдёт на отдельную проверку; баллы пока не меняются.",
        "Each receipt of this shift goes before a person; its points stay as they are for now.",
    ),
    ReviewKind.CONCENTRATION: _in(
        "Қатысушы дүкен қызметкері деп белгіленеді: оның мұндағы әр чегі қаралады.",
        "Участник считается сотрудником магазина: каждый его чек здесь проверяют.",
        "The member is taken for the shop's staff: each receipt claimed here is looked at.",
    ),
    ReviewKind.RETURN: _in(
        "Мүмкін емес: қайтару қай чекке тиесілі екенін көрсетіңіз.",
        "Нельзя: укажите, к какому чеку относится возврат.",
        "Not possible: say of which receipt the goods came back.",
    ),
    ReviewKind.REDEMPTION: _in(
        "Шығын дүкенде қалады, қатысушының ұпайы өзгермейді.",
        "Убыток остаётся у магазина, баллы участника не меняются.",
        "The loss stays the shop's; the member's points do not change.",
    ),
    ReviewKind.TILL: _in(
        "Кассаның рұқсаты алынады. Бұл шешім қайтарылмайды.",
        "У кассы отзывается доступ. Отменить это нельзя.",
        "The till's access is withdrawn. This cannot be taken back.",
    ),
    ReviewKind.SHORTFALL: _NOTHING,
    ReviewKind.ASKED: _in(
        "Бәрі сол күйінде қалады.",
        "Всё остаётся как есть.",
        "Everything stays as it is.",
    ),
}
_BACK_TO_REVIEW: Final = _in(
    "Шешім қайтарылады. Ұпайлар өзгермейді.",
    "Решение снимается. Баллы не меняются.",
    "The decision is taken back. No points move.",
)
UNDOING_APPROVAL: Final[Mapping[ReviewKind, Sentences]] = {
    ReviewKind.CLAIM: REJECTING[ReviewKind.CLAIM],
    ReviewKind.SALE: REJECTING[ReviewKind.SALE],
    ReviewKind.Z_REPORT: REJECTING[ReviewKind.Z_REPORT],
    ReviewKind.CONCENTRATION: REJECTING[ReviewKind.CONCENTRATION],
    ReviewKind.RETURN: _in(
        "Қайтару қайтадан қаралады: ұпай өзіне тиесілі чек көрсетілгенде алынады.",
        "Возврат снова ждёт решения: баллы спишутся, когда укажут его чек.",
        "The return waits again: points are taken back once its receipt is named.",
    ),
    ReviewKind.SHORTFALL: _BACK_TO_REVIEW,
    ReviewKind.ASKED: _in(
        "Осы чек үшін берілген ұпай қайтарып алынады.",
        "Баллы, данные за этот чек, будут списаны.",
        "Points given for this receipt are taken back.",
    ),
}
"""What taking an approval back does; an approval that stays is not here."""
UNDOING_REJECTION: Final[Mapping[ReviewKind, Sentences]] = {
    ReviewKind.CLAIM: APPROVING[ReviewKind.CLAIM],
    ReviewKind.SALE: APPROVING[ReviewKind.SALE],
    ReviewKind.Z_REPORT: _in(
        "Осы ауысымның чектері мен ұпайлары бұрынғы қалпына келеді.",
        "Чеки этой смены и баллы за них вернутся в прежнее состояние.",
        "The receipts of this shift, and their points, are again as they were.",
    ),
    ReviewKind.CONCENTRATION: APPROVING[ReviewKind.CONCENTRATION],
    ReviewKind.RETURN: APPROVING[ReviewKind.RETURN],
    ReviewKind.REDEMPTION: APPROVING[ReviewKind.REDEMPTION],
    ReviewKind.SHORTFALL: _BACK_TO_REVIEW,
    ReviewKind.ASKED: APPROVING[ReviewKind.ASKED],
}
"""What taking a rejection back does; one that stays is not here."""


def meaning_of_undo(review: Review, *, was_approved: bool, spoken: str) -> str:
    """Return what taking a decision about *review* back does."""
    if review.kind is ReviewKind.REDEMPTION and "/" in review.subject:
        return _BACK_TO_REVIEW[spoken]
    return (UNDOING_APPROVAL if was_approved else UNDOING_REJECTION)[review.kind][spoken]


def meaning(review: Review, *, approving: bool, spoken: str) -> str:
    """Return what approving, or rejecting, *review* does."""
    if review.kind is ReviewKind.REDEMPTION and "/" in review.subject:
        return _NOTHING[spoken]  # Of a lease that nobody knows: there is no redemption to pay for.
    return (APPROVING if approving else REJECTING)[review.kind][spoken]
