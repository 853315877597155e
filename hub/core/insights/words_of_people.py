"""Numbers of members, in words."""

from collections.abc import Mapping
from typing import Final

from hub.core.insights.tiles import Tile
from hub.core.insights.words_of_receipts import Sentences, in_three

PEOPLE: Final[Mapping[Tile, tuple[Sentences, Sentences]]] = {
    Tile.ACTIVE: (
        in_three("Белсенді мүшелер", "Активные участники", "Active members"),
        in_three(
            "Кезең ішінде кемінде бір рет келген мүшелер. Келу — мүше чектің ұпайын алған немесе"
            " касса оның ваучерін қабылдаған күн; бір күнде екі рет келсе де, бір келу.",
            "Участники, которые за период приходили хотя бы раз. Визит — день, когда участник"
            " получил баллы по чеку или касса приняла его ваучер; два раза за день — один визит.",
            "Members who visited at least once in the period. A visit is a day on which a member"
            " claimed a receipt or a till took a voucher of theirs; twice a day is one visit.",
        ),
    ),
    Tile.NEW: (
        in_three("Жаңа мүшелер", "Новые участники", "New members"),
        in_three(
            "Осы жерге алғаш рет келуі кезеңге дәл келген мүшелер.",
            "Участники, чей самый первый визит сюда пришёлся на период.",
            "Members whose very first visit here was in the period.",
        ),
    ),
    Tile.RETURNING: (
        in_three("Қайта келген мүшелер", "Вернувшиеся участники", "Returning members"),
        in_three(
            "Белсенді мүшелер − жаңа мүшелер: кезеңге дейін де осында болғандар.",
            "Активные участники − новые: те, кто бывал здесь и до этого периода.",
            "Active members − new members: those who had been here before the period.",
        ),
    ),
    Tile.REPEAT: (
        in_three("Қайталап келу үлесі", "Доля повторных визитов", "Repeat rate"),
        in_three(
            "Кезең ішінде екі немесе одан көп күн келген мүшелер ÷ белсенді мүшелер.",
            "Участники, приходившие за период в два разных дня или чаще ÷ активные участники.",
            "Members who visited on two days of the period or more ÷ active members.",
        ),
    ),
    Tile.VISITS: (
        in_three("Келулер", "Визиты", "Visits"),
        in_three(
            "Кезең ішіндегі келулердің саны: әр мүшенің әр күні бір рет есептеледі.",
            "Число визитов за период: каждый участник считается один раз в день.",
            "How many visits there were in the period: each member counts once a day.",
        ),
    ),
    Tile.FREQUENCY: (
        in_three("Бір мүшеге шаққандағы келу", "Визитов на участника", "Visits per member"),
        in_three(
            "Келулер ÷ белсенді мүшелер.",
            "Визиты ÷ активные участники.",
            "Visits ÷ active members.",
        ),
    ),
    Tile.LATELY: (
        in_three("90 күнде белсенді мүшелер", "Активные за 90 дней", "Active members in 90 days"),
        in_three(
            "Кезеңнің соңғы күнімен аяқталатын 90 күн ішінде кемінде бір рет келген мүшелер.",
            "Участники, приходившие хотя бы раз за 90 дней, которые кончаются последним днём"
            " периода.",
            "Members who visited at least once in the 90 days that end with the period's last day.",
        ),
    ),
}
