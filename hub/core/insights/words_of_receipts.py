"""Numbers of receipts, points and rewards, in words."""

from collections.abc import Mapping
from typing import Final

from hub.core.insights.tiles import Tile

Sentences = Mapping[str, str]


def in_three(kk: str, ru: str, en: str) -> Sentences:
    """Return a text by language."""
    return {"kk": kk, "ru": ru, "en": en}


RECEIPTS: Final[Mapping[Tile, tuple[Sentences, Sentences]]] = {
    Tile.RECEIPTS: (
        in_three("Басып шығарылған чектер", "Напечатано чеков", "Receipts printed"),
        in_three(
            "Кезең ішінде кассалар басып шығарған чектердің саны. Күші жойылған чектер мен"
            " қайталанған көшірмелер есептелмейді.",
            "Число чеков, напечатанных кассами за период. Аннулированные чеки и повторные копии"
            " не считаются.",
            "How many receipts the tills printed in the period. Voided receipts and second copies"
            " do not count.",
        ),
    ),
    Tile.CLAIMS: (
        in_three("Ұпайы алынған чектер", "Баллы получены по чекам", "Receipts claimed"),
        in_three(
            "Кезең ішінде мүшелер ұпайын алған чектердің саны, чек қай күні басылғанына"
            " қарамастан. Кері алынғандары мен қабылданбағандары есептелмейді.",
            "Число чеков, по которым участники за период получили баллы, в какой бы день чек ни"
            " был напечатан. Отменённые и отклонённые не считаются.",
            "How many receipts members claimed in the period, on whatever day they were printed."
            " Those taken back or rejected do not count.",
        ),
    ),
    Tile.CLAIM_SHARE: (
        in_three("Ұпайы алынған чектердің үлесі", "Доля чеков с баллами", "Share claimed"),
        in_three(
            "Кезең ішінде басылған чектердің ішінен осы сәтке дейін ұпайы алынғандары ÷ кезең"
            " ішінде басылған чектер.",
            "Чеки, напечатанные за период, баллы по которым к этому моменту получены ÷ все чеки,"
            " напечатанные за период.",
            "Receipts printed in the period that have been claimed by now ÷ all receipts printed"
            " in the period.",
        ),
    ),
    Tile.TURNOVER: (
        in_three("Айналым", "Оборот", "Turnover"),
        in_three(
            "Кезең ішінде басылған чектердің сомасы − осы чектер бойынша қайтарылған тауардың"
            " сомасы.",
            "Сумма чеков, напечатанных за период − сумма возвратов по этим чекам.",
            "Total of the receipts printed in the period − what came back of these receipts.",
        ),
    ),
    Tile.RETURNED: (
        in_three("Қайтарылған тауар", "Возвраты", "Goods returned"),
        in_three(
            "Кезең ішінде басылған чектер бойынша кез келген күні қайтарылған тауардың сомасы.",
            "Сумма возвратов по чекам, напечатанным за период, когда бы товар ни вернули.",
            "What came back of the receipts printed in the period, whenever it came back.",
        ),
    ),
    Tile.VOIDED: (
        in_three("Күші жойылған чектер", "Аннулировано чеков", "Receipts voided"),
        in_three(
            "Кезең ішінде басылып, кейін күші жойылған чектердің саны.",
            "Число чеков, напечатанных за период и затем аннулированных.",
            "How many receipts were printed in the period and then undone.",
        ),
    ),
    Tile.AVERAGE: (
        in_three("Орташа чек", "Средний чек", "Average receipt"),
        in_three(
            "Айналым ÷ басып шығарылған чектер.",
            "Оборот ÷ напечатанные чеки.",
            "Turnover ÷ receipts printed.",
        ),
    ),
    Tile.AVERAGE_MEMBERS: (
        in_three("Мүшелердің орташа чегі", "Средний чек участников", "Average of members"),
        in_three(
            "Кезең ішінде басылып, ұпайы алынған чектердің сомасы (қайтарылғанын шегергенде) ÷"
            " сондай чектердің саны.",
            "Сумма чеков за период, по которым получены баллы (за вычетом возвратов) ÷ число таких"
            " чеков.",
            "Total of the period's receipts that were claimed (less returns) ÷ how many those are.",
        ),
    ),
    Tile.AVERAGE_OTHERS: (
        in_three("Өзгелердің орташа чегі", "Средний чек остальных", "Average of others"),
        in_three(
            "Кезең ішінде басылып, ұпайы алынбаған чектердің сомасы (қайтарылғанын шегергенде) ÷"
            " сондай чектердің саны.",
            "Сумма чеков за период, по которым баллы не получены (за вычетом возвратов) ÷ число"
            " таких чеков.",
            "Total of the period's receipts that nobody claimed (less returns) ÷ how many those"
            " are.",
        ),
    ),
    Tile.ISSUED: (
        in_three("Берілген ұпайлар", "Начислено баллов", "Points issued"),
        in_three(
            "Кезең ішінде тізілімде мүшелерге берілген барлық ұпай: чек, бонус, кэшбэк, қолмен"
            " түзету және ескі карта үшін.",
            "Все баллы, которые за период начислены участникам в реестре: за чеки, бонусы, кешбэк,"
            " ручные правки и старые карты.",
            "All points that the ledger gave to members in the period: for receipts, bonuses,"
            " cashback, adjustments and old cards.",
        ),
    ),
    Tile.TAKEN_BACK: (
        in_three("Кері алынған ұпайлар", "Отозвано баллов", "Points taken back"),
        in_three(
            "Кезең ішінде кері алынған ұпайлар: тауар қайтарылғанда, чектің күші жойылғанда, касса"
            " чекті растамағанда, қызметкер қабылдамағанда немесе есептік жазба жойылғанда.",
            "Баллы, отозванные за период: при возврате товара, аннулировании чека, если касса чек"
            " не подтвердила, по решению сотрудника или при удалении учётной записи.",
            "Points taken back in the period: goods returned, receipt voided, receipt not"
            " confirmed by its till, rejected by a person, or account erased.",
        ),
    ),
    Tile.EXPIRED: (
        in_three("Мерзімі біткен ұпайлар", "Сгорело баллов", "Points expired"),
        in_three(
            "Кезең ішінде мерзімі біткен ұпайлар.",
            "Баллы, срок которых истёк за период.",
            "Points whose time ran out in the period.",
        ),
    ),
    Tile.REDEEMED: (
        in_three("Жұмсалған ұпайлар", "Потрачено баллов", "Points redeemed"),
        in_three(
            "Кезең ішінде кассалар қабылдаған ваучерлердің ұпайлары. Қабылдануы кері қайтарылған"
            " ваучерлер есептелмейді.",
            "Баллы ваучеров, принятых кассами за период. Отменённые погашения не считаются.",
            "Points of the vouchers that tills took in the period. Redemptions that were undone do"
            " not count.",
        ),
    ),
    Tile.REDEEMED_SHARE: (
        in_three("Жұмсалған ұпайлардың үлесі", "Доля потраченных баллов", "Share redeemed"),
        in_three(
            "Кезең ішінде жұмсалған ұпайлар ÷ (берілген ұпайлар − кері алынған ұпайлар).",
            "Потраченные за период баллы ÷ (начисленные − отозванные за период).",
            "Points redeemed in the period ÷ (points issued − points taken back).",
        ),
    ),
    Tile.REWARDS: (
        in_three("Алынған сыйлықтар", "Выдано наград", "Rewards taken"),
        in_three(
            "Кезең ішінде кассалар қабылдаған ваучерлердің саны, қабылдануы кері қайтарылғандарын"
            " қоспағанда.",
            "Число ваучеров, принятых кассами за период, без отменённых.",
            "How many vouchers tills took in the period, without those undone.",
        ),
    ),
    Tile.REWARDS_VALUE: (
        in_three("Сыйлықтардың құны", "Стоимость наград", "Value of rewards"),
        in_three(
            "Кезең ішінде қабылданған ваучерлермен берілген тауар мен жеңілдіктің теңгемен құны."
            " Құны белгісіз сыйлықтар 0 деп есептеледі.",
            "Стоимость в тенге того, что выдано по принятым за период ваучерам. Награды без"
            " известной стоимости считаются за 0.",
            "What was handed out for the period's vouchers, in tenge. Rewards of unknown value"
            " count as 0.",
        ),
    ),
    Tile.REWARDS_UNDONE: (
        in_three("Кері қайтарылған сыйлықтар", "Отменено погашений", "Redemptions undone"),
        in_three(
            "Кезең ішінде қабылданып, кейін қабылдануы кері қайтарылған ваучерлердің саны.",
            "Число ваучеров, принятых за период, погашение которых потом отменили.",
            "How many vouchers were taken in the period and then given back.",
        ),
    ),
    Tile.LOST: (
        in_three("Шығын", "Потери", "Losses"),
        in_three(
            "Кезең ішінде ешкімнің ұпайынсыз берілген тауардың құны: касса байланыссыз қабылдап,"
            " хаб мойындамаған ваучерлер.",
            "Стоимость выданного за период, за что никто не отдал баллы: ваучеры, принятые кассой"
            " без связи и не признанные хабом.",
            "Value of what was handed out in the period and nobody gave points for: vouchers that"
            " a till took offline and the hub did not honour.",
        ),
    ),
}
