"""What the wallet's screen of the Mini App says: Kazakh, Russian and English side by side."""

from collections.abc import Mapping
from functools import cache
from typing import Final

Sentences = tuple[str, str, str]
"""Kazakh, Russian, English."""
_PLACE: Final = {"kk": 0, "ru": 1, "en": 2}

WALLET_TEXTS: Final[Mapping[str, Sentences]] = {
    "title": ("TON әмияны", "Кошелёк TON", "TON wallet"),
    "none_yet": (
        "Қосылмаған, міндетті емес",
        "Не подключён, не обязателен",
        "Not linked; optional",
    ),
    "optional": (
        "Әмиян міндетті емес: ұпай жинау мен сыйлық алуға ол керек емес.",
        "Кошелёк не обязателен: копить баллы и брать награды можно и без него.",
        "You don't need a wallet: points and rewards work without one.",
    ),
    "why": (
        "Әмияныңыз болса, ұпайды блокчейнге аударып, өзіңізде сақтай аласыз.",
        "С кошельком баллы можно перевести в блокчейн и хранить у себя.",
        "With a wallet you can move points to the blockchain and keep them yourself.",
    ),
    "test_network": (
        "Бұл сынақ желісі: мұндағы токеннің құны жоқ.",
        "Это тестовая сеть: токены здесь ничего не стоят.",
        "This is a test network: tokens here are worth nothing.",
    ),
    "choose": ("Әмиянды таңдаңыз", "Выберите кошелёк", "Choose your wallet"),
    "outside_host": (
        "Телефон тек сіз таңдаған әмиянның серверіне қосылады, басқа ешқайда қосылмайды.",
        "Телефон свяжется с сервером того кошелька, который вы выберете, и ни с каким другим.",
        "Your phone contacts the server of the wallet that you choose, and no other.",
    ),
    "open_wallet": ("{wallet} ашу", "Открыть {wallet}", "Open {wallet}"),
    "waiting": (
        "{wallet} ішінде қосылуды растаңыз",
        "Подтвердите подключение в {wallet}",
        "Confirm the connection in {wallet}",
    ),
    "waiting_text": (
        "Әмиян сіздікі екенін қолтаңбамен растайды. Бұл ақша аудару емес, тегін.",
        "Кошелёк подписью подтвердит, что он ваш. Это не перевод и ничего не стоит.",
        "Your wallet signs that it is yours. Nothing is sent, and it costs nothing.",
    ),
    "by_qr": (
        "Әмиян басқа құрылғыда ма? Осы кодты сонымен сканерлеңіз.",
        "Кошелёк на другом устройстве? Отсканируйте им этот код.",
        "Is the wallet on another device? Scan this code with it.",
    ),
    "cancel": ("Бас тарту", "Отмена", "Cancel"),
    "linking": ("Қолтаңба тексеріліп жатыр…", "Проверяем подпись…", "Checking the signature…"),
    "linked": ("Әмиян қосылды", "Кошелёк подключён", "Wallet linked"),
    "unlinked": ("Әмиян ажыратылды", "Кошелёк отвязан", "Wallet unlinked"),
    # What went wrong.
    "no_declined": (
        "Әмиянда қосылудан бас тартылды. Қаласаңыз, қайталап көріңіз.",
        "В кошельке отказались от подключения. Можно попробовать ещё раз.",
        "The connection was declined in the wallet. You can try again.",
    ),
    "no_late": (
        "Растауға берілген 15 минут өтіп кетті. Қайта қосып көріңіз.",
        "15 минут на подтверждение истекли. Подключите кошелёк ещё раз.",
        "The 15 minutes to confirm are over. Connect the wallet again.",
    ),
    "no_network": (
        "Әмиян басқа желіде. Әмиянның желісін ауыстырыңыз: бұл бағдарлама {network} желісінде.",
        "Кошелёк в другой сети. Переключите его: программа работает в сети {network}.",
        "The wallet is on another network. Switch it: this programme is on {network}.",
    ),
    "no_taken": (
        "Бұл әмиян басқа қатысушыға қосылған. Басқа әмиянды таңдаңыз.",
        "Этот кошелёк привязан к другому участнику. Выберите другой кошелёк.",
        "This wallet is linked to another member. Choose another wallet.",
    ),
    "no_kind": (
        "Бұл әмиянның түрін тексере алмаймыз. v3, v4 не v5 нұсқалы әмиянды қосыңыз.",
        "Такой вид кошелька мы проверить не можем. Подключите кошелёк версии v3, v4 или v5.",
        "We cannot check this kind of wallet. Link one of version v3, v4 or v5.",
    ),
    "no_proof": (
        "Әмиянның қолтаңбасы сәйкес келмеді. Қайта қосып көріңіз.",
        "Подпись кошелька не подошла. Подключите его ещё раз.",
        "The wallet's signature does not fit. Connect it again.",
    ),
    "no_answer": (
        "Әмиян жауап бермеді. Интернетті тексеріп, қайталап көріңіз.",
        "Кошелёк не ответил. Проверьте интернет и попробуйте ещё раз.",
        "The wallet did not answer. Check your connection and try again.",
    ),
    "no_session": (
        "Бұл телефон әмиянмен байланыста емес. Алдымен әмиянды қайта қосыңыз.",
        "Этот телефон не на связи с кошельком. Сначала подключите кошелёк заново.",
        "This phone is not in touch with the wallet. Connect the wallet again first.",
    ),
    "no_send": (
        "Әмиянда жіберуден бас тартылды. Ештеңе жіберілген жоқ.",
        "В кошельке отказались от отправки. Ничего не отправлено.",
        "Sending was declined in the wallet. Nothing was sent.",
    ),
    # What there is.
    "yours": ("Сіздің әмияныңыз", "Ваш кошелёк", "Your wallet"),
    "explorer": ("Блокчейнде қарау", "Посмотреть в блокчейне", "See it on the blockchain"),
    "in_points": ("Шотыңызда", "На счёте", "In your account"),
    "in_wallet": ("Әмияныңызда", "В кошельке", "In your wallet"),
    "on_way": ("Жолда", "В пути", "On the way"),
    # Moving out.
    "move": ("Ұпайды әмиянға аудару", "Перевести баллы в кошелёк", "Move points to the wallet"),
    "move_now": (
        "Қазір {points} аударуға болады.",
        "Сейчас можно перевести {points}.",
        "You can move {points} now.",
    ),
    "move_none": (
        "Қазір аударуға болатын ұпай жоқ.",
        "Сейчас перевести нечего.",
        "There is nothing to move right now.",
    ),
    "move_later": (
        "{day} күнінен бастап {points} аударуға болады.",
        "С {day} можно будет перевести {points}.",
        "From {day} you can move {points}.",
    ),
    "move_window": (
        "Жаңа ұпай чекті қайтару мерзімі ({days}) өткенше шотта қалады. Ең азы: {least}.",
        "Новые баллы ждут на счёте, пока можно вернуть покупку: {days}. Минимум: {least}.",
        "New points stay until the receipt's return period is over: {days}. Minimum: {least}.",
    ),
    "move_fee": (
        "Желінің ақысын бағдарлама төлейді (күндік шегі бар). Сізге тегін.",
        "Комиссию сети платит программа (есть дневной лимит). Для вас бесплатно.",
        "The programme pays the network's fee, within a daily limit. It is free for you.",
    ),
    "how_many": ("Қанша ұпай", "Сколько баллов", "How many points"),
    "move_button": ("Аудару", "Перевести", "Move"),
    "move_sure": (
        "{points} ұпай аударылсын ба?",
        "Перевести баллы: {points}?",
        "Move this many points: {points}?",
    ),
    "move_done": (
        "Қабылданды: келесі есептен кейін жолға шығады.",
        "Принято: уйдёт со следующим отчётом.",
        "Accepted: it leaves with the next statement.",
    ),
    "moves": ("Аударымдар", "Переводы", "Transfers"),
    "out": ("Әмиянға {points}", "{points} в кошелёк", "{points} to the wallet"),
    "back_of": ("Шотқа {points}", "{points} на счёт", "{points} to your account"),
    "in_epoch": ("Есеп № {epoch}.", "Отчёт № {epoch}.", "Statement {epoch}."),
    "claim_from": (
        "Алуға болатын уақыт: {time}.",
        "Забрать можно с {time}.",
        "It can be claimed from {time}.",
    ),
    "take": ("Қазір алу", "Забрать сейчас", "Claim it now"),
    "take_text": (
        "Күткіңіз келмесе, өзіңіз алыңыз: әмияннан 0,05 TON кетеді, қалғаны қайтады.",
        "Не хотите ждать? Заберите сами: кошелёк отправит 0,05 TON, остаток вернётся.",
        "Don't want to wait? Claim it yourself: 0.05 TON leaves the wallet, the rest returns.",
    ),
    # Coming back.
    "back": ("Ұпайды шотқа қайтару", "Вернуть баллы на счёт", "Bring points back"),
    "back_text": (
        "Сыйлыққа шоттағы ұпай жұмсалады. Әмияннан 0,15 TON кетеді, қалғаны қайтады.",
        "Награды берут за баллы на счёте. Кошелёк отправит 0,15 TON, остаток вернётся.",
        "Rewards are paid from your account. The wallet sends 0.15 TON along; the rest returns.",
    ),
    "back_button": ("Қайтару", "Вернуть", "Bring back"),
    "back_where": (
        "Қолмен жібермеңіз: TON жетпесе, токен келісімшартта күтіп қалады. Оның мекенжайы:",
        "Не отправляйте вручную: если TON не хватит, токены будут ждать в контракте. Его адрес:",
        "Do not send them by hand: with too little TON they wait in the contract. Its address:",
    ),
    "sent": (
        "Жіберілді. Блокчейн растағанша бірер минут кетеді.",
        "Отправлено. Блокчейну нужна минута-другая.",
        "Sent. The blockchain takes a minute or two.",
    ),
    # The proof.
    "proof": ("Ұпайыңыз есепке кірген бе?", "Ваши баллы учтены?", "Are your points counted?"),
    "proof_text": (
        "Бағдарлама қанша ұпай қарыз екенін блокчейнге жазады. Сіздікі де сонда ма, тексеріңіз.",
        "Программа записывает в блокчейн, сколько баллов она должна. Проверьте, что ваши там есть.",
        "The programme states on the blockchain what it owes. Check that yours is in it.",
    ),
    "proof_none": (
        "Блокчейнде әзірге есеп жоқ.",
        "Отчётов в блокчейне пока нет.",
        "Nothing has been stated on the blockchain yet.",
    ),
    "check": ("Осы телефонда тексеру", "Проверить на этом телефоне", "Check on this phone"),
    "proof_good": (
        "№ {epoch} есепте сіздің {points} ұпайыңыз бар. ✔ Осы телефон тексерді",
        "В отчёте № {epoch} учтено ваших баллов: {points}. ✔ Проверил этот телефон",
        "Your points in statement {epoch}: {points}. ✔ Checked on this phone",
    ),
    "proof_wallet": (
        "№ {epoch} есепте шотыңызда ұпай жоқ, бәрі әмиянда. Оны файл бойынша тексеруге болады.",
        "В отчёте № {epoch} на счёте баллов нет, все в кошельке. Проверить их можно по файлу.",
        "Statement {epoch} has all of your points in the wallet. The file lets you check them.",
    ),
    "proof_bad": (
        "✘ Дәлел сәйкес келмеді ({step}). Файлды сақтап, дүкенге көрсетіңіз.",
        "✘ Доказательство не сходится ({step}). Сохраните файл и покажите его в магазине.",
        "✘ The proof does not fit ({step}). Save the file and show it in the shop.",
    ),
    "proof_limits": (
        "Есептің сандарын бағдарлама берді. Блокчейннің өзімен салыстыру: baursak verify-proof.",
        "Числа отчёта дала программа. Сверить с самим блокчейном: baursak verify-proof.",
        "The programme gave the figures. To check against the chain itself: baursak verify-proof.",
    ),
    "save": ("Дәлел файлын сақтау", "Сохранить файл доказательства", "Save the proof file"),
    "save_now": ("Файлды жүктеп алу", "Скачать файл", "Download the file"),
    # Leaving.
    "another": ("Басқа әмиянды қосу", "Подключить другой кошелёк", "Link another wallet"),
    "unlink": ("Әмиянды ажырату", "Отвязать кошелёк", "Unlink the wallet"),
    "unlink_text": (
        "Әмияндағы токен әмиянда қалады. Аударылып жатқаны да сонда барады.",
        "Токены останутся в кошельке. То, что в пути, тоже придёт туда.",
        "Tokens stay in the wallet. What is on its way arrives there, too.",
    ),
    "unlink_sure": ("Иә, ажырату", "Да, отвязать", "Yes, unlink"),
    "to_profile": ("Профильге оралу", "Назад в профиль", "Back to the profile"),
}

IN_SCRIPT: Final = (
    "open_wallet", "waiting", "linking", "linked", "unlinked", "no_declined", "no_late",
    "no_network", "no_taken", "no_kind", "no_proof", "no_answer", "no_session", "no_send",
    "move_sure", "move_done", "sent", "proof_good", "proof_wallet", "proof_bad", "save_now",
)  # fmt: skip
"""What the page's own script says."""


@cache
def wallet_texts(language: str) -> dict[str, str]:
    """Return every text in *language*."""
    place = _PLACE[language]
    return {name: spoken[place] for name, spoken in WALLET_TEXTS.items()}


def wallet_said(language: str) -> dict[str, str]:
    """Return the texts that the page's script says."""
    texts = wallet_texts(language)
    return {name: texts[name] for name in IN_SCRIPT}
