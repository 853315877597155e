"""What the face says of vouchers: a sentence and what to do, in Kazakh, Russian and English.

Names in braces are facts of the saying: `at` a time of day, `when` a day and time.
"""

from collections.abc import Mapping
from typing import Final

from agent.core.counter_sayings import Says

Spoken = tuple[str, str]
"""A sentence, and what to do about it; the second may be empty."""
InThree = tuple[Spoken, Spoken, Spoken]
"""Kazakh, Russian, English."""

VOUCHERS: Final[Mapping[Says, InThree]] = {
    Says.READY: (
        ("Ваучерді камераға көрсетіңіз", "Немесе астындағы 8 санды теріңіз"),
        ("Покажите ваучер камере", "Или наберите 8 цифр под кодом"),
        ("Show the voucher to the camera", "Or type the 8 digits below the code"),
    ),
    Says.READY_TO_SCAN: (
        ("Ваучерді сканермен оқытыңыз", "Немесе астындағы 8 санды теріңіз"),
        ("Считайте ваучер сканером", "Или наберите 8 цифр под кодом"),
        ("Scan the voucher", "Or type the 8 digits below the code"),
    ),
    Says.READY_TO_TYPE: (
        ("Ваучердің 8 санын теріңіз", "Сканер болса, кодты сканермен оқытыңыз"),
        ("Наберите 8 цифр ваучера", "Или считайте код сканером, если он есть"),
        ("Type the voucher's 8 digits", "Or scan the code, if there is a scanner"),
    ),
    Says.ALONE_TO_SHOW: (
        ("Ваучерді камераға көрсетіңіз", "Терілген 8 сан байланыссыз қабылданбайды"),
        ("Покажите ваучер камере", "Набранные 8 цифр без связи не принять"),
        ("Show the voucher to the camera", "Typed digits are not taken while offline"),
    ),
    Says.ALONE_TO_SCAN: (
        ("Ваучерді сканермен оқытыңыз", "Терілген 8 сан байланыссыз қабылданбайды"),
        ("Считайте ваучер сканером", "Набранные 8 цифр без связи не принять"),
        ("Scan the voucher", "Typed digits are not taken while offline"),
    ),
    Says.WAITS_FOR_READER: (
        ("Ваучер үшін байланыс не сканер керек", "8 сан байланыссыз қабылданбайды; ваучер күшінде"),
        ("Ваучеры ждут связи или сканера", "8 цифр без связи не принять; ваучер в силе"),
        ("Vouchers wait for the line or a scanner", "Digits need the line; vouchers stay good"),
    ),
    Says.WAITS_FOR_LINE: (
        ("Ваучерлер байланысты күтіп тұр", "Касса байланыссыз қабылдамайды; ваучер күшінде"),
        ("Ваучеры ждут связи", "Эта касса без связи их не принимает; они в силе"),
        ("Vouchers wait for the line", "This till takes none offline; they stay good"),
    ),
    Says.CHECKING: (
        ("Тексеріп жатырмыз…", ""),
        ("Проверяем…", ""),
        ("Checking…", ""),
    ),
    Says.LOOKING_UP: (
        ("Бұл чектің коды, ваучер емес", "Ұпайы алынған-алынбағанын қарап жатырмыз…"),
        ("Это код чека, а не ваучер", "Смотрим, начислены ли баллы…"),
        ("This is a receipt's code, not a voucher", "Looking up its points…"),
    ),
    Says.TAKING_BACK: (
        ("Қайтарып жатырмыз…", ""),
        ("Отменяем…", ""),
        ("Taking it back…", ""),
    ),
    Says.OFFERED: (
        ("Ваучерді қабылдайсыз ба?", "Қабылдаған соң беріңіз"),
        ("Принять ваучер?", "Выдавайте только после «Принято»"),
        ("Accept this voucher?", "Hand it over only once it says Accepted"),
    ),
    Says.OFFERED_UNNAMED: (
        ("Ваучерді қабылдайсыз ба?", "Не берілетіні қабылдаған соң шығады"),
        ("Принять ваучер?", "Что выдать, покажем, когда он будет принят"),
        ("Accept this voucher?", "What to hand over will show once it is accepted"),
    ),
    Says.OFFERED_FOR_TOTAL: (
        ("Ұпаймен төлеу: чектің сомасын теріңіз", "Сома теңгемен, содан соң Enter"),
        ("Оплата баллами: наберите сумму чека", "Сумма в тенге, затем Enter"),
        ("Paying with points: type the receipt's total", "In tenge, then Enter"),
    ),
    Says.ACCEPTED: (
        ("Ваучер қабылданды", "Беріңіз"),
        ("Ваучер принят", "Выдайте"),
        ("The voucher is accepted", "Hand it over"),
    ),
    Says.ACCEPTED_ALONE: (
        ("Ваучер байланыссыз қабылданды", "Беріңіз; мәлімет байланыс қосылғанда жіберіледі"),
        ("Ваучер принят без связи", "Выдайте; данные уйдут, когда связь появится"),
        ("Accepted without the line", "Hand it over; the record is sent once the line is back"),
    ),
    Says.JUST_ACCEPTED: (
        ("Жаңа ғана қабылданды: {at}", "Тағы ештеңе бермеңіз"),
        ("Только что принят: {at}", "Больше ничего не выдавайте"),
        ("Just accepted: {at}", "Nothing more to hand over"),
    ),
    Says.TAKEN_BACK: (
        ("Ваучер қайтарылды, ұпайы иесіне қайтты", "Берілген затты қайтарып алыңыз"),
        ("Приём отменён, баллы вернулись гостю", "Заберите то, что выдали"),
        ("Taken back: the guest has the points again", "Take back what was handed over"),
    ),
    Says.LEFT_ALONE: (
        ("Ваучер қабылданған жоқ", "Ол күшінде қалады"),
        ("Ваучер не принят", "Он остаётся в силе"),
        ("The voucher was not accepted", "It stays good"),
    ),
    Says.ALREADY_HERE: (
        ("Бұл ваучер осы кассада қабылданған: {when}", "Ештеңе бермеңіз"),
        ("Этот ваучер уже принят на этой кассе: {when}", "Ничего не выдавайте"),
        ("Already accepted at this till: {when}", "Hand over nothing"),
    ),
    Says.ALREADY_ELSEWHERE: (
        ("Бұл ваучер пайдаланылған: {shop}, {when}", "Ештеңе бермеңіз"),
        ("Этот ваучер уже использован: {shop}, {when}", "Ничего не выдавайте"),
        ("Already used: {shop}, {when}", "Hand over nothing"),
    ),
    Says.ALREADY_USED: (
        ("Бұл ваучер бұрын пайдаланылған", "Ештеңе бермеңіз"),
        ("Этот ваучер уже использован", "Ничего не выдавайте"),
        ("This voucher has been used already", "Hand over nothing"),
    ),
    Says.FORGED: (
        ("Бұл ваучер жалған", "Ештеңе бермеңіз, басшыға хабарлаңыз"),
        ("Этот ваучер поддельный", "Ничего не выдавайте, сообщите управляющему"),
        ("This voucher is forged", "Hand over nothing; tell the manager"),
    ),
    Says.EXPIRED: (
        ("Ваучердің мерзімі өткен", "Ештеңе бермеңіз; ұпайы иесіне қайтады"),
        ("Срок ваучера истёк", "Ничего не выдавайте; баллы вернутся гостю"),
        ("This voucher has expired", "Hand over nothing; the points go back to the guest"),
    ),
    Says.CANCELLED: (
        ("Ваучердің күші жойылған", "Ештеңе бермеңіз; ұпайы иесіне қайтты"),
        ("Этот ваучер отменён", "Ничего не выдавайте; баллы вернулись гостю"),
        ("This voucher was cancelled", "Hand over nothing; the guest has the points again"),
    ),
    Says.NOT_YET_VALID: (
        ("Бұл ваучер әлі күшіне енген жоқ", "Қашан енетіні қосымшада жазылған"),
        ("Этот ваучер ещё не действует", "Дата указана в приложении гостя"),
        ("This voucher is not valid yet", "The guest's app says from when"),
    ),
    Says.WRONG_SHOP: (
        ("Бұл ваучер басқа дүкенге арналған", "Қай дүкенге екені қосымшада жазылған"),
        ("Этот ваучер — для другого магазина", "В приложении гостя указано, для какого"),
        ("This voucher is for another shop", "The guest's app says which one"),
    ),
    Says.UNKNOWN: (
        ("Мұндай ваучер табылмады", "Қонақ ваучерді қосымшада қайта ашсын"),
        ("Такого ваучера нет", "Попросите гостя открыть ваучер в приложении заново"),
        ("There is no such voucher", "Ask the guest to open it in the app again"),
    ),
    Says.WRONG_SHORT_CODE: (
        ("Мұндай 8 санды код жоқ", "Сандарды тексеріңіз немесе QR-кодты көрсетіңіз"),
        ("Такого кода из 8 цифр нет", "Проверьте цифры или покажите QR-код"),
        ("There is no such 8-digit code", "Check the digits, or show the QR code"),
    ),
    Says.TOO_MANY_ATTEMPTS: (
        ("Қате код тым көп терілді", "Бірнеше минут күтіңіз немесе QR-кодты көрсетіңіз"),
        ("Слишком много неверных кодов", "Подождите несколько минут или покажите QR-код"),
        ("Too many wrong codes", "Wait some minutes, or show the QR code"),
    ),
    Says.NEEDS_HUB: (
        ("Байланыс жоқ, мұны байланыссыз қабылдауға болмайды", "Ваучер күшінде; кейін көріңіз"),
        ("Нет связи, а без неё этот ваучер не принять", "Он остаётся в силе; попробуйте позже"),
        ("No line, and this voucher needs one", "It stays good; try again later"),
    ),
    Says.LIMIT_REACHED: (
        ("Бұл чекте ұпаймен төлеуге болмайды", "Ваучер күшінде қалады"),
        ("По этому чеку баллами не расплатиться", "Ваучер остаётся в силе"),
        ("No part of this receipt can be paid with points", "The voucher stays good"),
    ),
    Says.TOTAL_UNREADABLE: (
        ("Сома түсініксіз", "Теңгемен теріңіз, мысалы 1250 немесе 1250,50"),
        ("Сумма непонятна", "Наберите в тенге, например 1250 или 1250,50"),
        ("That is no amount", "Type tenge, such as 1250 or 1250.50"),
    ),
    Says.TOO_OLD: (
        ("Бағдарлама бұл ваучер үшін ескі", "Басшыға хабарлаңыз: жаңарту керек"),
        ("Программа устарела для этого ваучера", "Сообщите управляющему: нужно обновление"),
        ("This program is too old for the voucher", "Tell the manager: it needs an update"),
    ),
    # The hub has one word for both: a seal from before a till was revoked, or this till itself.
    Says.REVOKED: (
        (
            "Ваучер коды не кассаның рұқсаты күшін жойған",
            "Қонақ ваучерді қайта ашсын; болмаса басшыға айтыңыз",
        ),
        (
            "Код ваучера или доступ этой кассы отозван",
            "Пусть гость откроет ваучер заново; иначе — к управляющему",
        ),
        (
            "Voucher code or till access withdrawn",
            "The guest opens the voucher again; else tell the manager",
        ),
    ),
    Says.REFUSED: (
        ("Ваучер қабылданбады", "Ештеңе бермеңіз. Белгі: {refusal}"),
        ("Ваучер не принят", "Ничего не выдавайте. Код отказа: {refusal}"),
        ("The voucher was refused", "Hand over nothing. Code: {refusal}"),
    ),
    Says.TROUBLE: (
        ("Бұл кассада ақау бар, ваучер қабылданбады", "Ештеңе бермеңіз, басшыға хабарлаңыз"),
        ("Сбой на этой кассе, ваучер не принят", "Ничего не выдавайте, сообщите управляющему"),
        ("This till has a fault; nothing was accepted", "Hand over nothing; tell the manager"),
    ),
    Says.UNSURE: (
        ("Ақау болды: қабылданған-қабылданбағаны белгісіз", "Бермеңіз; ваучерді қайта көрсетіңіз"),
        ("Сбой: неизвестно, принят ли ваучер", "Не выдавайте; покажите ваучер ещё раз"),
        (
            "A fault: it is not known whether it was accepted",
            "Hand over nothing; show the voucher once more",
        ),
    ),
    Says.LOCKED: (
        ("Касса құлыптаулы", "Бастау үшін PIN-кодыңызды теріңіз"),
        ("Касса заблокирована", "Чтобы начать, введите PIN"),
        ("The till is locked", "Enter your PIN to begin"),
    ),
    Says.LOCKED_NOW: (
        ("Касса құлыптаулы, ваучер қабылданған жоқ", "PIN-код теріп, ваучерді қайта көрсетіңіз"),
        ("Касса заблокирована, ваучер не принят", "Введите PIN и покажите ваучер ещё раз"),
        ("The till is locked: nothing was accepted", "Enter your PIN, then show it again"),
    ),
    Says.WRONG_PIN: (
        ("PIN-код қате", "Қайта теріңіз"),
        ("Неверный PIN", "Наберите ещё раз"),
        ("Wrong PIN", "Type it again"),
    ),
    Says.PIN_WAIT: (
        ("{seconds} секунд күтіңіз", "PIN-код тым көп рет қате терілді"),
        ("Подождите {seconds} с", "Слишком много неверных PIN"),
        ("Wait {seconds} s", "Too many wrong PINs"),
    ),
    Says.REPRINTED: (
        ("Соңғы код қайта басылды", ""),
        ("Последний код напечатан ещё раз", ""),
        ("The last slip was printed again", ""),
    ),
    Says.NO_SLIP: (
        ("Қайта басатын код жоқ", ""),
        ("Повторять нечего", ""),
        ("There is no slip to print again", ""),
    ),
    Says.UNDO_TOO_LATE: (
        ("Қайтаруға болмайды: уақыты өтті", "Басшы оны басқару тақтасында қайтара алады"),
        ("Отменить уже нельзя: время вышло", "Обратитесь к управляющему"),
        ("Too late to take it back", "Ask the manager"),
    ),
    Says.UNDO_NEEDS_HUB: (
        (
            "Байланыс жоқ: қайтару расталмады",
            "Қайталап көріңіз; әзірге ваучер қабылданған күйінде",
        ),
        (
            "Нет связи: отмена не подтверждена",
            "Попробуйте ещё раз; пока ваучер считается принятым",
        ),
        ("No line: it is not confirmed as taken back", "Try again; until then it is accepted"),
    ),
    Says.UNDO_REFUSED: (
        ("Бұл ваучерді қайтаруға болмайды", "Ол қабылданған күйінде қалады"),
        ("Этот ваучер отменить нельзя", "Он остаётся принятым"),
        ("This one cannot be taken back", "It stays accepted"),
    ),
    Says.UNMATCHED: (
        ("Чек шықты, бірақ ваучермен сәйкес келмейді", "Кассаға дұрыс терілгенін тексеріңіз"),
        ("Чек вышел, но к ваучеру не подходит", "Проверьте, верно ли пробит ваучер"),
        ("A receipt came, but it fits no voucher", "Check how the voucher was rung up"),
    ),
}
