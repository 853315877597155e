"""What the dashboard says around the log of what staff did: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

AUDIT: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_audit": ("Әрекеттер журналы", "Журнал действий", "Action log"),
    "au_lead": (
        "Кім, қашан, не істеді, неге. Жазбалар өзгертілмейді және өшірілмейді.",
        "Кто, когда, что сделал и почему. Записи не меняются и не удаляются.",
        "Who did what, when and why. Rows are never changed or removed.",
    ),
    "au_who": ("Кім", "Кто", "Who"),
    "au_anybody": ("Кез келген адам", "Кто угодно", "Anybody"),
    "au_console": ("Хабтың консолі", "Консоль сервера", "The hub's console"),
    "au_gone": ("№ {number} қызметкер", "Сотрудник № {number}", "Person no. {number}"),
    "au_kind": ("Не туралы", "О чём", "About"),
    "au_any_kind": ("Барлығы", "Обо всём", "Anything"),
    "au_subject": ("Неге қатысты", "К чему относится", "Of what"),
    "au_any_subject": ("Кез келген", "Что угодно", "Any"),
    "au_subject_number": ("Оның нөмірі", "Его номер", "Its number"),
    "au_from": ("мекенжайы {address}", "с адреса {address}", "from {address}"),
    "au_none": (
        "Әзірге жазба жоқ: ешкім ештеңе өзгерткен жоқ.",
        "Записей пока нет: никто ничего не менял.",
        "No rows yet: nobody has changed anything.",
    ),
    "au_none_found": (
        "Бұл сүзгімен жазба табылмады.", "По этому фильтру записей нет.",
        "No row fits this filter.",
    ),
    "auk_member": ("Мүшелер", "Участники", "Members"),
    "auk_points": ("Ұпай түзетулері", "Правки баллов", "Adjustments of points"),
    "auk_voucher": ("Ваучерлер", "Ваучеры", "Vouchers"),
    "auk_review": ("Тексерулер", "Проверки", "Reviews"),
    "auk_return": ("Қайтарулар", "Возвраты", "Returns"),
    "auk_reward": ("Сыйлықтар", "Награды", "Rewards"),
    "auk_rule": ("Ұпай ережелері", "Правила начисления", "Earning rules"),
    "auk_tier": ("Деңгейлер", "Уровни", "Tiers"),
    "auk_till": ("Кассалар", "Кассы", "Tills"),
    "auk_shop": ("Дүкендер", "Магазины", "Shops"),
    "auk_cashier": ("Кассирлер", "Кассиры", "Cashiers"),
    "auk_staff": ("Қызметкерлер", "Сотрудники", "Staff"),
    "auk_partner": ("Серіктестер", "Партнёры", "Partners"),
    "auk_card": ("Мүше карталары", "Карты участников", "Member cards"),
    "auk_export": ("Файлға шығару", "Выгрузки", "Exports"),
    "auk_import": ("Файлдан жүктеу", "Загрузки", "Imports"),
    "auk_webhook": ("Вебхуктар", "Вебхуки", "Webhooks"),
    "auk_policy": ("Бағдарлама баптаулары", "Настройки программы", "Programme settings"),
    "auk_chain": ("Блокчейнмен есеп", "Расчёты в блокчейне", "The chain"),
}  # fmt: skip
