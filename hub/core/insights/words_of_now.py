"""Numbers of this moment, in words."""

from collections.abc import Mapping
from typing import Final

from hub.core.insights.tiles import Tile
from hub.core.insights.words_of_receipts import Sentences, in_three

NOW: Final[Mapping[Tile, tuple[Sentences, Sentences]]] = {
    Tile.LIVE: (
        in_three("Мүшелердің қолындағы ұпайлар", "Баллы у участников", "Points with members"),
        in_three(
            "Берілген, бірақ әлі жұмсалмаған, мерзімі бітпеген және ваучерге бөлінбеген ұпайлар.",
            "Начисленные баллы, которые ещё не потрачены, не сгорели и не отложены под ваучер.",
            "Points issued that are not yet spent, expired or set aside for a voucher.",
        ),
    ),
    Tile.HELD: (
        in_three("Ваучерлердегі ұпайлар", "Баллы в ваучерах", "Points behind vouchers"),
        in_three(
            "Алынған, бірақ касса әлі қабылдамаған ваучерлердің ұпайлары.",
            "Баллы ваучеров, которые уже взяты, но кассой ещё не приняты.",
            "Points of vouchers that members hold and no till has taken yet.",
        ),
    ),
    Tile.ON_CHAIN: (
        in_three("TON әмияндарындағы ұпайлар", "Баллы в кошельках TON", "Points on chain"),
        in_three(
            "Мүшелер өз әмиянына шығарып, әлі қайтармаған ұпайлар.",
            "Баллы, выведенные участниками в свои кошельки и ещё не возвращённые.",
            "Points that members moved to their own wallets and that have not come back.",
        ),
    ),
    Tile.UNCONFIRMED: (
        in_three("Расталмаған ұпайлар", "Неподтверждённые баллы", "Unconfirmed points"),
        in_three(
            "Чегін касса әлі жібермеген ұпайлар. Мұндай чек болмаса, олар кері алынады.",
            "Баллы по чекам, которые касса ещё не передала. Если такого чека нет, они отзываются.",
            "Points of receipts that their till has not handed in yet. Where there is no such"
            " receipt they are taken back.",
        ),
    ),
    Tile.LIABILITY: (
        in_three("Міндеттеме, толық", "Обязательства, полностью", "Liability, in full"),
        in_three(
            "(Мүшелердің қолындағы + ваучерлердегі + TON әмияндарындағы ұпайлар) × бір ұпайдың"
            " құны.",
            "(Баллы у участников + в ваучерах + в кошельках TON) × стоимость балла.",
            "(Points with members + behind vouchers + on chain) × the value of a point.",
        ),
    ),
    Tile.BREAKAGE: (
        in_three("Күтілетін жану үлесі", "Ожидаемая доля сгорания", "Expected breakage"),
        in_three(
            "Соңғы 365 күнде мерзімі біткен ұпайлар ÷ бір ұпай мерзімі бұрынғы 365 күнде берілген"
            " ұпайлар (кері алынғандарын шегергенде). Ондай жыл әлі болмаса, белгісіз.",
            "Баллы, сгоревшие за последние 365 дней ÷ баллы, начисленные за 365 дней на один срок"
            " жизни балла раньше (за вычетом отозванных). Пока такого года нет, неизвестна.",
            "Points that expired in the last 365 days ÷ points issued, less those taken back, in"
            " the 365 days one lifetime of a point earlier. Unknown while there was no such year.",
        ),
    ),
    Tile.LIABILITY_EXPECTED: (
        in_three(
            "Міндеттеме, жануын ескергенде", "Обязательства с учётом сгорания",
            "Liability less breakage",
        ),
        in_three(
            "(Мүшелердің қолындағы ұпайлар × (1 − күтілетін жану үлесі) + ваучерлердегі + TON"
            " әмияндарындағы ұпайлар) × бір ұпайдың құны.",
            "(Баллы у участников × (1 − ожидаемая доля сгорания) + в ваучерах + в кошельках TON) ×"
            " стоимость балла.",
            "(Points with members × (1 − expected breakage) + behind vouchers + on chain) × the"
            " value of a point.",
        ),
    ),
    Tile.OFFLINE_BOUND: (
        in_three(
            "Байланыссыз ең көп шығын", "Наибольшая потеря без связи",
            "Largest possible offline loss",
        ),
        in_three(
            "Кассаларға берілген, әлі жабылмаған рұқсаттардың жұмсалмаған сомасының қосындысы."
            " Хаб білмей берілуі мүмкін тауар осыдан аспайды.",
            "Сумма неизрасходованных остатков всех незакрытых разрешений касс. Больше этого без"
            " ведома хаба выдать нельзя.",
            "What is unspent of all leases that tills have not closed, added up. No more than this"
            " can be handed out without the hub's knowing.",
        ),
    ),
}  # fmt: skip
