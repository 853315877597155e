"""What the owner's dashboard says: Kazakh, Russian, English."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from hub.web.owner.texts_account import ACCOUNT
from hub.web.owner.texts_audit import AUDIT
from hub.web.owner.texts_cards import CARDS
from hub.web.owner.texts_desk import DESK
from hub.web.owner.texts_files import FILES
from hub.web.owner.texts_form import FORM
from hub.web.owner.texts_guests import GUESTS
from hub.web.owner.texts_habits import HABITS
from hub.web.owner.texts_house import HOUSE
from hub.web.owner.texts_partners import PARTNERS
from hub.web.owner.texts_policy import POLICY
from hub.web.owner.texts_programme import PROGRAMME
from hub.web.owner.texts_rewards import REWARDS
from hub.web.owner.texts_rules import RULES, SAID
from hub.web.owner.texts_settlement import SETTLEMENT
from hub.web.owner.texts_staff import STAFF
from hub.web.owner.texts_trial import TRIED
from hub.web.owner.texts_vouchers import VOUCHERS

_PLACE: Final = {"kk": 0, "ru": 1, "en": 2}

WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "dashboard": ("Басқару панелі", "Панель управления", "Dashboard"),
    "sign_in": ("Кіру", "Вход", "Sign in"),
    "sign_in_lead": (
        "Дүкеніңіздің бүгінгі күні бір бетте.",
        "Сегодняшний день ваших магазинов на одной странице.",
        "Your shops' day on one page.",
    ),
    "login": ("Логин", "Логин", "Login"),
    "password": ("Құпиясөз", "Пароль", "Password"),
    "code": ("Бір реттік код", "Одноразовый код", "One-time code"),
    "code_hint": (
        "Кодты қолданбаңыз көрсетеді. Қоспаған болсаңыз, бос қалдырыңыз.",
        "Его показывает приложение. Если вы его не включали, оставьте пустым.",
        "Your authenticator app shows it. Leave it empty if you use none.",
    ),
    "enter": ("Кіру", "Войти", "Sign in"),
    "sign_out": ("Шығу", "Выйти", "Sign out"),
    "language": ("Тіл", "Язык", "Language"),
    "skip": ("Мазмұнға өту", "К содержанию", "Skip to content"),
    "menu": ("Бөлімдер", "Разделы", "Sections"),
    "nav_today": ("Шолу", "Обзор", "Overview"),
    "nav_reviews": ("Тексеру кезегі", "На проверку", "Review queue"),
    "nav_tills": ("Кассалар", "Кассы", "Tills"),
    "glance_today": ("Бүгінгі басты көрсеткіштер", "Главное за сегодня", "Today at a glance"),
    "glance": ("Кезеңнің басты көрсеткіштері", "Главное за период", "The period at a glance"),
    "against": ("Салыстыру: {days}", "В сравнении с {days}", "Compared with {days}"),
    "up_to_both": (
        "Екі күн де {time} уақытына дейін салыстырылады.",
        "Оба дня сравниваются до {time}.",
        "Both days are compared up to {time}.",
    ),
    "up_to_last": (
        "Екі кезеңнің соңғы күні {time} уақытына дейін салыстырылады.",
        "Последний день обоих периодов сравнивается до {time}.",
        "The last day of both is compared up to {time}.",
    ),
    "against_what": ("Немен салыстыру", "Сравнить", "Compare with"),
    "against_before": ("Алдыңғы кезеңмен", "С прошлым периодом", "The period before"),
    "against_year": ("Былтырғымен", "С прошлым годом", "A year before"),
    "before_whole": (
        "сол күні барлығы {value}", "за весь тот день {value}", "{value} in all of that day",
    ),
    "part_failed": (
        "Бұл бөлім жүктелмеді, қалғаны орнында.",
        "Эта часть не загрузилась, остальное на месте.",
        "This part could not be loaded; the rest is there.",
    ),
    "again": ("Қайта көру", "Попробовать ещё раз", "Try again"),
    "split_by": ("Немен бөлу", "Разрез", "Split by"),
    "all_hours": ("Кез келген сағат", "Любой час", "Any hour"),
    "plot_keys": (
        "Солға, оңға бағдаршалары мәнді көрсетеді, «+» мен «−» масштабты өзгертеді, Enter ашады.",
        "Стрелки влево и вправо показывают значения, «+» и «−» меняют масштаб, Enter открывает.",
        "Left and right arrows show values, + and − zoom, Enter opens.",
    ),
    "plot_whole": ("Толық көрсету", "Показать целиком", "Show all of it"),
    "counted_at": ("Есептелген уақыты: {time}", "Подсчитано в {time}", "Counted at {time}"),
    "never_counted": (
        "Сандар әлі есептелген жоқ. Есептегіш іске қосылғанда олар осы жерде пайда болады.",
        "Цифры ещё не подсчитаны. Они появятся здесь, когда заработает счётчик.",
        "Nothing has been counted yet. The numbers appear here once the worker runs.",
    ),
    "stale": (
        "Сандар ескі: соңғы рет {time} есептелген. Есептегіш тоқтап қалған болуы мүмкін.",
        "Цифры устарели: последний подсчёт {time}. Возможно, счётчик остановлен.",
        "These numbers are old: last counted {time}. The worker may have stopped.",
    ),
    "period": ("Кезең", "Период", "Period"),
    "p_today": ("Бүгін", "Сегодня", "Today"),
    "p_week": ("7 күн", "7 дней", "7 days"),
    "p_days30": ("30 күн", "30 дней", "30 days"),
    "p_month": ("Осы ай", "Этот месяц", "This month"),
    "since": ("Басы", "С", "From"),
    "until": ("Соңы", "По", "To"),
    "shop": ("Дүкен", "Магазин", "Shop"),
    "till": ("Касса", "Касса", "Till"),
    "cashier": ("Кассир", "Кассир", "Cashier"),
    "partner": ("Серіктес", "Партнёр", "Partner"),
    "all_shops": ("Барлық дүкен", "Все магазины", "All shops"),
    "all_tills": ("Барлық касса", "Все кассы", "All tills"),
    "all_cashiers": ("Барлық кассир", "Все кассиры", "All cashiers"),
    "all_partners": ("Барлық серіктес", "Все партнёры", "All partners"),
    "nobody": ("Кассирі көрсетілмеген", "Кассир не указан", "No cashier named"),
    "no_place": ("Чексіз (бонустар)", "Без чека (бонусы)", "No receipt (bonuses)"),
    "show": ("Көрсету", "Показать", "Show"),
    "no_filter": ("Сүзгіні алып тастау", "Сбросить фильтр", "Clear the filter"),
    "formula": ("Қалай есептеледі", "Как считается", "How it is reckoned"),
    "before": ("бұрын {value}", "было {value}", "was {value}"),
    "no_before": ("Салыстыратын дерек жоқ", "Сравнить не с чем", "Nothing to compare with"),
    "no_value": ("Дерек жоқ", "Нет данных", "No value"),
    "g_receipts": ("Чектер", "Чеки", "Receipts"),
    "g_points": ("Ұпайлар", "Баллы", "Points"),
    "g_people": ("Мүшелер", "Участники", "Members"),
    "g_now": ("Дәл қазір", "Прямо сейчас", "Right now"),
    "no_now": (
        "Міндеттеме мен тәуекел бүкіл бизнес бойынша ғана есептеледі.",
        "Обязательства и риск считаются только по всему бизнесу.",
        "What is owed and at risk is reckoned for the whole business only.",
    ),
    "by_day": ("Күндер бойынша", "По дням", "By day"),
    "by_hour": ("Сағаттар бойынша", "По часам", "By hour"),
    "by_partner": ("Серіктестер бойынша", "По партнёрам", "By partner"),
    "by_shop": ("Дүкендер бойынша", "По магазинам", "By shop"),
    "by_till": ("Кассалар бойынша", "По кассам", "By till"),
    "by_cashier": ("Кассирлер бойынша", "По кассирам", "By cashier"),
    "table": ("Кесте түрінде", "Таблицей", "As a table"),
    "day": ("Күн", "День", "Day"),
    "hour": ("Сағат", "Час", "Hour"),
    "csv": ("CSV жүктеу", "Скачать CSV", "Download CSV"),
    "empty": (
        "Бұл кезеңде әлі ештеңе болған жоқ.",
        "За этот период пока ничего не было.",
        "Nothing has happened in this period yet.",
    ),
    "unconfirmed": (
        "Расталмаған ұпайлар, кассалар бойынша",
        "Неподтверждённые баллы по кассам",
        "Unconfirmed points by till",
    ),
    "no_unconfirmed": (
        "Барлық касса чектерін тапсырды.",
        "Все кассы передали свои чеки.",
        "Every till has handed in its receipts.",
    ),
    "claims": ("Чектер", "Чеков", "Receipts"),
    "points": ("Ұпай", "Баллы", "Points"),
    "synced": ("Соңғы байланыс", "Последняя связь", "Last contact"),
    "never": ("ешқашан", "никогда", "never"),
    "live": ("Байланыста", "На связи", "Live"),
    "live_wait": ("Қосылуда…", "Подключаемся…", "Connecting…"),
    "live_poll": (
        "Әр 10 секунд сайын жаңарады", "Обновляется каждые 10 секунд", "Refreshed every 10 seconds",
    ),
    "live_stale": ("{time} бастап жаңармаған", "Нет связи с {time}", "Stale since {time}"),
    "live_title": ("Сатылымдар ағыны", "Продажи по мере поступления", "Sales as they come"),
    "live_none": (
        "Келесі сатылым осы жерде бірден көрінеді.",
        "Следующая продажа появится здесь сразу.",
        "The next sale shows here at once.",
    ),
    "fresh": (
        "тағы {value}, есептелуде", "ещё {value}, в подсчёте", "{value} more, being counted",
    ),
    "sale_of": ("{count} чек", "чеков: {count}", "receipts: {count}"),
    "error": ("Болмады", "Не получилось", "That did not work"),
    "forbidden": (
        "Бұл бет сіздің рөліңізге ашық емес.",
        "Эта страница вашей роли не открыта.",
        "This page is not open to your role.",
    ),
    "to_glance": ("Шолуға оралу", "Вернуться к обзору", "Back to the overview"),
    "no_line": (
        "Хабқа қосылу мүмкін болмады. Байланысты тексеріп, қайталап көріңіз.",
        "Нет связи с сервером. Проверьте интернет и попробуйте ещё раз.",
        "The hub cannot be reached. Check the line and try again.",
    ),
}  # fmt: skip


TABLES: Final = (
    WORDS, ACCOUNT, AUDIT, CARDS, DESK, FILES, FORM, GUESTS, HABITS, HOUSE, PARTNERS, POLICY,
    PROGRAMME, REWARDS, RULES, SAID, SETTLEMENT, STAFF, TRIED, VOUCHERS,
)  # fmt: skip
"""The words of all rooms; no name stands in two of them."""


@cache
def words_in(language: str) -> dict[str, str]:
    """Return every word in *language*."""
    return {name: spoken[_PLACE[language]] for it in TABLES for name, spoken in it.items()}
