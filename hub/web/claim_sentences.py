"""What a member is told about a claim and about points that moved: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from hub.core.earning import Step, StepCode
from hub.core.earning_rules import RuleKind
from hub.core.ports.ledger import Reason
from hub.core.receipts.records import ClaimState, Ending
from hub.core.spoken import tied
from hub.core.tiers import Tier

Sentences = Mapping[str, str]


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": tied(kk), "ru": tied(ru), "en": tied(en)}


STATES: Final[Mapping[ClaimState, Sentences]] = {
    ClaimState.UNCONFIRMED: _in(
        "Ұпай есептелді. Касса чекті жібергенде расталады.",
        "Баллы начислены. Они подтвердятся, когда касса передаст чек.",
        "The points are yours. They are confirmed once the till hands the receipt in.",
    ),
    ClaimState.CONFIRMED: _in("Ұпай есептелді.", "Баллы начислены.", "The points are yours."),
    ClaimState.REVIEW: _in(
        "Чекті қызметкер тексереді. Ұпай содан кейін қолжетімді болады.",
        "Чек проверит сотрудник. Баллы станут доступны после этого.",
        "A person looks at this receipt first. The points can be spent after that.",
    ),
    ClaimState.REVERSED: _in(
        "Ұпай кері алынды.", "Баллы списаны обратно.", "The points were taken back."
    ),
    ClaimState.REJECTED: _in(
        "Қызметкер чекті тексеріп, ұпай бермеді. Дүкеннен сұрауға болады.",
        "Сотрудник проверил чек и не начислил баллы. Спросить можно в магазине.",
        "A person looked at this receipt and gave no points. You may ask in the shop.",
    ),
}
ENDINGS: Final[Mapping[Ending, Sentences]] = {
    Ending.RETURNED: _in(
        "Тауар қайтарылды, сондықтан ұпай да қайтты.",
        "Товар возвращён, поэтому баллы списаны.",
        "The goods came back, and the points went with them.",
    ),
    Ending.VOIDED: _in(
        "Чек жойылды, сондықтан ұпай берілмейді.",
        "Чек аннулирован, поэтому баллов за него нет.",
        "The receipt was cancelled, so it gives no points.",
    ),
    Ending.DUPLICATE: _in(
        "Бұл чек басқа кассада тіркелген: ұпай сонда есептеледі.",
        "Этот чек уже передала другая касса: баллы начисляются там.",
        "Another till has handed this receipt in: its points are given there.",
    ),
    Ending.NO_SUCH_SALE: _in(
        "Касса жазбаларында мұндай чек жоқ.",
        "В записях кассы такого чека нет.",
        "The till's records hold no such receipt.",
    ),
    Ending.REJECTED: STATES[ClaimState.REJECTED],
}
REASONS: Final[Mapping[Reason, Sentences]] = {
    Reason.CLAIM: _in("Чек үшін ұпай", "Баллы за чек", "Points for a receipt"),
    Reason.CONFIRM: _in("Чек нақтыланды", "Чек уточнён", "The receipt was made exact"),
    Reason.RETURN: _in("Тауар қайтарылды", "Возврат товара", "Goods came back"),
    Reason.VOID: _in("Чек жойылды", "Чек аннулирован", "The receipt was cancelled"),
    Reason.UNCONFIRMED_REVERSAL: _in(
        "Касса чекті растамады", "Касса не подтвердила чек", "The till did not confirm the receipt"
    ),
    Reason.REVIEW: _in("Қызметкердің шешімі", "Решение сотрудника", "Decided by a person"),
    Reason.BONUS: _in("Бонус", "Бонус", "Bonus"),
    Reason.VOUCHER: _in("Сыйлық алынды", "Получена награда", "A reward was taken"),
    Reason.EXPIRY: _in("Ұпай мерзімі бітті", "Срок баллов истёк", "Points expired"),
    Reason.ADJUSTMENT: _in("Қолмен түзету", "Ручная правка", "Adjusted by hand"),
    Reason.IMPORT: _in(
        "Бұрынғы картадан", "Перенесено со старой карты", "Brought over from an old card"
    ),
    Reason.CASHBACK: _in("Кэшбэк", "Кешбэк", "Cashback"),
    Reason.COMMISSION: _in("Бағдарлама үлесі", "Доля программы", "The programme's share"),
    Reason.MERGE: _in("Есептік жазбалар біріктірілді", "Счета объединены", "Accounts were merged"),
    Reason.ERASURE: _in("Есептік жазба жойылды", "Счёт удалён", "The account was erased"),
    Reason.CHAIN: _in("TON әмиянына", "В кошелёк TON", "To a TON wallet"),
}
BONUSES: Final[Mapping[str, Sentences]] = {
    RuleKind.WELCOME: _in("Танысу бонусы", "Приветственный бонус", "Welcome bonus"),
    RuleKind.BIRTHDAY: _in("Туған күн бонусы", "Бонус ко дню рождения", "Birthday bonus"),
    RuleKind.REFERRAL: _in("Дос шақыру бонусы", "Бонус за друга", "Friend bonus"),
    "thanks": _in("Шақырған досыңыз үшін", "За приглашённого друга", "For the friend you brought"),
}
_TIERS: Final[Mapping[Tier, Sentences]] = {
    Tier.BRONZE: _in("қола", "бронза", "bronze"),
    Tier.SILVER: _in("күміс", "серебро", "silver"),
    Tier.GOLD: _in("алтын", "золото", "gold"),
}
_STEPS: Final[Mapping[StepCode, Sentences]] = {
    StepCode.TOTAL: _in("Чек: {total} ₸.", "Чек: {total} ₸.", "Receipt: {total} ₸."),
    StepCode.RETURNED: _in(
        "Қайтарылған тауар: {amount} ₸.", "Возвращено: {amount} ₸.", "Came back: {amount} ₸."
    ),
    StepCode.EXCLUDED: _in(
        "Ұпай берілмейтін тауар: {amount} ₸.",
        "Товары без баллов: {amount} ₸.",
        "Goods that give no points: {amount} ₸.",
    ),
    StepCode.PAID_WITH_POINTS: _in(
        "Ұпаймен төленді: {amount} ₸.",
        "Оплачено баллами: {amount} ₸.",
        "Paid with points: {amount} ₸.",
    ),
    StepCode.BELOW_MINIMUM: _in(
        "Ұпай {minimum} ₸ сомасынан бастап беріледі.",
        "Баллы даются от {minimum} ₸.",
        "Points are given from {minimum} ₸ on.",
    ),
    StepCode.NO_RULE: _in(
        "Бұл жерде ол кезде ұпай берілмеген.",
        "Тогда здесь баллы не начислялись.",
        "No points were given here at that time.",
    ),
    StepCode.RATE: _in(
        "Деңгейіңіз — {tier}: әр {step} ₸ үшін {points} ұпай.",
        "Ваш уровень — {tier}. Баллы: {points} за каждые {step} ₸.",
        "Your tier is {tier}. Points: {points} for each {step} ₸.",
    ),
    StepCode.HAPPY_HOURS: _in(
        "Бақытты сағаттар: {percent} %.",
        "Счастливые часы: {percent} %.",
        "Happy hours: {percent} %.",
    ),
    StepCode.CAP_RECEIPT: _in(
        "Бір чекке ең көбі {cap} ұпай.",
        "Баллов за один чек — не больше {cap}.",
        "Points for a receipt: at most {cap}.",
    ),
    StepCode.CAP_DAY: _in(
        "Күніне ең көбі {cap} ұпай.",
        "Баллов в день — не больше {cap}.",
        "Points a day: at most {cap}.",
    ),
    StepCode.CAP_MONTH: _in(
        "Айына ең көбі {cap} ұпай.",
        "Баллов в месяц — не больше {cap}.",
        "Points a month: at most {cap}.",
    ),
    StepCode.CAP_BUDGET: _in(
        "Осы айдың ұпай қоры таусылды.",
        "Запас баллов на этот месяц закончился.",
        "This month's budget of points is used up.",
    ),
    StepCode.TEXT_RECEIPT: _in(
        "Фискалдық белгісіз чекке ең көбі {cap} ұпай.",
        "Баллов за чек без фискального признака — не больше {cap}.",
        "Points for a receipt without a fiscal sign: at most {cap}.",
    ),
    StepCode.TEXT_DAY: _in(
        "Фискалдық белгісіз чектерге күніне ең көбі {cap} ұпай.",
        "Баллов в день за чеки без фискального признака — не больше {cap}.",
        "Points a day for receipts without a fiscal sign: at most {cap}.",
    ),
    StepCode.TEXT_MONTH: _in(
        "Фискалдық белгісіз чектерге айына ең көбі {cap} ұпай.",
        "Баллов в месяц за чеки без фискального признака — не больше {cap}.",
        "Points a month for receipts without a fiscal sign: at most {cap}.",
    ),
    StepCode.BEST_OF: _in(
        "{rules} ереженің ең тиімдісі таңдалды.",
        "Выбрано лучшее из правил, всего их {rules}.",
        "The best rule was taken, of {rules} in all.",
    ),
    StepCode.BONUS: _in(
        "Бонус: {points} ұпай. {receipts} түрлі күні чек расталғанда қолжетімді болады.",
        "Бонусные баллы: {points}. Откроются, когда подтвердятся чеки за разные дни, всего дней:"
        " {receipts}.",
        "Bonus points: {points}. Yours once receipts of different days are confirmed, this many:"
        " {receipts}.",
    ),
}
_MONEY: Final = {"total", "amount", "minimum", "step", "earns"}


def step_sentence(step: Step, language: str) -> str:
    """Return one step of a reckoning in *language*."""
    numbers = {
        name: money(value) if name in _MONEY else str(value) for name, value in step.numbers.items()
    }
    tier = "" if step.tier is None else _TIERS[step.tier][language]
    return _STEPS[step.code][language].format(tier=tier, **numbers)


def money(tiyn: int) -> str:
    """Return an amount in ₸ as people here write it: `1 500` or `1 500,50`."""
    tenge, rest = divmod(tiyn, 100)
    whole = f"{tenge:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{whole},{rest:02}" if rest else whole


def tier_name(tier: Tier, language: str) -> str:
    """Return what a tier is called."""
    return _TIERS[tier][language]


def reason_sentence(reason: Reason, reference: str, language: str) -> str:
    """Return why points moved."""
    bonus = BONUSES.get(reference.partition(":")[0]) if reason is Reason.BONUS else None
    return (bonus or REASONS[reason])[language]
