"""What the dashboard's forms and tables say, whatever they are about: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

FORM: Final[Mapping[str, tuple[str, str, str]]] = {
    "f_needed": ("Осы өрісті толтырыңыз.", "Заполните это поле.", "Fill this in."),
    "f_long": (
        "Тым ұзын: ең көбі {longest} таңба.",
        "Слишком длинно: не больше {longest} знаков.",
        "Too long: at most {longest} characters.",
    ),
    "f_whole": (
        "{least} мен {most} аралығындағы бүтін сан жазыңыз.",
        "Введите целое число от {least} до {most}.",
        "Enter a whole number from {least} to {most}.",
    ),
    "f_choice": ("Тізімнен таңдаңыз.", "Выберите из списка.", "Choose from the list."),
    "f_day": (
        "Күнді күнтізбеден таңдаңыз.", "Выберите дату в календаре.",
        "Choose a day in the calendar.",
    ),
    "reason": ("Себебі", "Причина", "Reason"),
    "search": ("Іздеу", "Найти", "Search"),
    "nav_groups_day": ("Күнделікті", "Каждый день", "Day to day"),
    "nav_groups_offer": ("Не ұсынамыз", "Что предлагаем", "What we offer"),
    "nav_groups_house": ("Шаруашылық", "Хозяйство", "The house"),
    "nav_groups_money": ("Есеп айырысу", "Расчёты", "Settling up"),
}  # fmt: skip
