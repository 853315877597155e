"""Each action of the log in words: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

Spoken = tuple[str, str, str]
_PLACE: Final = {"kk": 0, "ru": 1, "en": 2}

ACTIONS: Final[Mapping[str, Spoken]] = {
    "breach.report": (
        "Деректердің таралуы туралы есеп жасалды", "Составлен отчёт об утечке данных",
        "Report about a breach made",
    ),
    "card.block": ("Мүше картасы бұғатталды", "Карта участника заблокирована", "Card blocked"),
    "card.give": ("Мүшеге карта берілді", "Участнику выдана карта", "Card given to a member"),
    "card.pin": ("Картаның PIN коды ауыстырылды", "PIN карты сменён", "PIN of a card changed"),
    "card.replace": ("Мүше картасы ауыстырылды", "Карта участника заменена", "Card replaced"),
    "cashier.add": ("Кассир қосылды", "Добавлен кассир", "Cashier added"),
    "cashier.change": ("Кассир деректері өзгертілді", "Изменены данные кассира", "Cashier changed"),
    "chain.assign_return": (
        "Блокчейннен қайтқан ұпай мүшеге берілді", "Вернувшиеся из сети баллы отданы участнику",
        "Points that came back from the chain given to a member",
    ),
    "chain.resume": (
        "Блокчейнмен есеп айырысу қайта қосылды", "Расчёты в блокчейне возобновлены",
        "Settlement on chain resumed",
    ),
    "export.accruals": ("Чектер файлға шығарылды", "Выгружены чеки", "Receipts exported"),
    "export.audit": ("Журнал файлға шығарылды", "Выгружен журнал", "Log exported"),
    "export.claims": (
        "Ұпай алынған чектер файлға шығарылды", "Выгружены чеки с баллами", "Claims exported",
    ),
    "export.clearing": (
        "Серіктестер арасындағы есеп файлға шығарылды", "Выгружены взаиморасчёты партнёров",
        "Clearing exported",
    ),
    "export.lots": (
        "Ұпайлар тізімі файлға шығарылды", "Выгружены баллы по срокам", "Lots exported",
    ),
    "export.members": ("Мүшелер тізімі файлға шығарылды", "Выгружен список участников",
                       "Members exported"),
    "export.redemptions": (
        "Қабылданған ваучерлер файлға шығарылды", "Выгружены принятые ваучеры",
        "Redemptions exported",
    ),
    "export.returns": ("Қайтарулар файлға шығарылды", "Выгружены возвраты", "Returns exported"),
    "export.reviews": ("Тексерулер файлға шығарылды", "Выгружены проверки", "Reviews exported"),
    "export.transfers": ("Ұпай қозғалысы файлға шығарылды", "Выгружено движение баллов",
                         "Transfers exported"),
    "export.vouchers": ("Ваучерлер файлға шығарылды", "Выгружены ваучеры", "Vouchers exported"),
    "export.z-reports": ("Ауысым есептері файлға шығарылды", "Выгружены Z-отчёты",
                         "Closing reports exported"),
    "hub.generation": ("Қосалқы көшірмеден кейін жаңа кезең ашылды",
                       "После восстановления открыто новое поколение",
                       "New generation opened after a restore"),
    "hub.master_secret": ("Хабтың негізгі құпиясы орнатылды", "Задан главный секрет сервера",
                          "Master secret of the hub set"),
    "import.members": ("Бұрынғы мүшелер файлдан жүктелді", "Загружены участники старой программы",
                       "Members of an older scheme imported"),
    "import.operator": ("Фискалдық оператордың тізімі жүктелді",
                        "Загружена выгрузка фискального оператора",
                        "Export of the fiscal operator imported"),
    "invitation.accept": ("Шақыру қабылданды", "Приглашение принято", "Invitation accepted"),
    "member.block": ("Мүше бұғатталды", "Участник заблокирован", "Member blocked"),
    "member.unblock": ("Мүше бұғаттан шығарылды", "Участник разблокирован", "Member unblocked"),
    "member.code": ("Ескі картаға бір реттік код берілді", "Выдан код для старой карты",
                    "One-time code for an old card given"),
    "member.copy": ("Мүшеге деректерінің көшірмесі берілді", "Участнику выдана копия данных",
                    "Copy of a member's data given"),
    "member.erase": ("Мүше өшірілді", "Участник удалён", "Member erased"),
    "member.merge": ("Мүшенің екі жазбасы біріктірілді", "Две записи участника объединены",
                     "Two accounts of a member merged"),
    "member.staff": ("Мүшенің қызметкер белгісі өзгертілді",
                     "Изменена отметка «сотрудник» у участника",
                     "Whether a member works here was changed"),
    "partner.change": ("Серіктес деректері өзгертілді", "Изменены данные партнёра",
                       "Partner changed"),
    "partner.decide": ("Серіктестің қатысуы туралы шешім қабылданды",
                       "Решено, участвует ли партнёр", "Decided whether a partner takes part"),
    "partner.found": ("Серіктес құрылды", "Создан партнёр", "Partner made"),
    "partner.invite": ("Жаңа серіктес шақырылды", "Приглашён новый партнёр", "Partner invited"),
    "partner.register": ("Серіктес тіркелді", "Партнёр зарегистрировался", "Partner registered"),
    "partner.wallet": ("Серіктестің TON әмияны ауысты", "Сменён кошелёк TON партнёра",
                       "TON wallet of a partner changed"),
    "password.change": ("Құпиясөз ауыстырылды", "Сменён пароль", "Password changed"),
    "points.approve": ("Ұпай түзетуі мақұлданды", "Правка баллов одобрена", "Adjustment approved"),
    "points.ask": ("Ұпай түзетуі сұралды", "Запрошена правка баллов", "Adjustment asked for"),
    "points.refuse": ("Ұпай түзетуі қабылданбады", "Правка баллов отклонена", "Adjustment refused"),
    "policy.edit": ("Бағдарлама ережелері өзгертілді", "Изменены правила программы",
                    "Policy of the programme changed"),
    "return.decide": ("Қайтарудың чегі көрсетілді", "Указан чек возврата",
                      "Receipt of a return named"),
    "review.approve": ("Тексеру мақұлданды", "Проверка: одобрено", "Review approved"),
    "review.reject": ("Тексеру қабылданбады", "Проверка: отклонено", "Review rejected"),
    "review.undo": ("Тексерудегі шешім қайтарылды", "Решение проверки отменено",
                    "Decision of a review taken back"),
    "reward.add": ("Сыйлық қосылды", "Добавлена награда", "Reward added"),
    "reward.change": ("Сыйлық өзгертілді", "Награда изменена", "Reward changed"),
    "reward.draft": ("Сыйлық жобаға қайтарылды", "Награда вернулась в черновики",
                     "Reward back to a draft"),
    "reward.offered": ("Сыйлық ұсынылды", "Награда выставлена", "Reward offered"),
    "reward.withdrawn": ("Сыйлық алынып тасталды", "Награда снята", "Reward withdrawn"),
    "reward.stock": ("Сыйлық саны өзгертілді", "Изменён остаток награды",
                     "Stock of a reward changed"),
    "rule.add": ("Ұпай ережесі қосылды", "Добавлено правило начисления", "Earning rule added"),
    "rule.end": ("Ұпай ережесінің мерзімі белгіленді", "Правилу назначен срок окончания",
                 "End of an earning rule set"),
    "rule.withdraw": ("Ұпай ережесі алынып тасталды", "Правило начисления снято",
                      "Earning rule withdrawn"),
    "session.end_others": ("Басқа құрылғылардағы сеанстар аяқталды",
                           "Завершены сеансы на других устройствах",
                           "Sessions on other devices ended"),
    "session.open": ("Басқару панеліне кірді", "Вход в панель управления",
                     "Signed in to the dashboard"),
    "shop.add": ("Дүкен қосылды", "Добавлен магазин", "Shop added"),
    "shop.change": ("Дүкен деректері өзгертілді", "Изменены данные магазина", "Shop changed"),
    "shop.key": ("Дүкеннің ваучер кілті ауыстырылды", "Сменён ключ ваучеров магазина",
                 "Voucher key of a shop changed"),
    "shop.till_settings": ("Дүкен кассаларының баптауы өзгертілді",
                           "Изменены настройки касс магазина",
                           "Settings of a shop's tills changed"),
    "staff.add": ("Қызметкер қосылды", "Добавлен сотрудник", "Person added to the staff"),
    "staff.change": ("Қызметкер деректері өзгертілді", "Изменены данные сотрудника",
                     "Person of the staff changed"),
    "staff.grant": ("Қызметкерге рөл берілді", "Сотруднику дана роль", "Role given"),
    "staff.invite": ("Қызметкерге кіру коды берілді", "Сотруднику выдан код для входа",
                     "Code to sign in given to a person"),
    "staff.wallet": ("Қызметкердің TON әмияны ауысты", "Сменён кошелёк TON сотрудника",
                     "TON wallet of a person changed"),
    "staff.withdraw": ("Қызметкерден рөл алынды", "У сотрудника отозвана роль",
                       "Role taken away"),
    "tier.give": ("Деңгей берілді", "Дан уровень", "Tier given"),
    "till.add": ("Касса қосылды", "Добавлена касса", "Till added"),
    "till.code": ("Кассаға жаңа код берілді", "Кассе выдан новый код", "New code for a till"),
    "till.key": ("Касса кілті ауыстырылды", "Сменён ключ кассы", "Key of a till changed"),
    "till.lift": ("Касса қайта қосылды", "Касса возвращена в работу", "Till back at work"),
    "till.rename": ("Касса атауы өзгертілді", "Касса переименована", "Till renamed"),
    "till.revoke": ("Касса өшірілді", "Касса отключена", "Till taken out"),
    "till.settings": ("Касса баптаулары өзгертілді", "Изменены настройки кассы",
                      "Settings of a till changed"),
    "till.write_off": ("Касса есептен шығарылды", "Касса списана", "Till written off"),
    "totp.off": ("Бір реттік кодтар өшірілді", "Одноразовые коды отключены",
                 "One-time codes turned off"),
    "totp.on": ("Бір реттік кодтар қосылды", "Одноразовые коды включены",
                "One-time codes turned on"),
    "voucher.cancel": ("Ваучерден бас тартылды", "Ваучер отменён", "Voucher cancelled"),
    "voucher.undo": ("Ваучердің қабылдануы қайтарылды", "Приём ваучера отменён",
                     "Redemption of a voucher undone"),
    "webhook.add": ("Вебхук қосылды", "Добавлен вебхук", "Webhook added"),
    "webhook.again": ("Вебхук қайта жіберілді", "Вебхук отправлен повторно",
                      "Webhook sent again"),
    "webhook.change": ("Вебхук өзгертілді", "Вебхук изменён", "Webhook changed"),
    "webhook.remove": ("Вебхук өшірілді", "Вебхук удалён", "Webhook removed"),
    "webhook.secret": ("Вебхук құпиясы ауыстырылды", "Сменён секрет вебхука",
                       "Secret of a webhook changed"),
}  # fmt: skip
"""Every action that the code writes; a test reads the code to see that none is missing."""

SUBJECTS: Final[Mapping[str, Spoken]] = {
    "adjustment": ("түзету {it}", "правка {it}", "adjustment {it}"),
    "card": ("№ {it} карта", "карта № {it}", "card no. {it}"),
    "cashier": ("№ {it} кассир", "кассир № {it}", "cashier no. {it}"),
    "member": ("№ {it} мүше", "участник № {it}", "member no. {it}"),
    "partner": ("№ {it} серіктес", "партнёр № {it}", "partner no. {it}"),
    "return": ("{it} қайтаруы", "возврат {it}", "return {it}"),
    "review": ("№ {it} тексеру", "проверка № {it}", "review no. {it}"),
    "reward": ("№ {it} сыйлық", "награда № {it}", "reward no. {it}"),
    "rule": ("№ {it} ереже", "правило № {it}", "rule no. {it}"),
    "shop": ("№ {it} дүкен", "магазин № {it}", "shop no. {it}"),
    "staff": ("№ {it} қызметкер", "сотрудник № {it}", "person no. {it}"),
    "till": ("№ {it} касса", "касса № {it}", "till no. {it}"),
    "voucher": ("№ {it} ваучер", "ваучер № {it}", "voucher no. {it}"),
    "webhook": ("№ {it} вебхук", "вебхук № {it}", "webhook no. {it}"),
}
"""What an action was done to, by the first word that the log names it with."""
NUMBERED: Final = tuple(it for it in SUBJECTS if it not in ("adjustment", "return"))
"""What one can look for by number."""
_SHORT: Final = 8
"""Letters of an adjustment's id that tell it from others."""


def action_words(action: str, language: str) -> str:
    """Return an action in words; one that a newer program wrote is shown as it stands."""
    said = ACTIONS.get(action)
    return action if said is None else said[_PLACE[language]]


def subject_words(subject: str, language: str) -> str:
    """Return what it was done to, in words where there are any."""
    kind, _, rest = subject.partition(" ")
    said = SUBJECTS.get(kind)
    if said is None or not rest or " " in rest:
        return subject
    return said[_PLACE[language]].format(it=rest[:_SHORT] if kind == "adjustment" else rest)
