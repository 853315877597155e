"""What the dashboard says about vouchers: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

VOUCHERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_vouchers": ("Ваучерлер", "Ваучеры", "Vouchers"),
    "vo_lead": (
        "Мүшелер ұпайға алған сыйлықтар, жаңасы бірінші.",
        "Награды, которые участники взяли за баллы, новые сверху.",
        "Rewards that members took for points, the newest first.",
    ),
    "vo_all": ("Барлығы", "Все", "All"),
    "vog_live": ("Жарамды", "Действуют", "Live"),
    "vog_redeemed": ("Пайдаланылған", "Использованы", "Used"),
    "vog_cancelled": ("Бас тартылған", "Отменены", "Cancelled"),
    "vog_expired": ("Мерзімі өткен", "Истекли", "Expired"),
    "vos_held": ("жарамды", "действует", "live"),
    "vos_redeemed": ("пайдаланылған", "использован", "used"),
    "vos_cancelling": (
        "тоқтатылуда, кассалардың жауабы күтілуде", "отменяется, ждём ответа касс",
        "being cancelled, waiting for the tills",
    ),
    "vos_expiring": (
        "мерзімі өтті, кассалардың жауабы күтілуде", "истёк, ждём ответа касс",
        "expired, waiting for the tills",
    ),
    "vos_undoing": (
        "қайтарылуда, кассалардың жауабы күтілуде", "возвращается, ждём ответа касс",
        "being undone, waiting for the tills",
    ),
    "vos_cancelled": ("бас тартылған", "отменён", "cancelled"),
    "vos_expired": ("мерзімі өткен", "истёк", "expired"),
    "vos_undone": ("қайтарылған", "возвращён", "undone"),
    "vo_number": ("№ {number} ваучер", "Ваучер № {number}", "Voucher no. {number}"),
    "vo_reward": ("Сыйлық", "Награда", "Reward"),
    "vo_any_reward": ("Кез келген сыйлық", "Любая награда", "Any reward"),
    "vo_bought": ("{time} алынған", "куплен {time}", "bought {time}"),
    "vo_taken": (
        "{time} пайдаланылған: {shop}", "использован {time}: {shop}", "used {time}: {shop}",
    ),
    "vo_good_until": ("{time} дейін жарамды", "действует до {time}", "good until {time}"),
    "vo_none": (
        "Ваучер жоқ. Мүше сыйлық таңдағанда, ол осында шығады.",
        "Ваучеров нет. Они появятся, когда участник выберет награду.",
        "No vouchers. One appears here when a member picks a reward.",
    ),
    "vo_none_found": (
        "Бұл сүзгімен ваучер табылмады.", "По этому фильтру ваучеров нет.",
        "No voucher fits this filter.",
    ),
    "vo_price": ("Бағасы", "Цена", "Price"),
    "vo_where": ("Қайда жарамды", "Где действует", "Where it is good"),
    "vo_anywhere": ("кез келген дүкенде, байланыс болса", "в любом магазине, при связи",
                    "at any shop, online only"),
    "vo_offline": ("Байланыссыз", "Без связи", "Without a line"),
    "vo_offline_yes": (
        "касса байланыссыз да қабылдай алады", "касса может принять и без связи",
        "a till may take it without a line",
    ),
    "vo_offline_no": ("хаб рұқсат бергенде ғана", "только с разрешения сервера",
                      "only when the hub says so"),
    "vo_story": ("Не болды", "Что было", "What happened"),
    "vo_s_bought": ("Мүше сыйлықты ұпайға алды.", "Участник взял награду за баллы.",
                    "The member took the reward for points."),
    "vo_s_taken": ("Касса қабылдады: {shop}, {till}.", "Касса приняла: {shop}, {till}.",
                   "A till took it: {shop}, {till}."),
    "vo_s_offline": ("Байланыссыз қабылданған.", "Принят без связи.", "Taken without a line."),
    "vo_s_loss": ("Бұл шығын: ұпай төленбеген.", "Это убыток: баллы не оплачены.",
                  "This is a loss: no points paid for it."),
    "vo_s_undone": ("Қабылдау қайтарылды.", "Приём отменён.", "The redemption was undone."),
    "vo_s_receipt": ("Чекке сәйкестендірілді.", "Сопоставлен с чеком.", "Matched to a receipt."),
    "vo_s_ended": ("Соңғы күйі: {state}.", "Итог: {state}.", "It ended: {state}."),
    "vo_s_cancel": ("Ваучерден бас тартылды ({name}).", "Ваучер отменён ({name}).",
                    "Cancelled by {name}."),
    "vo_s_undo": ("Ваучердің қабылдануы қайтарылды ({name}).", "Приём ваучера отменён ({name}).",
                  "The redemption was undone by {name}."),
    "vo_cancel": ("Ваучерден бас тарту", "Отменить ваучер", "Cancel the voucher"),
    "vo_cancel_text": (
        ("Ваучер жарамсыз болады, {points} мүшеге қайтады. Ол байланыссыз қабылданып үлгермегені"
        " анықталған соң ғана қайтады."),
        ("Ваучер перестанет действовать, участнику вернётся: {points}. Вернётся, когда станет"
        " ясно, что ни одна касса не приняла его без связи."),
        ("The voucher is no longer good, and {points} go back to the member, once it is certain"
        " that no till took it without a line."),
    ),
    "vo_cancel_sure": ("Иә, бас тарту", "Да, отменить", "Yes, cancel it"),
    "vo_undo": ("Қабылдауды қайтару", "Отменить приём", "Undo the redemption"),
    "vo_undo_text": (
        ("Сыйлық берілмеген деп саналады: {points} мүшеге қайтады. {time} дейін болады. Басқа касса"
        " осы ваучерге бірдеңе берген болса, ұпай қайтпайды."),
        ("Считается, что награду не выдали: участнику вернётся {points}. Можно до {time}. Если"
        " по этому ваучеру что-то выдала другая касса, баллы не вернутся."),
        ("The reward counts as not handed out, and {points} go back to the member. Possible until"
        " {time}. Where another till handed something out for this voucher, no points return."),
    ),
    "vo_undo_sure": ("Иә, қайтару", "Да, отменить приём", "Yes, undo it"),
    "vod_cancelled": ("Ваучерден бас тартылды.", "Ваучер отменён.", "The voucher is cancelled."),
    "vod_undone": ("Қабылдау қайтарылды.", "Приём отменён.", "The redemption is undone."),
    "vo_checks": ("Тексеретін жайттар", "Что проверить", "What to check"),
    "vo_checks_lead": (
        "Чексіз қабылданған ваучерлер, байланыссыз тәуекел және шығындар.",
        "Ваучеры без чека, риск без связи и убытки.",
        "Vouchers without a receipt, the risk without a line, and losses.",
    ),
    "vo_bound": (
        "Қазір байланыссыз ең көп шығын", "Наибольший убыток без связи сейчас",
        "Largest possible offline loss now",
    ),
    "vo_bound_text": (
        ("Кассалар хаб білмей тұрып бере алатын сыйлықтардың ең үлкен құны. Рұқсат жабылғанша,"
        " мерзімі өтсе де, есептеледі."),
        ("На столько кассы могут выдать наград, пока сервер о них не знает. Разрешение считается,"
        " пока касса его не закроет, даже если срок истёк."),
        ("What tills may hand out before the hub hears of it. A lease counts until its till closes"
        " it, expired or not."),
    ),
    "vo_bound_none": (
        "Қазір ешбір касса байланыссыз ештеңе бере алмайды.",
        "Сейчас ни одна касса ничего не может выдать без связи.",
        "No till can hand anything out without a line now.",
    ),
    "vo_lease_until": ("рұқсат {time} дейін", "разрешение до {time}", "lease until {time}"),
    "vo_lease_lost": (
        "қалпына келтірілген хаб ұмытуы мүмкін рұқсат", "разрешение, о котором сервер мог забыть",
        "a lease that a restored hub may have forgotten",
    ),
    "vo_unmatched": ("Чегі жоқ ваучерлер", "Ваучеры без чека", "Vouchers without a receipt"),
    "vo_unmatched_text": (
        "Сыйлық берілген, бірақ кассадан сәйкес чек келмеген.",
        "Награда выдана, но подходящий чек с кассы не пришёл.",
        "The reward was handed out, but no receipt of the till fits.",
    ),
    "vo_unmatched_none": (
        "Барлық ваучердің чегі бар.", "У всех ваучеров есть чек.", "Every voucher has its receipt.",
    ),
    "vo_losses": ("Шығындар", "Убытки", "Losses"),
    "vo_losses_text": (
        "Сыйлық берілген, бірақ ұпай төленбеген. Соңғы 90 күн.",
        "Награда выдана, а баллы за неё не поступили. Последние 90 дней.",
        "Handed out, and no points came for it. The last 90 days.",
    ),
    "vo_losses_none": ("Шығын жоқ.", "Убытков нет.", "No losses."),
    "vol_written_off": ("касса есептен шығарылды", "касса списана", "a till was written off"),
    "vol_redemption": ("ваучер ұпайсыз қабылданды", "ваучер принят без баллов",
                       "a voucher taken without points"),
}  # fmt: skip
