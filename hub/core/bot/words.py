"""What the bot says: Kazakh, Russian and English side by side."""

from collections.abc import Mapping
from typing import Final

from hub.core.bot.notices import NoticeKind

Sentences = tuple[str, str, str]
"""Kazakh, Russian, English."""
PLACE: Final[Mapping[str, int]] = {"kk": 0, "ru": 1, "en": 2}
LANGUAGE_NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
TIERS: Final[Mapping[str, Sentences]] = {
    "bronze": ("Қола", "Бронза", "Bronze"),
    "silver": ("Күміс", "Серебро", "Silver"),
    "gold": ("Алтын", "Золото", "Gold"),
}
NOTICES: Final[Mapping[NoticeKind, Sentences]] = {
    NoticeKind.CLAIMED: (
        "Чек үшін +{points}. Жұмсауға болады: {balance}.",
        "+{points} за чек. Можно потратить: {balance}.",
        "+{points} for your receipt. You can spend: {balance}.",
    ),
    NoticeKind.CLAIM_REVIEW: (
        "Чегіңіз қабылданды, оны қызметкер тексереді. Ұпай тексерістен кейін қосылады.",
        "Чек принят, его проверит сотрудник. Баллы придут после проверки.",
        "We have your receipt, and a person will check it. The points come after that.",
    ),
    NoticeKind.CHECKED: (
        "Чегіңіз тексерілді: +{points}. Жұмсауға болады: {balance}.",
        "Чек проверен: +{points}. Можно потратить: {balance}.",
        "Your receipt was checked: +{points}. You can spend: {balance}.",
    ),
    NoticeKind.REJECTED: (
        "Чек тексерілді, ол бойынша ұпай берілмейді. Қателік болса, чекті дүкенде көрсетіңіз.",
        "Чек проверен: баллов за него не будет. Если это ошибка, покажите чек в магазине.",
        "Your receipt was checked and earns no points. If that is a mistake, show it in the shop.",
    ),
    NoticeKind.RECKONED: (
        "Бір чегіңіздің ұпайы қайта есептелді. Жұмсауға болады: {balance}. Себебі — тарихта.",
        "Баллы за один из чеков пересчитаны. Можно потратить: {balance}. Причина — в истории.",
        "The points of one receipt were changed. You can spend: {balance}. Your history says why.",
    ),
    NoticeKind.BONUS: (
        "Бонус сізде: +{points}. Жұмсауға болады: {balance}.",
        "Бонус ваш: +{points}. Можно потратить: {balance}.",
        "Your bonus is here: +{points}. You can spend: {balance}.",
    ),
    NoticeKind.THANKS: (
        "Дос шақырғаныңызға рақмет: +{points}. Жұмсауға болады: {balance}.",
        "Спасибо, что привели друга: +{points}. Можно потратить: {balance}.",
        "Thank you for bringing a friend: +{points}. You can spend: {balance}.",
    ),
    NoticeKind.ADDED: (
        "Сізге ұпай қосылды: +{points}. Жұмсауға болады: {balance}.",
        "Вам начислено: +{points}. Можно потратить: {balance}.",
        "Added for you: +{points}. You can spend: {balance}.",
    ),
    NoticeKind.TAKEN: (
        "Ұпай шегерілді: −{points}. Жұмсауға болады: {balance}. Себебі — тарихта.",
        "Списано: −{points}. Можно потратить: {balance}. Причина — в истории.",
        "Taken off: −{points}. You can spend: {balance}. Your history says why.",
    ),
    NoticeKind.FISCAL: (
        "Фискалдық чегіңіздің ұпайы қосылды. Жұмсауға болады: {balance}.",
        "Баллы за фискальный чек начислены. Можно потратить: {balance}.",
        "The points for your fiscal receipt are here. You can spend: {balance}.",
    ),
    NoticeKind.FISCAL_NONE: (
        "Фискалдық чегіңіз бойынша ұпай қосылмады. Қателік болса, чекті дүкенде көрсетіңіз.",
        "За фискальный чек баллов нет. Если это ошибка, покажите чек в магазине.",
        "Your fiscal receipt earned no points. If that is a mistake, show it in the shop.",
    ),
    NoticeKind.EXPIRING: (
        "{day} күні {points} күйіп кетеді. Оған дейін тәтті сыйлыққа айырбастап үлгеріңіз.",
        "{day} сгорят {points}. Успейте обменять их на что-нибудь вкусное.",
        "On {day} you will lose {points}. Swap them for a treat before then.",
    ),
    NoticeKind.EXPIRING_SOON: (
        "Аз уақыт қалды: {day} күні {points} күйіп кетеді.",
        "Осталось совсем немного: {day} сгорят {points}.",
        "Not long now: on {day} you will lose {points}.",
    ),
    NoticeKind.GIVEN: (
        "Берілді: {title} ({shop}). Ас болсын!\nСіз алмасаңыз, осы хабарламаны дүкенде көрсетіңіз.",
        (
            "Выдано: {title} ({shop}). Приятного аппетита!\n"
            "Если это были не вы, покажите это сообщение в магазине."
        ),
        "Handed over: {title} ({shop}). Enjoy!\nIf it was not you, show this message in the shop.",
    ),
    NoticeKind.VOUCHER_ENDING: (
        "«{title}» ваучері {time} дейін жарамды.",
        "Ваучер «{title}» действует до {time}.",
        "Your voucher “{title}” is good until {time}.",
    ),
    NoticeKind.VOUCHER_CANCELLED: (
        "«{title}» ваучері қайтарылды. Ұпайыңыз өзіңізде: {points}.",
        "Ваучер «{title}» возвращён. Баллы снова у вас: {points}.",
        "The voucher “{title}” was given back. You have your points again: {points}.",
    ),
    NoticeKind.VOUCHER_EXPIRED: (
        "«{title}» ваучерінің мерзімі өтті. Ұпайыңыз қайтты: {points}.",
        "Срок ваучера «{title}» истёк. Баллы вернулись: {points}.",
        "The voucher “{title}” has expired. Your points are back: {points}.",
    ),
    NoticeKind.VOUCHER_UNDONE: (
        "Кассада кері алынды: {title}. Ұпайыңыз қайтты: {points}.",
        "На кассе отменили выдачу: {title}. Баллы вернулись: {points}.",
        "Undone at the till: {title}. Your points are back: {points}.",
    ),
    NoticeKind.TIER_UP: (
        "Құттықтаймыз! Деңгейіңіз енді — «{tier}». Ол неғұрлым жоғары болса, ұпай да соғұрлым көп.",
        "Поздравляем! Ваш уровень теперь — «{tier}». Чем он выше, тем больше баллов за чек.",
        "Congratulations! You have reached {tier}. The higher your tier, the more a receipt earns.",
    ),
    NoticeKind.TIER_DOWN: (
        "Деңгейіңіз енді — «{tier}». Әр сатып алу келесі деңгейге жақындатады.",
        "Ваш уровень теперь — «{tier}». Каждая покупка приближает следующий.",
        "Your tier is now {tier}. Every purchase brings you closer to the next one.",
    ),
    NoticeKind.TIER_AT_RISK: (
        (
            "«{tier}» деңгейі жақында төмендеуі мүмкін. Оны сақтауға не қажет екенін қосымшадан"
            " көріңіз."
        ),
        "Уровень «{tier}» может скоро понизиться. Что нужно, чтобы его сохранить, — в приложении.",
        "You may soon lose the {tier} tier. The app shows what it takes to keep it.",
    ),
}
FREE_ENDINGS: Final[Mapping[NoticeKind, Sentences]] = {
    NoticeKind.VOUCHER_CANCELLED: (
        "«{title}» ваучері қайтарылды.",
        "Ваучер «{title}» возвращён.",
        "The voucher “{title}” was given back.",
    ),
    NoticeKind.VOUCHER_EXPIRED: (
        "«{title}» ваучерінің мерзімі өтті.",
        "Срок ваучера «{title}» истёк.",
        "The voucher “{title}” has expired.",
    ),
    NoticeKind.VOUCHER_UNDONE: (
        "Кассада кері алынды: {title}.",
        "На кассе отменили выдачу: {title}.",
        "Undone at the till: {title}.",
    ),
}
"""The same of vouchers that had cost nothing."""
WORDS: Final[Mapping[str, Sentences]] = {
    "open": ("Қосымшаны ашу", "Открыть приложение", "Open the app"),
    "get_points": ("Ұпайды алу", "Получить баллы", "Get the points"),
    "rewards": ("Сыйлық таңдау", "Выбрать награду", "Choose a reward"),
    "voucher": ("Ваучерді көрсету", "Показать ваучер", "Show the voucher"),
    "notices_on": ("Хабарлама қосу", "Включить уведомления", "Turn notifications on"),
    "hello": (
        (
            "Сәлем, {name}! Мұнда кондитер дүкендеріндегі чектер үшін ұпай жинап, оны тәтті"
            " сыйлықтарға айырбастайсыз.\n\nЧектің ең астындағы Baursak кодын телефон камерасымен"
            " сканерлеңіз немесе қосымшаны ашыңыз."
        ),
        (
            "Здравствуйте, {name}! Здесь вы копите баллы за чеки в кондитерских и меняете их на"
            " угощения.\n\nОтсканируйте код Baursak в самом низу чека камерой телефона или откройте"
            " приложение."
        ),
        (
            "Hello, {name}! Here receipts from confectioneries earn you points, and points become"
            " treats.\n\nScan the Baursak code at the foot of a receipt with your phone's camera,"
            " or open the app."
        ),
    ),
    "friend": ("дос", "друг", "friend"),
    "receipt_waits": (
        "Чегіңіз күтіп тұр. Батырманы басыңыз, ұпай бірден қосылады.",
        "Ваш чек ждёт. Нажмите кнопку, и баллы придут сразу.",
        "Your receipt is waiting. Press the button and the points are yours.",
    ),
    "notices_offer": (
        "Ұпай, ваучер және деңгей туралы жазып тұрайын ба? Жарнама жоқ.",
        "Писать вам о баллах, ваучерах и уровне? Без рекламы.",
        "Shall I write to you about points, vouchers and your tier? No advertising.",
    ),
    "help": (
        (
            "/balance — қанша ұпай бар\n/language — тіл\n/stop — хабарламаларды өшіру\n\n"
            "Ұпай алу үшін чектің ең астындағы Baursak кодын сканерлеңіз. Сұрақ болса, чекпен"
            " дүкенге келіңіз."
        ),
        (
            "/balance — сколько у вас баллов\n/language — язык\n/stop — отключить уведомления\n\n"
            "Чтобы получить баллы, отсканируйте код Baursak в самом низу чека. Если что-то не так,"
            " покажите чек в магазине."
        ),
        (
            "/balance — how many points you have\n/language — language\n/stop — notifications off"
            "\n\nTo get points, scan the Baursak code at the foot of a receipt. If something is"
            " wrong, show the receipt in the shop."
        ),
    ),
    "balance": (
        "Жұмсауға болады: {balance}.\nДеңгейіңіз: {tier}.",
        "Можно потратить: {balance}.\nВаш уровень: {tier}.",
        "You can spend: {balance}.\nYour tier: {tier}.",
    ),
    "balance_held": (
        "Ваучерлерде: {points}.",
        "В ваучерах: {points}.",
        "In vouchers: {points}.",
    ),
    "balance_expiring": (
        "{day} күні күйіп кетеді: {points}.",
        "{day} сгорят: {points}.",
        "Lost on {day}: {points}.",
    ),
    "no_member": (
        "Әзірге шотыңыз жоқ. Қосымшаны ашыңыз, ол бірден пайда болады.",
        "У вас пока нет счёта. Откройте приложение, и он появится.",
        "You have no account yet. Open the app and you will.",
    ),
    "choose_language": (
        "Тілді таңдаңыз · Выберите язык · Choose a language",
        "Выберите язык · Тілді таңдаңыз · Choose a language",
        "Choose a language · Тілді таңдаңыз · Выберите язык",
    ),
    "language_set": ("Енді қазақша жазамын.", "Теперь пишу по-русски.", "I write English now."),
    "stopped": (
        "Хабарламалар өшірілді. Ұпай мен ваучерлер орнында.",
        "Уведомления отключены. Баллы и ваучеры на месте.",
        "Notifications are off. Your points and vouchers are where they were.",
    ),
    "notices_are_on": (
        "Хабарламалар қосылды. Өшіру үшін: /stop",
        "Уведомления включены. Отключить: /stop",
        "Notifications are on. To turn them off: /stop",
    ),
    "no_such": (
        "Мен мына командаларды түсінемін:\n\n{help}",
        "Я понимаю такие команды:\n\n{help}",
        "These are the commands that I know:\n\n{help}",
    ),
    "command_balance": ("Қанша ұпай бар", "Сколько у меня баллов", "How many points I have"),
    "command_language": ("Тілді ауыстыру", "Сменить язык", "Change the language"),
    "command_stop": ("Хабарламаларды өшіру", "Отключить уведомления", "Turn notifications off"),
    "command_help": ("Көмек", "Помощь", "Help"),
    "short_description": (
        "Кондитер дүкендеріндегі чектер үшін ұпай, ұпайға тәтті сыйлықтар.",
        "Баллы за чеки в кондитерских, за баллы — угощения.",
        "Points for receipts from confectioneries, and treats for points.",
    ),
    "description": (
        (
            "Чектің астындағы Baursak кодын сканерлеңіз: ұпай бірден қосылады, оны тәтті сыйлыққа"
            " айырбастайсыз. Ұпай, ваучер және деңгей туралы рұқсат берсеңіз ғана жазамыз."
            " Жарнама жоқ."
        ),
        (
            "Сканируйте код Baursak внизу чека: баллы приходят сразу, за них — угощения. О баллах,"
            " ваучерах и уровне пишем, только если вы разрешили. Без рекламы."
        ),
        (
            "Scan the Baursak code at the foot of a receipt: points come at once and become treats."
            " We write about points, vouchers and tiers only if you let us. No advertising."
        ),
    ),
}


def word(name: str, language: str) -> str:
    """Return one of WORDS in *language* (kk, ru or en)."""
    return WORDS[name][PLACE[language]]


def in_language(sentences: Sentences, language: str) -> str:
    """Return the one of *sentences* that is in *language*."""
    return sentences[PLACE[language]]
