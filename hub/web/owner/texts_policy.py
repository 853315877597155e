"""What the page of the programme's policy says: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

POLICY: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_policy": ("Бағдарлама ережелері", "Правила программы", "Policy"),
    "po_lead": (
        ("Барлық серіктеске ортақ сандар. Өзгеріс бір секундтан соң күшіне енеді, кім және неге"
        " өзгерткені журналда қалады."),
        ("Общие для всех партнёров числа. Изменение действует через секунду; кто и почему изменил,"
        " остаётся в журнале."),
        ("Numbers that hold for every partner. A change holds a second later; who made it and why"
        " stays in the log."),
    ),
    "po_text": (
        "Өзгермеген өрістер сол күйі қалады.", "Поля, которые вы не меняли, останутся как есть.",
        "Fields that you leave alone stay as they are.",
    ),
    "po_save": ("Өзгерту", "Изменить", "Change"),
    "po_changed": ("Ережелер өзгертілді.", "Правила изменены.", "The policy is changed."),
    "po_same": ("Ештеңе өзгерген жоқ.", "Ничего не изменилось.", "Nothing has changed."),
    "po_number": (
        "Сан жазыңыз, мысалы 12 не 7,5.", "Введите число, например 12 или 7,5.",
        "Enter a number such as 12 or 7.5.",
    ),
    "po_order": (
        ("Алтын шегі күмістен жоғары, ал жоғары деңгейдің комиссиясы төменгіден артық болмауы"
        " керек."),
        ("Порог золота должен быть выше серебра, а комиссия высшего уровня — не больше, чем у"
        " низшего."),
        "Gold must begin above silver, and a better tier must not pay a higher commission.",
    ),
    "po_unit": ("{unit}; әдепкісі {usual}", "{unit}; обычно {usual}", "{unit}; usually {usual}"),
    "po_u_points": ("ұпай", "в баллах", "points"),
    "po_u_count": ("саны", "количество", "count"),
    "po_u_percent": ("пайыз", "в процентах", "per cent"),
    "po_u_tenge": ("теңге", "в тенге", "tenge"),
    "po_u_seconds": ("секунд", "в секундах", "seconds"),
    "po_u_minutes": ("минут", "в минутах", "minutes"),
    "po_u_hours": ("сағат", "в часах", "hours"),
    "po_u_days": ("күн", "в днях", "days"),
    "po_u_ton": ("TON-мен", "в TON", "in TON"),
    "po_g_points": ("Ұпай алу", "Получение баллов", "Earning points"),
    "po_g_returns": ("Тауар қайтару", "Возвраты", "Returns"),
    "po_g_limits": ("Алаяқтықтан қорғау", "Защита от злоупотреблений", "Limits against fraud"),
    "po_g_spending": ("Ұпай жұмсау", "Трата баллов", "Spending points"),
    "po_g_tiers": ("Мүше деңгейлері", "Уровни участников", "Members' tiers"),
    "po_g_partners": ("Серіктестер арасы", "Между партнёрами", "Between partners"),
    "po_g_chain": ("Блокчейн", "Блокчейн", "Blockchain"),
    "po_point_value": ("Бір ұпайдың құны", "Стоимость балла", "What a point is worth"),
    "po_claim_window": (
        "Чектен ұпай алу мерзімі", "Сколько ждёт чек", "How long a receipt can be claimed",
    ),
    "po_lot_life": ("Ұпайдың жарамдылық мерзімі", "Срок жизни баллов", "How long points live"),
    "po_bonus_receipts": (
        "Бонус бекуі үшін керек чек", "Чеков до зачисления бонуса",
        "Receipts until a bonus vests",
    ),
    "po_text_only_receipt": (
        "Фискалдық кодсыз чек: бір чекке", "Чек без фискального кода: за чек",
        "Receipt without fiscal code: each at most",
    ),
    "po_text_only_day": (
        "Фискалдық кодсыз чек: бір күнге", "Чеки без фискального кода: за день",
        "Receipts without fiscal code: a day",
    ),
    "po_text_only_month": (
        "Фискалдық кодсыз чек: бір айға", "Чеки без фискального кода: за месяц",
        "Receipts without fiscal code: a month",
    ),
    "po_skew_most": (
        "Чек уақытының рұқсат етілген қатесі", "Допустимая ошибка времени чека",
        "Receipt's clock may be off by",
    ),
    "po_unconfirmed_member": (
        "Расталмаған ұпай шегі: мүше", "Предел неподтверждённых: участник",
        "Unconfirmed at most: a member",
    ),
    "po_unconfirmed_till": (
        "Расталмаған ұпай шегі: касса", "Предел неподтверждённых: касса",
        "Unconfirmed at most: a till",
    ),
    "po_unconfirmed_shop": (
        "Расталмаған ұпай шегі: дүкен", "Предел неподтверждённых: магазин",
        "Unconfirmed at most: a shop",
    ),
    "po_unconfirmed_life": (
        "Расталмағандар тексеруге жіберілгенше", "Неподтверждённые уходят на проверку через",
        "Unconfirmed claims go to review after",
    ),
    "po_reversal_grace": (
        "Сатылымы жоқ ұпай қайтарылғанша", "Ждать продажу до отмены баллов",
        "Wait for the sale before reversing",
    ),
    "po_return_window": (
        "Ұпай қайтарылатын мерзім", "Срок возврата баллов", "Points may be taken back for",
    ),
    "po_return_search_days": (
        "Қайтарудың чегі ізделетін мерзім", "Искать чек возврата за",
        "Search a return's receipt back for",
    ),
    "po_may_go_negative": (
        "Қайтарудан мүшенің ұпайы нөлден төмен түсе алады",
        "Возврат может увести баланс участника ниже нуля",
        "A return may push a member below zero",
    ),
    "po_negative_most": (
        "Нөлден төмен: ең көбі", "Ниже нуля: не больше", "Below zero: at most",
    ),
    "po_shortfall_most": (
        "Серіктестің өтелмеген ұпайы: ең көбі", "Недостача партнёра: не больше",
        "A partner's shortfall: at most",
    ),
    "po_claims_member_day_soft": (
        "Мүшенің бір күндегі чегі: тексеру", "Чеков участника в день: проверка",
        "A member's receipts a day: review",
    ),
    "po_claims_member_day_hard": (
        "Мүшенің бір күндегі чегі: тыйым", "Чеков участника в день: запрет",
        "A member's receipts a day: stop",
    ),
    "po_claims_till_hour_soft": (
        "Кассаның бір сағаттағы чегі: тексеру", "Чеков кассы в час: проверка",
        "A till's receipts an hour: review",
    ),
    "po_claims_till_hour_hard": (
        "Кассаның бір сағаттағы чегі: тыйым", "Чеков кассы в час: запрет",
        "A till's receipts an hour: stop",
    ),
    "po_claims_cashier_hour_soft": (
        "Кассирдің бір сағаттағы чегі: тексеру", "Чеков кассира в час: проверка",
        "A cashier's receipts an hour: review",
    ),
    "po_claims_shop_hour_hard": (
        "Дүкеннің бір сағаттағы чегі: тыйым", "Чеков магазина в час: запрет",
        "A shop's receipts an hour: stop",
    ),
    "po_adjustment_alone": (
        "Бір адам өзі түзете алатын ұпай", "Корректировка без второго человека до",
        "Adjusted without a second person up to",
    ),
    "po_voucher_life": ("Ваучер мерзімі", "Срок ваучера", "How long a voucher lives"),
    "po_short_code_life": (
        "Қысқа код мерзімі", "Срок короткого кода", "How long a short code lives",
    ),
    "po_short_code_attempts": (
        "Қысқа кодты қате теру шегі", "Попыток ввести короткий код", "Wrong short codes at most",
    ),
    "po_undo_time": (
        "Кассада қабылдауды қайтару уақыты", "Время на отмену приёма на кассе",
        "Undo at the till within",
    ),
    "po_part_payment_percent": (
        "Чектің ұпаймен төленетін бөлігі", "Доля чека, оплачиваемая баллами",
        "Part of a receipt that points may pay",
    ),
    "po_match_window": (
        "Ваучерге чек ізделетін уақыт", "Искать чек для ваучера в течение",
        "Match a voucher to its receipt within",
    ),
    "po_lease_count": (
        "Байланыссыз кассадағы ваучер саны", "Ваучеров на кассе без связи",
        "Vouchers at a till offline",
    ),
    "po_lease_amount": (
        "Байланыссыз кассадағы сома", "Сумма на кассе без связи", "Amount at a till offline",
    ),
    "po_lease_life": (
        "Байланыссыз жұмыс мерзімі", "Срок работы без связи", "Works offline for",
    ),
    "po_tier_window": (
        "Деңгей есептелетін мерзім", "Период для уровня", "Spend counts for",
    ),
    "po_tier_silver": ("Күміс шегі", "Порог серебра", "Silver from"),
    "po_tier_gold": ("Алтын шегі", "Порог золота", "Gold from"),
    "po_tier_grace": (
        "Деңгей түскенше берілетін уақыт", "Льготный срок до понижения", "Grace before going down",
    ),
    "po_commission_bronze": ("Комиссия: қола", "Комиссия: бронза", "Commission: bronze"),
    "po_commission_silver": ("Комиссия: күміс", "Комиссия: серебро", "Commission: silver"),
    "po_commission_gold": ("Комиссия: алтын", "Комиссия: золото", "Commission: gold"),
    "po_clearing_days": (
        "Есеп айырысуға қосылғанша", "До включения во взаиморасчёт", "Counted in clearing after",
    ),
    "po_share_rate": (
        "Бір ұпай үшін блокчейнде төленетіні", "Выплата в блокчейне за балл",
        "Paid on chain for a point",
    ),
    "po_move_minimum": (
        "Әмиянға аудару: кемінде", "Перевод в кошелёк: не меньше", "Moved to a wallet: at least",
    ),
    "po_settle_every": ("Дәуірлер аралығы", "Между эпохами", "Between epochs"),
    "po_claim_budget": (
        "Мүшелерге жөнелту: тәуліктік шегі", "Отправка участникам: предел в сутки",
        "Sending to members: a day at most",
    ),
    "po_claim_cost": (
        "Бір жөнелтудің ең көп құны", "Отправка участнику: не дороже", "A sent claim at most",
    ),
    "po_settler_least": (
        "Әмиян толтыруды ескерту шегі", "Предупредить, когда в кошельке меньше",
        "Warn when a wallet holds less than",
    ),
}  # fmt: skip
