"""What the dashboard says about a reward's preview and dry run: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

TRIED: Final[Mapping[str, tuple[str, str, str]]] = {
    "o_preview": ("Көрінісі", "Как это выглядит", "What it looks like"),
    "o_by_day": (
        "Мүшенің телефонында, жарық режим", "У участника, светлая тема",
        "A member's phone, light",
    ),
    "o_by_night": (
        "Мүшенің телефонында, қараңғы режим", "У участника, тёмная тема",
        "A member's phone, dark",
    ),
    "o_at_till": ("Кассирдің экранында", "У кассира", "At the till"),
    "o_till_asks": ("Қабылдау?", "Принять?", "Accept?"),
    "o_till_took": ("Қабылданды", "Принято", "Accepted"),
    "o_till_note": (
        ("Кассир әр ваучерді растайды; құны касса баптауындағы шектен аспайтыны растаусыз "
        "қабылданады."),
        ("Кассир подтверждает каждый ваучер; не дороже порога из настроек кассы принимаются "
        "без подтверждения."),
        ("The cashier confirms each voucher; those worth no more than the till's own setting "
        "are taken without it."),
    ),
    "o_run": ("Сынақ есеп", "Пробный расчёт", "Dry run"),
    "o_run_days": (
        "{days} аралығында келген мүшелер бойынша. Ештеңе өзгерген жоқ.",
        "По участникам, которые были у вас {days}. Ничего не изменено.",
        "By the members who were here on {days}. Nothing has been changed.",
    ),
    "o_run_part": (
        "Мүше өте көп: ең жиі кездесетіндері ғана есептелді.",
        "Участников очень много: посчитаны только самые частые случаи.",
        "There are very many members: only the commonest cases were counted.",
    ),
    "o_able": ("Қазір ала алады", "Могут взять сейчас", "Could have it now"),
    "o_able_of": ("{all} мүшенің ішінен", "из всех {all}", "of all {all}"),
    "o_one": ("Бір ваучер", "Один ваучер", "One voucher"),
    "o_one_text": (
        "Мүше {paid} тұратын ұпай береді, сіз {worth} бересіз",
        "Участник отдаёт баллы на {paid}, вы отдаёте {worth}",
        "The member gives points worth {paid}, you hand out {worth}",
    ),
    "o_margin": ("Бір ваучердің нәтижесі", "Итог одного ваучера", "What one voucher leaves"),
    "o_covered": (
        "ұпай өтейтін бөлігі: {share}", "баллы покрывают {share}", "points cover {share}",
    ),
    "o_unknown_worth": (
        "Құны жазылмаған, сондықтан шығын белгісіз.",
        "Стоимость не указана, поэтому расход неизвестен.",
        "Its worth is not said, so the cost is not known.",
    ),
    "o_at_most": ("Ең көп дегенде", "Самое большее", "At the very most"),
    "o_at_most_text": (
        "ваучер, алуы мүмкін адамның бәрі мүмкіндігінше алса; шығыны {cost}",
        "ваучеров, если каждый, кто может, возьмёт всё, что может; расход {cost}",
        "vouchers, if everybody who can takes all that he may; cost {cost}",
    ),
    "o_pace": ("Айына", "В месяц", "A month"),
    "o_pace_own": (
        "ваучер, өткен 30 күндегідей; шығыны {cost}",
        "ваучеров, как за прошлые 30 дней; расход {cost}",
        "vouchers, as in the last 30 days; cost {cost}",
    ),
    "o_pace_others": (
        "ваучер, басқа сыйлықтарыңыз орташа осынша алынады; шығыны {cost}",
        "ваучеров: столько в среднем берут другие ваши награды; расход {cost}",
        "vouchers, as often as your other rewards on the average; cost {cost}",
    ),
    "o_pace_none": (
        "Салыстыратын ештеңе жоқ: әлі бірде-бір сыйлық алынбаған.",
        "Сравнить не с чем: пока не взяли ни одной награды.",
        "Nothing to compare with: no reward has been taken yet.",
    ),
    "o_lasts": ("Қоры жетеді", "Хватит запаса", "The stock lasts"),
    "o_vouchers": ("{count} ваучер", "ваучеров: {count}", "vouchers: {count}"),
    "o_kept_out": ("Кімге қолжетімсіз", "Кому недоступна", "Who is kept out"),
    "o_kept_none": (
        "Келгендердің бәрі ала алады.", "Доступна всем, кто был.", "Nobody: all who were here may.",
    ),
    "oz_out_not_enough_points": ("Ұпайы жетпейді", "Не хватает баллов", "Too few points"),
    "oz_out_tier_too_low": ("Деңгейі төмен", "Низкий уровень", "Tier too low"),
    "oz_out_limit_reached": ("Шегіне жеткен", "Исчерпали свой предел", "Had all that they may"),
    "oz_out_sold_out": ("Қалмаған", "Закончилась", "None left"),
    "oz_out_suspended": ("Бұғатталған", "Заблокированы", "Blocked"),
    "o_held": ("Мүшелердің қолындағы ваучерлер", "Ваучеры на руках", "Vouchers that members hold"),
    "o_held_none": (
        "Қазір ешкімнің қолында бұл сыйлықтың ваучері жоқ.",
        "Сейчас ни у кого нет ваучера этой награды.",
        "Nobody holds a voucher of this reward now.",
    ),
    "o_held_text": (
        "Бұл өзгеріс оларға әсер етпейді: әр ваучер өз нұсқасының уәдесін сақтайды.",
        "Их эта правка не коснётся: каждый ваучер хранит обещание своей версии.",
        "This edit does not touch them: each voucher keeps what its version promised.",
    ),
    "o_held_one": (
        "{number}-нұсқа: {title}, {price}", "Версия {number}: {title}, {price}",
        "Version {number}: {title}, {price}",
    ),
    "o_changes": (
        "Жаңа ваучерлер үшін өзгереді", "Для новых ваучеров изменится",
        "New vouchers will differ in",
    ),
    "o_no_changes": ("ештеңе", "ничего", "nothing"),
    "o_reckoning": (
        ("Мүше — осы кезеңде сізде чегін тіркеген адам; ұпайы мен деңгейі бүгінгі. Пайыз орташа "
        "чекке есептеледі ({average}). Айлық қарқын мен қор сол 30 күнге сүйенеді."),
        ("Участники — те, кто в эти дни получил у вас баллы; баллы и уровень сегодняшние. Процент "
        "считается от среднего чека участника ({average}). Темп и запас — по тем же 30 дням."),
        ("Members are those who claimed a receipt of yours on these days, with the points and tier "
        "of today. A per cent is of their mean receipt ({average}). Pace and stock go by the same "
        "30 days."),
    ),
    "oz_field_kind": ("түрі", "вид", "kind"),
    "oz_field_price": ("бағасы", "цена", "price"),
    "oz_field_texts": ("мәтіні", "тексты", "texts"),
    "oz_field_value": ("құны", "стоимость", "worth"),
    "oz_field_percent": ("пайызы", "процент", "per cent"),
    "oz_field_most": ("чектегі шегі", "предел на чек", "limit of a receipt"),
    "oz_field_offline": ("байланыссыз қабылдау", "приём без связи", "taking without a line"),
    "oz_field_picture": ("суреті", "фотография", "picture"),
    "oz_field_valid_from": ("бірінші күні", "первый день", "first day"),
    "oz_field_valid_until": ("соңғы күні", "последний день", "last day"),
    "oz_field_shops": ("дүкендері", "магазины", "shops"),
    "oz_field_tier": ("деңгейі", "уровень", "tier"),
    "oz_field_life": ("ваучер мерзімі", "срок ваучера", "voucher's life"),
    "oz_field_limit": ("мүшеге шегі", "предел на участника", "limit of a member"),
    "oz_field_scope": ("ваучер жарайтын жер", "место ваучера", "where a voucher is good"),
    "oz_field_undo": ("қайтару мүмкіндігі", "возможность отмены", "undoing"),
    "oz_field_usable_from": ("қолдану күні", "день начала", "usable from"),
    "oz_field_in_total": ("чек қорытындысы", "итог чека", "printed total"),
}  # fmt: skip
"""The preview and the dry run."""
