"""What the Mini App says about a card for the purse: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

CARD_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "card": ("Қағаз карта", "Карта на бумаге", "A card on paper"),
    "card_lead": (
        "Телефонсыз жүретін жақыныңызға: карта ұпайды осы аккаунтқа жинайды.",
        "Для того, кто ходит без телефона: карта копит баллы на этот аккаунт.",
        "For someone without a phone: the card earns points for this account.",
    ),
    "card_spends": (
        "Кассада ұпай жұмсағанда PIN-код сұралады. Оны картаға жазбаңыз.",
        "Чтобы потратить баллы на кассе, нужен PIN-код. Не пишите его на карте.",
        "Spending at the till asks for the PIN. Do not write it on the card.",
    ),
    "card_pin": ("PIN-код, 4–6 сан", "PIN-код, 4–6 цифр", "PIN, 4 to 6 digits"),
    "card_pin_again": ("PIN-код тағы бір рет", "PIN-код ещё раз", "The PIN once more"),
    "card_pin_old": ("Қазіргі PIN-код", "Нынешний PIN-код", "The present PIN"),
    "card_pin_new": ("Жаңа PIN-код", "Новый PIN-код", "The new PIN"),
    "card_pin_form": (
        "4–6 сан теріңіз. 1234 не 0000 сияқты оңай код жарамайды.",
        "Наберите 4–6 цифр. Лёгкие коды вроде 1234 или 0000 не подходят.",
        "Type 4 to 6 digits, and none that everybody tries, such as 1234 or 0000.",
    ),
    "card_pin_differs": (
        "Екі PIN-код бірдей емес.", "PIN-коды не совпали.", "The two PINs differ.",
    ),
    "card_pin_left": ("Қалған мүмкіндік: {left}.", "Осталось попыток: {left}.",
                      "Tries left: {left}."),
    "card_pin_done": ("PIN-код ауысты.", "PIN-код изменён.", "The PIN is changed."),
    "card_make": ("Карта жасау", "Сделать карту", "Make a card"),
    "card_print": ("Басып шығару", "Напечатать", "Print"),
    "card_keep": (
        "Басып шығарып, жиегімен қиыңыз. Телеграмда экран суретін сақтап, соны басуға болады.",
        "Напечатайте и вырежьте по краю. В Телеграме сохраните снимок экрана и напечатайте его.",
        "Print it and cut along the edge. In Telegram keep a screenshot and print that.",
    ),
    "card_change_pin": ("PIN-кодты ауыстыру", "Сменить PIN-код", "Change the PIN"),
    "card_block": ("Карта жоғалды", "Карта потерялась", "The card is lost"),
    "card_block_text": (
        "Карта бірден тоқтайды. Ұпайыңыз сақталады, кейін жаңа карта жасай аласыз.",
        "Карта сразу перестанет работать. Баллы останутся, а карту можно сделать новую.",
        "The card stops at once. The points stay yours, and you can make a new card.",
    ),
    "card_block_sure": ("Иә, бұғаттау", "Да, заблокировать", "Yes, block it"),
}  # fmt: skip
