"""What the dashboard says about tills and the review queue: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

DESK: Final[Mapping[str, tuple[str, str, str]]] = {
    "state": ("Күйі", "Состояние", "State"),
    "r_open": ("Шешім күтуде", "Ждут решения", "Waiting"),
    "r_approved": ("Мақұлданған", "Одобрены", "Approved"),
    "r_rejected": ("Қабылданбаған", "Отклонены", "Rejected"),
    "k_claim": ("Ұпай алынған чек", "Баллы за чек", "A claim"),
    "k_sale": ("Есептегі алшақтық", "Расхождение с выгрузкой", "A sale the export speaks against"),
    "k_z_report": (
        "Ауысым есебі сәйкес емес", "Z-отчёт не сходится", "A closing report that does not fit",
    ),
    "k_concentration": (
        "Бір кассирдегі тым көп чек", "Слишком много чеков у одного кассира",
        "Too many receipts at one cashier",
    ),
    "k_return": ("Чегі белгісіз қайтару", "Возврат без чека", "A return of no known receipt"),
    "k_redemption": ("Қабылданбауы керек ваучер", "Ваучер, который нельзя было принять",
                     "A voucher that should not have been taken"),
    "k_till": ("Касса", "Касса", "A till"),
    "k_shortfall": ("Жетпей қалған ұпай", "Нехватка баллов", "Points that nobody has"),
    "k_asked": ("Мүше тексеруді сұрайды", "Участник просит проверить", "A member asks for a look"),
    "opened": ("Кезекте {time} бастап", "В очереди с {time}", "In the queue since {time}"),
    "decided": ("Шешім уақыты: {time}", "Решено {time}", "Decided {time}"),
    "no_reason": ("Себебі жазылмаған.", "Причина не записана.", "No reason is on record."),
    "note": ("Түсініктеме", "Пояснение", "Note"),
    "note_needed": (
        "Қабылдамау себебін жазыңыз: ол тарихта қалады.",
        "Напишите, почему отклоняете: это останется в истории.",
        "Say why you reject it: the history keeps that.",
    ),
    "approve": ("Мақұлдау", "Одобрить", "Approve"),
    "reject": ("Қабылдамау", "Отклонить", "Reject"),
    "no_reviews": (
        "Кезек бос. Бәрі тексерілген.", "Очередь пуста. Всё проверено.",
        "The queue is empty. Everything has been looked at.",
    ),
    "no_decided": ("Мұнда әлі ештеңе жоқ.", "Здесь пока пусто.", "Nothing here yet."),
    "more": ("Тағы көрсету", "Показать ещё", "Show more"),
    "t_waiting": ("Код күтуде", "Ждёт кода", "Waiting for its code"),
    "t_active": ("Жұмыс істеп тұр", "Работает", "At work"),
    "t_quarantined": ("Тексерілуде", "На проверке", "Held for a look"),
    "t_revoked": ("Өшірілген", "Отключена", "Taken out"),
    "t_written_off": ("Есептен шығарылған", "Списана", "Written off"),
    "pending": ("Жіберілмеген жазба", "Не передано записей", "Records not handed in"),
    "set_aside": ("Қабылданбаған жазба", "Не принято записей", "Records not accepted"),
    "version": ("Нұсқа", "Версия", "Version"),
    "new_code": ("Жаңа код алу", "Новый код", "New code"),
    "revoke": ("Кассаны өшіру", "Отключить кассу", "Take the till out"),
    "revoke_text": (
        "Ұпай мен ваучер бірден тоқтайды, жіберілмеген чектер тексеріледі. Қайтару мүмкін емес.",
        "Баллы и ваучеры остановятся сразу, непереданные чеки пойдут на проверку. Навсегда.",
        "Points and vouchers stop here at once; receipts not handed in go to review. For good.",
    ),
    "revoke_sure": ("Иә, өшіру", "Да, отключить", "Yes, take it out"),
    "no_tills": (
        "Әзірге касса жоқ. Төменде біріншісін қосыңыз.",
        "Касс пока нет. Добавьте первую ниже.",
        "There are no tills yet. Add the first one below.",
    ),
    "add_till": ("Касса қосу", "Добавить кассу", "Add a till"),
    "till_name": ("Касса атауы", "Название кассы", "Name of the till"),
    "make_code": ("Код алу", "Получить код", "Get its code"),
    "code_for": ("«{name}» кассасының коды", "Код для кассы «{name}»", "The code of “{name}”"),
    "code_how": (
        "Касса компьютеріне енгізіңіз. Бір рет жарамды, мерзімі: {time}. Қайта көрсетілмейді.",
        "Введите его на компьютере кассы. Годен один раз, до {time}. Больше не покажем.",
        "Type it at the till's computer. It is good once, until {time}, and is not shown again.",
    ),
}  # fmt: skip
