"""What the Mini App says of rewards and vouchers: Kazakh, Russian and English side by side."""

from collections.abc import Mapping
from typing import Final

GOODS: Final[Mapping[str, tuple[str, str, str]]] = {
    # Rewards.
    "now_only": ("Қазір болады", "Доступно", "Can have now"),
    "no_rewards": (
        "Әзірге сыйлық жоқ. Жақында қосылады.",
        "Наград пока нет. Скоро появятся.",
        "There are no rewards yet. Some are on their way.",
    ),
    "kind_product": ("Тағам", "Угощения", "Treats"),
    "kind_discount": ("Жеңілдік", "Скидки", "Discounts"),
    "kind_cashback": ("Кэшбэк", "Кешбэк", "Cashback"),
    "kind_special_offer": ("Арнайы", "Особые", "Specials"),
    "kind_part_payment": ("Ұпаймен төлеу", "Оплата баллами", "Pay with points"),
    "free": ("Тегін", "Бесплатно", "Free"),
    "up_to": ("{points}ға дейін", "максимум {points}", "up to {points}"),
    "take": ("Алу: {points}", "Взять: {points}", "Take: {points}"),
    "take_part": ("Алу", "Взять", "Take"),
    "take_free": ("Тегін алу", "Взять бесплатно", "Take it free"),
    "take_note": (
        "Ваучер {hours} жарамды. Ойыңыз өзгерсе, қайтаруға болады.",
        "Ваучер действует {hours}. Передумаете — его можно вернуть.",
        "The voucher is good for {hours}. You can give it back if you change your mind.",
    ),
    "where": ("Қай дүкеннен аласыз?", "В каком магазине возьмёте?", "Which shop will you go to?"),
    "which_till": (
        "Қай кассадан аласыз?",
        "На какой кассе возьмёте?",
        "Which till will you go to?",
    ),
    "one_till": (
        "Бұл сыйлықты тек таңдалған касса береді.",
        "Эту награду выдаст только выбранная касса.",
        "Only the till you choose gives this reward.",
    ),
    "nowhere": (
        "Әзірге ешқандай касса бермейді",
        "Пока не выдаёт ни одна касса",
        "No till gives it out for now",
    ),
    "at_most": (
        "Бір чекке ең көбі {sum} ₸",
        "Не больше {sum} ₸ на чек",
        "At most {sum} ₸ a receipt",
    ),
    "usable_from": (
        "Ваучерді қолдана бастауға болатын уақыт: {time}",
        "Ваучером можно пользоваться с {time}",
        "The voucher can be used from {time}",
    ),
    "given_at": ("Қайда беріледі", "Где выдают", "Where it is given"),
    "how_many": ("Неше ұпай?", "Сколько баллов?", "How many points?"),
    "left": ("Қалды: {count}", "Осталось: {count}", "{count} left"),
    "until_day": ("Соңғы күн: {day}", "По {day}", "Through {day}"),
    "needs_points": ("Тағы {points} керек", "Ещё {points}", "{points} to go"),
    "needs_tier": ("«{tier}» деңгейі керек", "Нужен уровень «{tier}»", "Needs the {tier} tier"),
    "had_all": (
        "Сіз мұны алып қойғансыз",
        "Вы уже взяли, сколько можно",
        "You have had all you may",
    ),
    "begins": ("Басталуы: {time}", "Начало: {time}", "Starts: {time}"),
    "is_over": ("Мерзімі өтті", "Срок прошёл", "It is over"),
    # Vouchers.
    "held_until": ("Мерзімі: {time}", "До {time}", "Until {time}"),
    "show_cashier": ("Кассирге көрсетіңіз", "Покажите кассиру", "Show this to the cashier"),
    "time_left": ("Қалған уақыт", "Осталось", "Time left"),
    "only_at": ("Тек осы жерде: {place}", "Только здесь: {place}", "Only at {place}"),
    "anywhere": (
        "Кез келген дүкенде, интернет бар кезде",
        "В любом магазине, где есть интернет",
        "In any shop that is online",
    ),
    "short_code": (
        "Код оқылмай ма? 8 сан алыңыз",
        "Код не читается? Получите 8 цифр",
        "Code does not scan? Get 8 digits",
    ),
    "short_until": (
        "Кассирге айтыңыз. Мерзімі: {time}.",
        "Назовите кассиру. Действует до {time}.",
        "Tell the cashier. Good until {time}.",
    ),
    "give_back": ("Ваучерді қайтару", "Вернуть ваучер", "Give the voucher back"),
    "give_back_sure": (
        "Иә, қайтару. Ұпай өзіме келсін",
        "Да, вернуть баллы",
        "Yes, give me my points back",
    ),
    "was_redeemed": ("Берілді", "Выдано", "Given"),
    "was_cancelled": ("Қайтарылды", "Возвращён", "Given back"),
    "was_expired": ("Мерзімі өтті", "Срок истёк", "Expired"),
    "was_undone": ("Кассада кері алынды", "Отменено на кассе", "Undone at the till"),
    "enjoy": ("Ас болсын!", "Приятного аппетита!", "Enjoy!"),
    "points_back": (
        "Ұпай қайтарылды: {points}",
        "Баллы вернулись: {points}",
        "Points returned: {points}",
    ),
    "points_later": (
        "Ұпай барлық касса хабар алғанда қайтады. Әдетте бұл бірнеше минут.",
        "Баллы вернутся, когда об этом узнают все кассы. Обычно это несколько минут.",
        "The points return once every till has heard of it, usually within minutes.",
    ),
    "screenshot": (
        "Скриншот жарамайды: сағат жүріп тұруы керек.",
        "Снимок экрана не подойдёт: часы должны идти.",
        "A screenshot is no good: the clock has to move.",
    ),
}
