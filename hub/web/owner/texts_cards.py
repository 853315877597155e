"""What the dashboard says about member cards: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

CARDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_cards": ("Мүше карталары", "Карты участников", "Member cards"),
    "cd_lead": (
        "Телефоны жоқ мүшеге: карта ұпай жинайды, жұмсағанда PIN-код сұралады.",
        "Для участника без телефона: карта копит баллы, а тратит их по PIN-коду.",
        "For a member without a phone: the card earns, and spends by its PIN.",
    ),
    "cd_give": ("Жаңа карта беру", "Выдать новую карту", "Give a new card"),
    "cd_give_how": (
        "PIN-кодты мүшенің өзі терсін. Оны картаға жазбаңыз.",
        "Пусть PIN-код наберёт сам участник. Не пишите его на карте.",
        "Let the member type the PIN. Do not write it on the card.",
    ),
    "cd_partner": ("Серіктес", "Партнёр", "Partner"),
    "cd_name": ("Мүшенің аты", "Имя участника", "Member's name"),
    "cd_name_hint": (
        "Міндетті емес. Картада басылады.", "Необязательно. Печатается на карте.",
        "May be left empty. It is printed on the card.",
    ),
    "cd_language": ("Мүшенің тілі", "Язык участника", "Member's language"),
    "cd_pin": ("PIN-код, 4–6 сан", "PIN-код, 4–6 цифр", "PIN, 4 to 6 digits"),
    "cd_pin_again": ("PIN-код тағы бір рет", "PIN-код ещё раз", "The PIN once more"),
    "cd_pin_form": (
        "4–6 сан теріңіз. 1234 не 0000 сияқты оңай код жарамайды.",
        "Наберите 4–6 цифр. Лёгкие коды вроде 1234 или 0000 не подходят.",
        "Type 4 to 6 digits, and none that everybody tries, such as 1234 or 0000.",
    ),
    "cd_pin_differs": (
        "Екі PIN-код бірдей емес. Екеуін де қайта теріңіз.",
        "PIN-коды не совпали. Наберите оба ещё раз.",
        "The two PINs differ. Type both again.",
    ),
    "cd_make": ("Карта жасау", "Сделать карту", "Make the card"),
    "cd_print": ("Басып шығару", "Напечатать", "Print"),
    "cd_given": ("Берілген күні", "Выдана", "Given"),
    "cd_active": ("Жұмыс істейді", "Действует", "Active"),
    "cd_blocked": ("Бұғатталған", "Заблокирована", "Blocked"),
    "cd_replaced": ("Ауыстырылған", "Заменена", "Replaced"),
    "cd_pin_stopped": (
        "PIN-код бұғатталған: жаңасын қойыңыз", "PIN-код заблокирован: задайте новый",
        "The PIN is blocked: give a new one",
    ),
    "cd_no_name": ("Аты жазылмаған", "Без имени", "No name"),
    "cd_find": ("Карта нөмірі", "Номер карты", "Card number"),
    "cd_none": ("Карта әлі берілмеген.", "Карт пока нет.", "No cards yet."),
    "cd_not_found": (
        "Мұндай нөмірлі карта табылмады.", "Карты с таким номером не нашлось.",
        "There is no card with this number.",
    ),
    "cd_block": ("Бұғаттау", "Заблокировать", "Block"),
    "cd_block_text": (
        "Карта бірден тоқтайды: ұпай түспейді, жұмсалмайды. Жиналған ұпай сақталады.",
        "Карта сразу перестанет копить и тратить. Накопленные баллы останутся у участника.",
        "The card neither earns nor spends from now on. The member keeps the points.",
    ),
    "cd_block_sure": ("Иә, бұғаттау", "Да, заблокировать", "Yes, block it"),
    "cd_replace": ("Жаңасына ауыстыру", "Заменить новой", "Replace by a new one"),
    "cd_replace_text": (
        "Ескісі тоқтайды, жаңа картада ұпай да, PIN-код та сақталады.",
        "Старая перестанет работать; баллы и PIN-код перейдут на новую.",
        "The old one stops; points and PIN go over to the new one.",
    ),
    "cd_new_pin": ("Жаңа PIN-код", "Новый PIN-код", "A new PIN"),
    "cd_reason_hint": (
        "Неге екенін жазыңыз: журналда қалады.", "Напишите почему: останется в журнале.",
        "Say why: it stays in the log.",
    ),
    "cd_done_given": (
        "Карта дайын. Енді оны басып шығарыңыз.", "Карта готова. Теперь напечатайте её.",
        "The card is made. Print it now.",
    ),
    "cd_done_blocked": ("Карта бұғатталды.", "Карта заблокирована.", "The card is blocked."),
    "cd_done_replaced": (
        "Жаңа карта дайын. Ескісі жұмыс істемейді.", "Новая карта готова. Старая не работает.",
        "The new card is made. The old one does nothing any more.",
    ),
    "cd_done_pin": ("PIN-код ауысты.", "PIN-код изменён.", "The PIN is changed."),
    "cd_back": ("Карталарға оралу", "К картам", "Back to the cards"),
    "cd_cut": (
        "Картаны жиегімен қиып алыңыз: өлшемі банк картасындай.",
        "Вырежьте карту по краю: она размером с банковскую.",
        "Cut the card along its edge: it is as large as a bank card.",
    ),
}  # fmt: skip
