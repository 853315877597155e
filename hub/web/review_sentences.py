"""Why a person should look, in words: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Any, Final

from hub.core.fraud import Suspicion

Sentences = Mapping[str, str]


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": kk, "ru": ru, "en": en}


SUSPICIONS: Final[Mapping[Suspicion, Sentences]] = {
    Suspicion.MEMBER_VELOCITY: _in(
        "Бір қатысушы қысқа уақытта тым көп чек тіркеді: {count}, шегі {limit}.",
        "Один участник зарегистрировал слишком много чеков за короткое время: {count}, "
        "предел {limit}.",
        "One member claimed too many receipts in a short time: {count}, the limit is {limit}.",
    ),
    Suspicion.TILL_VELOCITY: _in(
        "Бір кассаның чектері тым жиі тіркелді: {count}, шегі {limit}.",
        "Чеки одной кассы регистрируют слишком часто: {count}, предел {limit}.",
        "Receipts of one till are claimed too often: {count}, the limit is {limit}.",
    ),
    Suspicion.CASHIER_VELOCITY: _in(
        "Бір кассирдің чектері тым жиі тіркелді: {count}, шегі {limit}.",
        "Чеки одного кассира регистрируют слишком часто: {count}, предел {limit}.",
        "Receipts of one cashier are claimed too often: {count}, the limit is {limit}.",
    ),
    Suspicion.SHOP_VELOCITY: _in(
        "Дүкеннің чектері тым жиі тіркелді: {count}, шегі {limit}.",
        "Чеки магазина регистрируют слишком часто: {count}, предел {limit}.",
        "Receipts of this shop are claimed too often: {count}, the limit is {limit}.",
    ),
    Suspicion.STAFF_AT_OWN_SHOP: _in(
        "Қатысушы осы серіктестің дүкенінде жұмыс істейді.",
        "Участник работает у этого партнёра.",
        "The member works for this partner.",
    ),
    Suspicion.TOTAL_DIFFERS: _in(
        "Кодтағы сома кассаның чегіндегі сомаға сәйкес емес.",
        "Сумма в коде не совпадает с суммой чека на кассе.",
        "The sum in the code is not the sum of the till's receipt.",
    ),
    Suspicion.HINT_DIFFERS: _in(
        "Кодтағы фискалдық белгі кассаның чегіне сәйкес емес.",
        "Фискальный признак в коде не совпадает с чеком кассы.",
        "The fiscal key in the code is not that of the till's receipt.",
    ),
    Suspicion.TIME_DIFFERS: _in(
        "Кодтағы уақыт пен чектің уақыты әртүрлі: айырмасы {seconds} секунд.",
        "Время в коде и время чека расходятся на {seconds}\N{NO-BREAK SPACE}с.",
        "The code's time and the receipt's are {seconds}\N{NO-BREAK SPACE}s apart.",
    ),
    Suspicion.CLOCK_AHEAD: _in(
        "Кассаның сағаты {seconds} секундқа алда.",
        "Часы кассы спешат на {seconds}\N{NO-BREAK SPACE}с.",
        "The till's clock is {seconds}\N{NO-BREAK SPACE}s ahead.",
    ),
    Suspicion.ABOVE_CUT_TAIL: _in(
        "Касса барлық жазбасын жібергенін айтты, бірақ олардың ішінде бұл чек жоқ.",
        "Касса сообщила, что передала все записи, но этого чека среди них нет.",
        "The till said that it has handed everything in, but this receipt is not among it.",
    ),
    Suspicion.BACK_DATED: _in(
        "Код кассаның бұрынғы жазбаларынан да ескі уақытпен жасалған.",
        "Код помечен временем более ранним, чем предыдущие записи кассы.",
        "The code bears an earlier time than the till's records before it.",
    ),
    Suspicion.NO_ACCRUAL: _in(
        "Касса жазбаларында мұндай чек жоқ.",
        "В записях кассы такого чека нет.",
        "The till's records hold no such receipt.",
    ),
    Suspicion.UNCONFIRMED_TOO_LONG: _in(
        "Касса бұл чекті ұзақ уақыт бойы жібермей отыр.",
        "Касса слишком долго не передаёт этот чек.",
        "The till has not handed this receipt in for too long.",
    ),
    Suspicion.TILL_QUARANTINED: _in(
        "Кассаның жазбалары қайшы, сондықтан адам қарауы керек.",
        "Записи кассы противоречат друг другу, их должен проверить человек.",
        "The till's records contradict each other: a person has to look.",
    ),
    Suspicion.TILL_REVOKED: _in(
        "Чек кассаның рұқсаты алынғаннан кейін келді.",
        "Чек пришёл после того, как у кассы отозвали доступ.",
        "The receipt came after the till's access had been withdrawn.",
    ),
    Suspicion.UNREGISTERED_REGISTER: _in(
        "Чектегі касса аппараты осы кассаға тіркелмеген.",
        "Кассовый аппарат с чека не числится за этой кассой.",
        "The cash register on the receipt does not belong to this till.",
    ),
    Suspicion.DUPLICATE_FISCAL_KEY: _in(
        "Осындай фискалдық белгісі бар чек бұрын тіркелген.",
        "Чек с таким фискальным признаком уже есть.",
        "A receipt with this fiscal key is there already.",
    ),
    Suspicion.SLIP_LATE: _in(
        "Ұпай коды өз чегінде басылмады: орны өтіп кетті.",
        "Код для баллов не попал на свой чек: его место уже прошло.",
        "The slip did not get onto its receipt: its place had gone by.",
    ),
    Suspicion.SLIP_UNKNOWN: _in(
        "Ұпай кодының басылған-басылмағаны белгісіз.",
        "Неизвестно, напечатан ли код для баллов.",
        "Nobody knows whether the slip was printed.",
    ),
    Suspicion.SLIP_REPRINTED: _in(
        "Ұпай коды қайта басылды: {times} рет.",
        "Код для баллов печатали повторно, всего раз: {times}.",
        "The slip was printed again; times in all: {times}.",
    ),
    Suspicion.ABOVE_Z_TOTAL: _in(
        "Ұпай берілген чектердің сомасы кассаның Z-есебінен асады.",
        "Сумма чеков с баллами больше, чем в Z-отчёте кассы.",
        "More was accrued than the till's closing report counts.",
    ),
    Suspicion.ABOVE_Z_COUNT: _in(
        "Ұпай берілген чектер кассаның Z-есебіндегіден көп: {accrued}, есепте {reported}.",
        "Чеков с баллами больше, чем в Z-отчёте кассы: {accrued}, в отчёте {reported}.",
        "More receipts were accrued than the closing report counts: {accrued} for {reported}.",
    ),
    Suspicion.NOT_AT_THE_OPERATOR: _in(
        "Фискалдық оператордың тізімінде мұндай чек жоқ.",
        "В выгрузке фискального оператора такого чека нет.",
        "The fiscal operator's export has no such receipt.",
    ),
    Suspicion.OPERATOR_TOTAL_DIFFERS: _in(
        "Фискалдық оператордың тізімінде бұл чектің сомасы басқа.",
        "В выгрузке фискального оператора у этого чека другая сумма.",
        "The fiscal operator's export has another sum for this receipt.",
    ),
    Suspicion.SALE_IN_REVIEW: _in(
        "Чектің өзін адам тексеріп жатыр.",
        "Сам чек сейчас проверяет человек.",
        "A person is looking at the receipt itself.",
    ),
    Suspicion.CONCENTRATION: _in(
        "Қатысушы бір кассирдің чектерін күдікті жиі тіркейді: {shifts} ауысымда {claims} чек.",
        "Участник подозрительно часто регистрирует чеки одного кассира: смен — {shifts}, "
        "чеков — {claims}.",
        "A member claims an improbable share of one cashier's receipts: {claims} in {shifts} "
        "shifts.",
    ),
    Suspicion.RETURN_UNMATCHED: _in(
        "Қайтарылған тауардың қай чекке тиесілі екені табылмады.",
        "Не нашлось, к какому чеку относится возврат.",
        "It is not known of which receipt these goods came back.",
    ),
    Suspicion.BEYOND_SHORTFALL: _in(
        "Ұпайды толық қайтарып алу мүмкін болмады: {forgiven} ұпай қалды.",
        "Не удалось списать все баллы: осталось {forgiven}.",
        "Not all points could be taken back: {forgiven} are left.",
    ),
    Suspicion.LARGE_ADJUSTMENT: _in(
        "Қолмен көп ұпай өзгертілмек: екінші адамның келісімі керек.",
        "Крупное изменение баллов вручную: нужно согласие второго человека.",
        "Many points are to be moved by hand: a second person has to agree.",
    ),
    Suspicion.ASKED_BY_MEMBER: _in(
        "Қатысушы чекті адамның қарауын сұрады.",
        "Участник просит, чтобы чек посмотрел человек.",
        "The member asks for a person to look at the receipt.",
    ),
}


LOSSES: Final[Mapping[str, Sentences]] = {
    "quarantined": SUSPICIONS[Suspicion.TILL_QUARANTINED],
    "revoked": _in(
        "Ваучерді рұқсаты алынған касса қабылдаған.",
        "Ваучер приняла касса, у которой отозвали доступ.",
        "A till whose access was withdrawn took the voucher.",
    ),
    "written_off": _in(
        "Ваучерді есептен шығарылған касса қабылдаған.",
        "Ваучер приняла списанная касса.",
        "A till that was written off took the voucher.",
    ),
    "unknown_voucher": _in(
        "Қабылданған ваучер бізге белгісіз.",
        "Принятый ваучер нам неизвестен.",
        "The voucher that was taken is unknown to us.",
    ),
    "another_voucher": _in(
        "Касса қабылдаған ваучер біз берген ваучерге сәйкес емес.",
        "Ваучер на кассе не совпадает с выданным.",
        "The voucher at the till is not the one that was issued.",
    ),
    "wrong_shop": _in(
        "Ваучер басқа дүкенге берілген.",
        "Ваучер выдан для другого магазина.",
        "The voucher was issued for another shop.",
    ),
    "wrong_till": _in(
        "Ваучер басқа кассаға берілген.",
        "Ваучер выдан для другой кассы.",
        "The voucher was issued for another till.",
    ),
    "online_only": _in(
        "Бұл ваучерді байланыссыз қабылдауға болмайды еді.",
        "Этот ваучер нельзя было принимать без связи.",
        "This voucher was not to be taken offline.",
    ),
    "expired": _in(
        "Ваучердің мерзімі өткен.",
        "Срок ваучера истёк.",
        "The voucher had expired.",
    ),
    "cancelled": _in(
        "Ваучердің күші жойылған.",
        "Ваучер был отменён.",
        "The voucher had been cancelled.",
    ),
    "redeemed": _in(
        "Ваучер бұрын қолданылған.",
        "Ваучер уже был использован.",
        "The voucher had been redeemed before.",
    ),
    "no_lease": _in(
        "Касса ваучерді байланыссыз рұқсатсыз қабылдаған.",
        "Касса приняла ваучер без связи, не имея разрешения.",
        "The till took the voucher offline without a lease.",
    ),
    "unknown_lease": _in(
        "Касса бізге белгісіз рұқсатты атады.",
        "Касса назвала неизвестное нам разрешение.",
        "The till named a lease that we do not know.",
    ),
    "lease_closed": _in(
        "Кассаның рұқсаты жабылған болатын.",
        "Разрешение кассы было уже закрыто.",
        "The till's lease had been closed.",
    ),
    "lease_over": _in(
        "Кассаның рұқсатының мерзімі өткен.",
        "Срок разрешения кассы истёк.",
        "The till's lease had run out.",
    ),
    "beyond_lease": _in(
        "Касса рұқсат етілгеннен артық қабылдаған.",
        "Касса приняла больше, чем разрешено.",
        "The till took more than its lease allows.",
    ),
    "not_decided_by_the_hub": _in(
        "Касса хаб шешті дейді, бірақ хабта ондай шешім жоқ.",
        "Касса сообщает о решении хаба, которого он не принимал.",
        "The till speaks of a decision that the hub never made.",
    ),
}
"""Why a voucher's redemption is nobody's but the shop's."""
_ALL: Final = {code.value: sentences for code, sentences in SUSPICIONS.items()} | dict(LOSSES)
_OTHERWISE: Final = _in(
    "Бұны машина өзі шеше алмады: адам қарауы керек.",
    "Машина не смогла решить сама: нужен человек.",
    "A machine could not decide this by itself: a person has to look.",
)


def reason_sentence(reason: Mapping[str, Any], spoken: str) -> str:
    """Return what a stored reason says, in a language that we speak."""
    numbers = {name: str(value) for name, value in reason["numbers"].items()}
    found = _ALL.get(str(reason["suspicion"]), _OTHERWISE)
    return found[spoken].format_map(_Known(numbers))


class _Known(dict[str, str]):
    """Numbers by name; a dash for one that an older reason does not have."""

    def __missing__(self, _name: str) -> str:
        return "–"
