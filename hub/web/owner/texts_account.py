"""What the dashboard says about one's own account and wallets: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

ACCOUNT: Final[Mapping[str, tuple[str, str, str]]] = {
    "ac_title": ("Менің аккаунтым", "Моя учётная запись", "My account"),
    "ac_you": ("Сіз кірген аккаунт", "Вы вошли как", "You are signed in as"),
    "ac_welcome": (
        "Қош келдіңіз! Құпиясөз сақталды. Енді бір реттік кодтарды қосқан дұрыс.",
        "Добро пожаловать! Пароль сохранён. Теперь лучше включить одноразовые коды.",
        "Welcome! Your password is set. One-time codes are worth turning on now.",
    ),
    "ac_password": ("Құпиясөзді өзгерту", "Сменить пароль", "Change the password"),
    "ac_old": ("Қазіргі құпиясөз", "Нынешний пароль", "Present password"),
    "ac_new": ("Жаңа құпиясөз", "Новый пароль", "New password"),
    "ac_rules": (
        "10 таңбадан кем емес, логинсіз. Ұзын сөз тіркесі қысқа белгілер жиынынан берік.",
        "Не короче 10 знаков и без логина. Длинная фраза надёжнее короткого набора символов.",
        "At least 10 characters, without the login. A long phrase beats a short jumble.",
    ),
    "ac_change": ("Өзгерту", "Сменить", "Change it"),
    "ac_elsewhere": (
        "Басқа құрылғылардың бәрінен шығасыз.",
        "На всех других устройствах вы выйдете.",
        "You are signed out on all other devices.",
    ),
    "ac_weak": (
        "Бұл құпиясөз әлсіз: 10–200 таңба, қайталанбайтын, логинсіз болсын.",
        "Слабый пароль: нужно 10–200 знаков, без повторов и без логина.",
        "Too weak: 10 to 200 characters, not a few repeated ones, without the login.",
    ),
    "ac_differ": ("Екі құпиясөз бірдей емес.", "Пароли не совпадают.", "The two differ."),
    "ac_wrong": ("Құпиясөз дұрыс емес.", "Пароль неверный.", "This password is not right."),
    "ac_no_password": (
        "Сіз әмиянмен кіресіз, құпиясөзіңіз жоқ. Құпиясөз үшін шақыру сұраңыз.",
        "Вы входите кошельком, пароля у вас нет. Чтобы его завести, попросите приглашение.",
        "You sign in by wallet and have no password. Ask for an invitation to set one.",
    ),
    "ac_codes": ("Бір реттік кодтар", "Одноразовые коды", "One-time codes"),
    "ac_codes_why": (
        "Құпиясөзіңізді біреу біліп қойса да, телефоныңыздағы кодсыз кіре алмайды.",
        "Даже зная ваш пароль, никто не войдёт без кода с вашего телефона.",
        "Even somebody who knows your password stays out without the code on your phone.",
    ),
    "ac_codes_on": ("Қосулы", "Включены", "On"),
    "ac_codes_off": ("Өшірулі", "Выключены", "Off"),
    "ac_left": (
        "Қалған қалпына келтіру кодтары: {count}",
        "Осталось кодов восстановления: {count}",
        "Recovery codes left: {count}",
    ),
    "ac_begin": ("Кодтарды қосу", "Включить коды", "Turn codes on"),
    "ac_scan": (
        "Осы QR-ды код қолданбасымен сканерлеңіз (мысалы, Google Authenticator).",
        "Отсканируйте этот QR приложением для кодов, например Google Authenticator.",
        "Scan this QR with an authenticator app, such as Google Authenticator.",
    ),
    "ac_scan_name": (
        "Код қолданбасына арналған QR", "QR для приложения с кодами",
        "QR for the authenticator app",
    ),
    "ac_key": (
        "Сканерлей алмасаңыз, қолданбаға осы кілтті жазыңыз:",
        "Не сканируется? Введите в приложении этот ключ:",
        "Cannot scan it? Type this key into the app:",
    ),
    "ac_first": (
        "Қолданба көрсеткен код", "Код, который показало приложение", "The code that the app shows",
    ),
    "ac_confirm": ("Растау", "Подтвердить", "Confirm"),
    "ac_code_wrong": (
        "Код келмеді. Телефонның сағатын тексеріп, жаңа кодты енгізіңіз.",
        "Код не подошёл. Проверьте время на телефоне и введите новый код.",
        "The code does not fit. Check the phone's clock and type a new one.",
    ),
    "ac_recovery": (
        "Қалпына келтіру кодтары", "Коды восстановления", "Recovery codes",
    ),
    "ac_recovery_how": (
        "Телефон жоғалса, солардың бірімен кіресіз, әрқайсысы бір рет жарайды. Көшіріп алыңыз.",
        "Потеряете телефон — войдёте одним из них, каждый годен один раз. Перепишите их сейчас.",
        "If you lose the phone, one of these lets you in; each works once. Copy them now.",
    ),
    "ac_kept": ("Сақтап алдым", "Коды сохранены", "I have kept them"),
    "ac_off": ("Кодтарды өшіру", "Выключить коды", "Turn codes off"),
    "ac_off_text": (
        "Бұдан кейін кіруге құпиясөздің өзі жетеді. Қалпына келтіру кодтары да жойылады.",
        "Для входа будет достаточно одного пароля. Коды восстановления тоже исчезнут.",
        "The password alone then lets in. The recovery codes are gone, too.",
    ),
    "ac_last": (
        "Бір реттік не қалпына келтіру коды", "Одноразовый код или код восстановления",
        "A one-time or recovery code",
    ),
    "ac_off_sure": ("Иә, өшіру", "Да, выключить", "Yes, turn them off"),
    "ac_sessions": ("Кірген құрылғылар", "Где вы вошли", "Where you are signed in"),
    "ac_here": ("осы браузер", "этот браузер", "this browser"),
    "ac_there": ("басқа браузер", "другой браузер", "another browser"),
    "ac_since": ("Кірген уақыты: {time}", "Вход {time}", "Signed in {time}"),
    "ac_seen": ("соңғы рет {time}", "последний раз {time}", "last seen {time}"),
    "ac_end": ("Басқаларынан шығу", "Выйти на остальных", "Sign out elsewhere"),
    "ac_only_here": (
        "Басқа еш жерде кірмегенсіз.", "Больше вы нигде не вошли.",
        "You are signed in nowhere else.",
    ),
    "ac_wallet": ("TON әмиянымен кіру", "Вход кошельком TON", "Signing in by TON wallet"),
    "ac_wallet_why": (
        "Әмияныңыздың қолтаңбасы логин мен құпиясөздің орнына жүреді. Ақша алынбайды.",
        "Подпись вашего кошелька заменяет логин и пароль. Деньги не списываются.",
        "Your wallet's signature stands for login and password. No money moves.",
    ),
    "ac_wallet_yours": ("Қосылған әмиян", "Привязанный кошелёк", "The linked wallet"),
    "ac_link": ("Әмиян қосу", "Привязать кошелёк", "Link a wallet"),
    "ac_link_other": ("Басқа әмиян қосу", "Привязать другой кошелёк", "Link another wallet"),
    "ac_unlink": ("Әмиянды ажырату", "Отвязать кошелёк", "Unlink the wallet"),
    "ac_unlink_text": (
        "Одан кейін тек логин мен құпиясөзбен кіресіз.",
        "Тогда входить можно будет только по логину и паролю.",
        "You then sign in by login and password only.",
    ),
    "ac_unlink_sure": ("Иә, ажырату", "Да, отвязать", "Yes, unlink it"),
    "ac_language": (
        "Тіл осы браузерде сақталады. Оны беттің жоғарғы жағынан таңдайсыз.",
        "Язык запоминает этот браузер. Выбирают его вверху страницы.",
        "This browser keeps the language. It is chosen at the top of the page.",
    ),
    "ac_done_password": (
        "Құпиясөз өзгертілді. Басқа құрылғылардан шықтыңыз.",
        "Пароль сменён. На других устройствах вы вышли.",
        "The password is changed, and you are signed out elsewhere.",
    ),
    "ac_done_off": (
        "Бір реттік кодтар өшірілді.", "Одноразовые коды выключены.", "One-time codes are off.",
    ),
    "ac_done_ended": (
        "Басқа құрылғылардың бәрінен шықтыңыз.", "На всех других устройствах вы вышли.",
        "You are signed out everywhere else.",
    ),
    "ac_done_linked": ("Әмиян қосылды.", "Кошелёк привязан.", "The wallet is linked."),
    "ac_done_unlinked": ("Әмиян ажыратылды.", "Кошелёк отвязан.", "The wallet is unlinked."),
    "wa_enter": ("TON әмиянымен кіру", "Войти кошельком TON", "Sign in by TON wallet"),
    "wa_by_password": (
        "Логин мен құпиясөзбен кіру", "Войти по логину и паролю", "Sign in by login and password",
    ),
    "wa_confirm": (
        "Алдымен құпиясөзіңізді енгізіңіз, сосын әмиянды таңдаңыз.",
        "Сначала введите свой пароль, затем выберите кошелёк.",
        "Type your password first, then choose the wallet.",
    ),
    "wa_needs_script": (
        "Әмиянға қосылу үшін браузерде JavaScript керек.",
        "Для связи с кошельком браузеру нужен JavaScript.",
        "Reaching a wallet takes JavaScript in the browser.",
    ),
    "wa_choose": ("Әмиянды таңдаңыз", "Выберите кошелёк", "Choose the wallet"),
    "wa_outside": (
        "Браузер тек таңдалған әмиянның серверіне қосылады.",
        "Браузер свяжется только с сервером выбранного кошелька.",
        "The browser contacts the server of the wallet that you choose, and no other.",
    ),
    "wa_waiting": (
        "{wallet} ішінде растаңыз", "Подтвердите в {wallet}", "Confirm it in {wallet}",
    ),
    "wa_waiting_text": (
        "Әмиян жай ғана қол қояды: ақша аударылмайды, тегін.",
        "Кошелёк только подпишет: ничего не переводится и не стоит.",
        "The wallet only signs: nothing is sent, and it costs nothing.",
    ),
    "wa_open": ("{wallet} ашу", "Открыть {wallet}", "Open {wallet}"),
    "wa_by_qr": (
        "Әмиян телефонда ма? Кодты сонымен сканерлеңіз.",
        "Кошелёк в телефоне? Отсканируйте код им.",
        "Is the wallet on your phone? Scan the code with it.",
    ),
    "wa_cancel": ("Бас тарту", "Отмена", "Cancel"),
    "wa_checking": ("Қолтаңба тексерілуде…", "Проверяем подпись…", "Checking the signature…"),
    "wa_declined": (
        "Әмиянда бас тартылды. Қайталап көруге болады.",
        "В кошельке отказались. Можно попробовать ещё раз.",
        "It was declined in the wallet. You can try again.",
    ),
    "wa_network": (
        "Әмиян басқа желіде. Желіні ауыстырып, қайталаңыз.",
        "Кошелёк в другой сети. Переключите сеть и повторите.",
        "The wallet is on another network. Switch it and try again.",
    ),
    "wa_no_answer": (
        "Әмиян жауап бермеді. Интернетті тексеріп, қайталаңыз.",
        "Кошелёк не ответил. Проверьте интернет и повторите.",
        "The wallet did not answer. Check your connection and try again.",
    ),
    "wa_nobody": (
        "Бұл әмиян ешбір қызметкерге қосылмаған. Құпиясөзбен кіріп, өз бетіңізде қосыңыз.",
        "Этот кошелёк ни к кому не привязан. Войдите по паролю и привяжите его на своей странице.",
        "Nobody here has this wallet. Sign in by password and link it on your own page.",
    ),
    "wa_taken": (
        "Бұл әмиян басқа адамға қосылған.", "Этот кошелёк уже привязан к другому.",
        "Somebody else has linked this wallet.",
    ),
    "wa_late": (
        "Растау мерзімі өтіп кетті. Қайтадан бастаңыз.",
        "Время на подтверждение вышло. Начните заново.",
        "The time to confirm is over. Start again.",
    ),
    "wa_bad": (
        "Әмиянның қолтаңбасы келмеді. Қайталап көріңіз.",
        "Подпись кошелька не подошла. Попробуйте ещё раз.",
        "The wallet's signature does not fit. Try again.",
    ),
    "wa_kind": (
        "Бұл әмиянның түрін тексере алмаймыз. v3, v4 не v5 нұсқасын алыңыз.",
        "Такой вид кошелька мы проверить не можем. Нужна версия v3, v4 или v5.",
        "This kind of wallet cannot be checked. Use one of version v3, v4 or v5.",
    ),
}  # fmt: skip
