"""What the app says in a plain browser, of keys, and of two accounts that become one."""

from collections.abc import Mapping
from typing import Final

from hub.web.app_texts import Sentences

BROWSER_WORDS: Final[Mapping[str, Sentences]] = {
    # Before the app.
    "door_title": ("Ұпайларыңыз осында", "Ваши баллы здесь", "Your points are in here"),
    "door_text": (
        "Telegram-да ашыңыз немесе осы браузерде жалғастырыңыз: құпиясөз керек емес.",
        "Откройте в Telegram или продолжайте прямо здесь: пароль не нужен.",
        "Open it in Telegram, or go on right here: there is no password.",
    ),
    "door_alone": (
        "Осы браузерде жалғастырыңыз: құпиясөз керек емес.",
        "Продолжайте прямо здесь: пароль не нужен.",
        "Go on right here: there is no password.",
    ),
    "door_waiting": ("Сізді күтіп тұр", "Ждут вас", "Waiting for you"),
    "take_here": ("Ұпайды осында алу", "Получить баллы здесь", "Take the points here"),
    "open_here": ("Telegram-сыз", "Без Telegram", "Without Telegram"),
    "own_account": (
        ("Осы жерде өз аккаунтыңыз ашылады. Оған телефонның құлпын ашқандай кіресіз: саусақ ізімен,"
        " бетпен немесе PIN-кодпен."),
        ("Здесь откроется ваш аккаунт. Вход в него такой же, как в телефон: по отпечатку, лицу или"
        " PIN-коду."),
        ("You get an account of your own. You come in the way you unlock your phone: by finger,"
        " face or PIN."),
    ),
    "your_name": ("Атыңыз (міндетті емес)", "Ваше имя (необязательно)", "Your name, if you like"),
    "name_seen": (
        "Кассир оны ваучеріңізден көреді.",
        "Кассир увидит его на вашем ваучере.",
        "The cashier sees it on your voucher.",
    ),
    "agree_take": (
        "Келісіп, ұпайды алу", "Согласиться и получить баллы", "Agree and take the points",
    ),
    "agree_open": (
        "Келісіп, аккаунт ашу", "Согласиться и открыть аккаунт", "Agree and open an account",
    ),
    "agree_what": ("Неге келісемін?", "На что я соглашаюсь?", "What do I agree to?"),
    "have_account": (
        "Аккаунтым бар, кіру", "У меня есть аккаунт, войти", "I have an account: sign in",
    ),
    "no_passkeys": (
        "Бұл браузерде кіру кілті (passkey) жоқ. Telegram-да немесе басқа браузерде ашыңыз.",
        "В этом браузере нет ключей входа (passkey). Откройте в Telegram или в другом браузере.",
        "This browser has no passkeys. Open it in Telegram or in another browser.",
    ),
    "key_stopped": (
        "Кілт қолданылмады. Қайталап көріңіз.",
        "Ключ не был использован. Попробуйте ещё раз.",
        "The passkey was not used. Please try again.",
    ),
    "leave": ("Осы браузерден шығу", "Выйти в этом браузере", "Sign out in this browser"),
    # Keys.
    "my_keys": ("Кіру кілттері", "Ключи входа", "Passkeys"),
    "keys_text": (
        ("Кілт телефоныңызда немесе құпиясөз менеджеріңізде сақталады. Екінші кілт қосып қойсаңыз,"
        " телефон жоғалса да аккаунтқа кіре аласыз."),
        ("Ключ хранится в телефоне или в менеджере паролей. Добавьте второй, и вы войдёте в"
        " аккаунт, даже если потеряете телефон."),
        ("A passkey lives in your phone or password manager. With a second one you can come in"
        " even after you have lost your phone."),
    ),
    "keys_none": ("Кілт әлі жоқ.", "Ключей пока нет.", "There are no passkeys yet."),
    "keys_full": (
        "Бұдан көп кілт қосылмайды. Ескісін жойыңыз.",
        "Больше ключей добавить нельзя. Удалите старый.",
        "No more passkeys fit. Remove an old one.",
    ),
    "key_made": ("Қосылған: {day}", "Добавлен: {day}", "Added: {day}"),
    "key_used": ("Соңғы кіру: {time}", "Последний вход: {time}", "Last used: {time}"),
    "key_add": (
        "Осы құрылғының кілтін қосу", "Добавить ключ этого устройства", "Add a key of this device",
    ),
    "key_name": ("Кілттің атауы", "Название ключа", "Name of the passkey"),
    "key_save": ("Сақтау", "Сохранить", "Save"),
    "key_remove": ("Кілтті жою", "Удалить ключ", "Remove this passkey"),
    "key_sure": ("Иә, жою", "Да, удалить", "Yes, remove it"),
    "key_alone": (
        "Жалғыз кілтіңіз осы, сондықтан жойылмайды.",
        "Это ваш единственный ключ, поэтому удалить его нельзя.",
        "This is your only passkey, so it cannot be removed.",
    ),
    # Two accounts that become one.
    "join": ("Telegram-мен біріктіру", "Объединить с Telegram", "Join with Telegram"),
    "join_text": (
        ("Telegram-да ашыңыз: осы аккаунттың ұпайы, ваучерлері мен тарихы сондағы аккаунтыңызға"
        " өтеді. Онда аккаунтыңыз жоқ болса, жаңасы ашылады."),
        ("Откройте в Telegram: баллы, ваучеры и история этого аккаунта перейдут в ваш аккаунт там."
        " Если его ещё нет, он появится."),
        ("Open it in Telegram: the points, vouchers and history of this account go over to your"
        " account there. If you have none yet, you get one."),
    ),
    "join_make": ("Сілтеме алу", "Получить ссылку", "Get the link"),
    "join_scan": (
        "Telegram басқа телефонда ма? Оның камерасымен сканерлеңіз.",
        "Telegram на другом телефоне? Отсканируйте код его камерой.",
        "Is Telegram on another phone? Scan this with its camera.",
    ),
    "join_until": (
        "Сілтеме бір рет қана ашылады. Мерзімі: {time}.",
        "Ссылка одноразовая, действует до {time}.",
        "The link works once, until {time}.",
    ),
    "join_none": (
        "Бұл аккаунт Telegram-мен бұрыннан байланысты.",
        "Этот аккаунт уже связан с Telegram.",
        "This account is joined with Telegram already.",
    ),
    "joining": ("Аккаунттарды біріктіру", "Объединение аккаунтов", "Joining your accounts"),
    "joining_text": (
        "Браузердегі аккаунтыңыз осы Telegram аккаунтына қосылады.",
        "Аккаунт из браузера вольётся в этот аккаунт Telegram.",
        "The account in your browser goes into this one in Telegram.",
    ),
    "join_points": (
        "Осында өтеді: {points}. Мерзімі өзгермейді.",
        "Сюда переходит: {points}. Срок прежний.",
        "Coming over: {points}. They last as long as before.",
    ),
    "join_vouchers": (
        "Жарамды ваучерлер де өтеді: {count}.",
        "Переходят и действующие ваучеры: {count}.",
        "Live vouchers come over, too: {count}.",
    ),
    "join_history": (
        "Тарих пен деңгейге есептелген сатып алулар бірігеді.",
        "История и покупки, от которых зависит уровень, объединятся.",
        "History and the purchases that count for your tier come together.",
    ),
    "join_keys": (
        "Браузердегі аккаунттың кілттері мен картасы енді жұмыс істемейді.",
        "Ключи и карта аккаунта из браузера перестанут работать.",
        "The browser account's passkeys and card stop working.",
    ),
    "join_closed": (
        "Браузердегі аккаунт жабылады. Мұны кері қайтара алмайсыз.",
        "Аккаунт из браузера закроется. Отменить это нельзя.",
        "The account in your browser is closed. This cannot be undone.",
    ),
    "join_yes": ("Біріктіру", "Объединить", "Join them"),
    "join_no": ("Қазір емес", "Не сейчас", "Not now"),
    "joined": (
        "Енді аккаунтыңыз біреу ғана", "Теперь у вас один аккаунт", "You have one account now",
    ),
}  # fmt: skip
"""Kazakh, Russian, English."""
