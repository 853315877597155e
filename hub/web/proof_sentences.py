"""What a failed proof says to a person: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from hub.core.settlement.proofs import Reason

Sentences = Mapping[str, str]

GOOD: Final[Sentences] = {
    "kk": "Бәрі сәйкес: дәлел блокчейндегі жазбаға дәл келеді.",
    "ru": "Всё сходится: доказательство соответствует записи в блокчейне.",
    "en": "Everything fits: the proof agrees with what the chain states.",
}


def _in(kk: str, ru: str, en: str) -> Sentences:
    return {"kk": kk, "ru": ru, "en": en}


SENTENCES: Final[Mapping[Reason, Sentences]] = {
    Reason.UNREADABLE: _in(
        "Файл оқылмайды: бұл дәлел файлы емес немесе ол бүлінген. Оны қайта жүктеп алыңыз.",
        "Файл не читается: это не файл доказательства или он повреждён. Скачайте его заново.",
        "The file cannot be read: it is not a proof file, or it is damaged. Download it again.",
    ),
    Reason.OTHER_EPOCH: _in(
        "Дәлел басқа кезеңге берілген. Блокчейндегі кезеңге арналған дәлелді алыңыз.",
        "Доказательство выдано для другой эпохи. Возьмите доказательство для эпохи в блокчейне.",
        "The proof is for another epoch. Get the one for the epoch that the chain states.",
    ),
    Reason.OTHER_BLOCK: _in(
        "Бұл кезең үшін блокчейнде есеп кітабының басқа блогы жазылған.",
        "Для этой эпохи в блокчейне указан другой блок учётной книги.",
        "For this epoch the chain states another block of the ledger.",
    ),
    Reason.NO_CUSTODY: _in(
        "Файлда баланс туралы дәлел жоқ.",
        "В файле нет доказательства баланса.",
        "The file holds no proof of a balance.",
    ),
    Reason.OTHER_MEMBER: _in(
        "Бұл дәлел басқа мүшенікі: оған сізге емес, басқаға тиесілі жазба көрсетілген.",
        "Это доказательство другого участника: показана чужая запись, а не ваша.",
        "This proof is another member's: it shows his leaf, not yours.",
    ),
    Reason.OTHER_BALANCE: _in(
        "Дәлелдегі баланс сіз айтқан баланспен сәйкес емес.",
        "Баланс в доказательстве не совпадает с тем, который вы назвали.",
        "The balance in the proof is not the one that you named.",
    ),
    Reason.BALANCE_OUT_OF_RANGE: _in(
        "Мұндай баланс болмайды: ол теріс немесе тым үлкен.",
        "Такого баланса не бывает: он отрицательный или слишком большой.",
        "There is no such balance: it is below nothing, or too large.",
    ),
    Reason.NO_SUCH_PLACE: _in(
        "Дәлелде көрсетілген орын ағашта жоқ.",
        "Места, указанного в доказательстве, в дереве нет.",
        "The place that the proof names is not in the tree.",
    ),
    Reason.WRONG_LENGTH: _in(
        "Жолдың ұзындығы дұрыс емес: қадамдар жетіспейді немесе артық.",
        "Неверная длина пути: шагов не хватает или есть лишние.",
        "The path has the wrong length: steps are missing, or there are too many.",
    ),
    Reason.SUM_OUT_OF_RANGE: _in(
        "Жолдағы сома теріс немесе тым үлкен: осылайша басқаларға тиесілі қарызды жасыруға болады.",
        "Сумма на пути отрицательная или слишком большая: так можно скрыть долг перед другими.",
        "A sum on the path is below nothing or too large: that can hide what is owed to others.",
    ),
    Reason.OTHER_TOTAL: _in(
        "Жолдың жиыны блокчейнде жазылған жалпы сомаға тең емес.",
        "Итог по пути не равен общей сумме, записанной в блокчейне.",
        "The path adds up to another total than the chain states.",
    ),
    Reason.OTHER_SUM_ROOT: _in(
        "Бұл жазба блокчейнде бекітілген ағашта жоқ: баланс есепке алынбаған немесе өзгертілген.",
        "Этой записи нет в дереве, закреплённом в блокчейне: баланс не учтён или изменён.",
        "This leaf is not in the tree that the chain states: the balance was left out or changed.",
    ),
    Reason.BAD_CLAIM: _in(
        "Әмиянға арналған дәлел жарамсыз.",
        "Доказательство для кошелька недействительно.",
        "The wallet's proof is not valid.",
    ),
    Reason.OTHER_ROOT: _in(
        "Әмиянның дәлелі блокчейндегіден басқа ағаштан алынған.",
        "Доказательство для кошелька взято из другого дерева, не из того, что в блокчейне.",
        "The wallet's proof is of another tree than the chain states.",
    ),
    Reason.OTHER_AMOUNT: _in(
        "Әмиянның дәлелі файлда жазылғаннан басқа соманы көрсетеді.",
        "Доказательство для кошелька показывает другую сумму, чем указано в файле.",
        "The wallet's proof shows another amount than the file says.",
    ),
    Reason.MORE_THAN_ISSUED: _in(
        "Бір әмиянға бүкіл шығарылған сомадан көп жазылған.",
        "Одному кошельку записано больше, чем выпущено всего.",
        "One wallet has more than all that was ever issued.",
    ),
    Reason.MORE_BURNED: _in(
        "Шығарылғаннан көп токен өртелген: токендер саны сақтаудағы ұпайларға жетпейді.",
        "Сожжено больше токенов, чем выпущено: их не хватает на баллы, которые на хранении.",
        "More was burned than was ever issued: the supply does not cover what is in custody.",
    ),
    Reason.OTHER_SUPPLY: _in(
        "Токендер саны сәйкес емес: сақтаудағы, шығарылған және өртелген токендер есебі шықпайды.",
        "Число токенов не сходится: на хранении плюс выпущено минус сожжено даёт другое число.",
        "The supply does not fit: custody plus issued less burned comes to another number.",
    ),
}
