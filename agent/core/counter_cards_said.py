"""What the face says of member cards: a sentence and what to do, in three languages.

Names in braces are facts of the saying: `end` of the card's number, `left` tries, `points`.
"""

from collections.abc import Mapping
from typing import Final

from agent.core.counter_sayings import Says
from agent.core.counter_sentences import InThree

CARDS: Final[Mapping[Says, InThree]] = {
    Says.CARD_LAID: (
        (
            "···{end} картасы: ұпай келесі чектен түседі",
            "Ұпай жұмсау — F7, картаны алып тастау — F6",
        ),
        ("Карта ···{end}: баллы за следующий чек", "F7 — потратить баллы, F6 — убрать карту"),
        ("Card ···{end}: points of the next receipt", "F7 spends points, F6 removes the card"),
    ),
    Says.CARD_TOOK: (
        (
            "Чек ···{end} картасына жазылды",
            "Сомасы {total}. Ұпай коды басылмайды: ұпай картаға түседі",
        ),
        (
            "Чек записан на карту ···{end}",
            "На сумму {total}. Кода на чеке нет: баллы придут на карту",
        ),
        (
            "The receipt is for card ···{end}",
            "Of {total}. It has no code: the card gets the points",
        ),
    ),
    Says.CARD_REMOVED: (
        ("Карта алынып тасталды", "Келесі чекте ұпай коды басылады"),
        ("Карта убрана", "На следующем чеке будет код для баллов"),
        ("The card is removed", "The next receipt has a code for its points"),
    ),
    Says.CARD_FORGOTTEN: (
        (
            "···{end} картасының уақыты өтті, чек шықпады",
            "Қонақ осында болса, картаны қайта көрсетсін",
        ),
        ("Карта ···{end} убрана: чека не было", "Если гость ещё здесь, пусть покажет карту снова"),
        ("Card ···{end} is put away: no receipt came", "If the guest is still here, show it again"),
    ),
    Says.CARD_LOOKING: (
        ("Не алуға болатынын қарап жатырмыз…", ""),
        ("Смотрим, что можно взять за баллы…", ""),
        ("Looking up what the points buy…", ""),
    ),
    Says.CARD_CHOICES: (
        ("Қонақ не таңдайды? Ұпайы: {points}", "Нөмірін теріп, Enter басыңыз"),
        ("Что выберет гость? Баллов: {points}", "Наберите номер и нажмите Enter"),
        ("What does the guest choose? Points: {points}", "Type its number, then Enter"),
    ),
    Says.CARD_NOTHING: (
        (
            "Бұл картаның ұпайы әзірге ештеңеге жетпейді",
            "Картадағы ұпай: {points}. Келесі чектен тағы түседі",
        ),
        ("Баллов карты пока ни на что не хватает", "На карте баллов: {points}. За чек придут ещё"),
        (
            "The card's points buy nothing here yet",
            "Points on the card: {points}. The next receipt adds more",
        ),
    ),
    Says.CARD_PIN: (
        ("Қонақ картасының PIN-кодын терсін", "Теріп болған соң Enter"),
        ("Пусть гость наберёт PIN-код карты", "Затем Enter"),
        ("The guest types the card's PIN", "Then Enter"),
    ),
    Says.CARD_PIN_FORM: (
        ("PIN-код 4–6 саннан тұрады", "Қонақ қайта терсін"),
        ("PIN-код карты — от 4 до 6 цифр", "Пусть гость наберёт его ещё раз"),
        ("The card's PIN has 4 to 6 digits", "The guest types it once more"),
    ),
    Says.CARD_WRONG_PIN: (
        ("PIN-код қате", "Қалған мүмкіндік: {left}"),
        ("PIN-код неверный", "Осталось попыток: {left}"),
        ("Wrong PIN", "Tries left: {left}"),
    ),
    Says.CARD_PIN_WAIT: (
        ("PIN-код бірнеше рет қате терілді", "Келесі рет {seconds} секундтан кейін теруге болады"),
        ("PIN-код несколько раз неверный", "Следующая попытка через {seconds} с"),
        ("The PIN was wrong several times", "The next try is in {seconds} s"),
    ),
    Says.CARD_PIN_BLOCKED: (
        ("Картаның PIN-коды бұғатталды", "Жаңасын менеджер қояды; ұпай бұрынғыша түседі"),
        ("PIN-код карты заблокирован", "Новый задаст менеджер; баллы по-прежнему копятся"),
        ("The card's PIN is blocked", "The manager gives a new one; the card still earns"),
    ),
    Says.CARD_IS_BLOCKED: (
        ("Бұл карта бұғатталған немесе ауыстырылған", "Ұпай бұл картаға түспейді, жұмсалмайды да"),
        ("Карта заблокирована или заменена", "Баллы по ней не копятся и не тратятся"),
        ("This card is blocked or was replaced", "It neither earns nor spends"),
    ),
    Says.CARD_UNKNOWN: (
        ("Мұндай карта жоқ", "Қонақтың басқа картасы болуы мүмкін"),
        ("Такой карты нет", "Возможно, у гостя есть другая"),
        ("There is no such card", "The guest may have another one"),
    ),
    Says.CARD_NEEDS_HUB: (
        ("Ұпай байланыссыз жұмсалмайды", "Келесі чектен ұпай бәрібір түседі"),
        ("Без связи баллы не потратить", "Баллы за следующий чек всё равно придут"),
        ("Points are not spent while offline", "The next receipt earns all the same"),
    ),
    Says.CARD_TOO_FEW: (
        ("Ұпай жетпейді", "Ештеңе алынған жоқ"),
        ("Баллов не хватает", "Ничего не списано"),
        ("Not enough points", "Nothing was taken"),
    ),
    Says.CARD_UNSURE: (
        ("Жауап келмеді: ештеңе бермей тұрыңыз", "Дәл соны қайта таңдаңыз: екі рет алынбайды"),
        ("Ответа нет: пока ничего не выдавайте", "Выберите то же ещё раз: дважды не спишется"),
        ("No answer: hand out nothing yet", "Choose the same again: nothing is taken twice"),
    ),
}
