"""What the dashboard says about earning rules: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_rules": ("Ұпай ережелері", "Правила начисления", "Earning rules"),
    "e_lead": (
        ("Чек неше ұпай беретінін осы ережелер анықтайды. Ережені өзгертуге болмайды: орнына "
        "жаңасы келеді, бұрынғы чектер бұрынғыша есептеледі."),
        ("По этим правилам начисляются баллы за чек. Правило не правят: его сменяет новое, а "
        "прежние чеки считаются по-прежнему."),
        ("These rules say what a receipt earns. A rule is never edited: another follows it, and "
        "earlier receipts stay as they were judged."),
    ),
    "e_new": ("Жаңа ереже", "Новое правило", "New rule"),
    "ez_group_now": ("Қазір жұмыс істейді", "Действуют сейчас", "In force now"),
    "ez_group_later": ("Кейін басталады", "Начнут действовать", "Still to come"),
    "ez_group_over": ("Аяқталған", "Закончились", "Over"),
    "e_none": (
        "Әзірге бірде-бір ереже жоқ, сондықтан чектер ұпай бермейді.",
        "Пока нет ни одного правила, поэтому баллы за чеки не начисляются.",
        "There is no rule yet, so receipts earn nothing.",
    ),
    "e_none_now": (
        "Қазір жұмыс істейтін ереже жоқ: чектер ұпай бермейді.",
        "Сейчас не действует ни одно правило: баллы за чеки не начисляются.",
        "No rule is in force now: receipts earn nothing.",
    ),
    "e_best": (
        "Бірнеше ереже сай келсе, мүшеге ең тиімдісі алынады.",
        "Если подходят несколько правил, берётся лучшее для участника.",
        "Where several rules apply, the best for the member counts.",
    ),
    "e_since_start": ("басынан бері", "с самого начала", "from the start"),
    "e_replace": ("Жаңасымен ауыстыру", "Заменить новым", "Replace it"),
    "e_end": ("Аяқтау…", "Завершить…", "End it…"),
    "e_end_last": ("Соңғы күні", "Последний день", "Last day"),
    "e_end_text": (
        ("Осы күннен кейінгі чектер бұл ереже бойынша ұпай бермейді. Бос қалдырсаңыз, ереже дәл "
        "қазір аяқталады."),
        ("Чеки после этого дня по этому правилу баллов не дадут. Если оставить пустым, правило "
        "закончится прямо сейчас."),
        "Receipts after that day earn nothing by this rule. Left empty, it ends right now.",
    ),
    "e_end_sure": ("Иә, аяқтау", "Да, завершить", "Yes, end it"),
    "e_away": ("Алып тастау…", "Убрать…", "Take it away…"),
    "e_away_text": (
        "Ереже әлі басталған жоқ, сондықтан ізсіз жойылады.",
        "Правило ещё не действовало, поэтому исчезнет совсем.",
        "It has not begun, so nothing of it stays.",
    ),
    "e_away_sure": ("Иә, алып тастау", "Да, убрать", "Yes, take it away"),
    "ez_done_kept": ("Ереже қабылданды.", "Правило принято.", "The rule is made."),
    "ez_done_ended": ("Ереже аяқталды.", "Правило завершено.", "The rule is ended."),
    "ez_done_away": ("Ереже алынып тасталды.", "Правило убрано.", "The rule is taken away."),
    "e_instead": (
        "«{name}» ережесінің орнына келеді: жаңасы басталған сәтте ол аяқталады.",
        "Сменит правило «{name}»: оно закончится, когда начнётся новое.",
        "It follows “{name}”, which ends where the new one begins.",
    ),
    "e_kind": ("Не үшін ұпай", "За что баллы", "Points for what"),
    "ez_kind_rate": ("Чек сомасы үшін", "За сумму чека", "Money spent"),
    "ez_kind_welcome": ("Алғашқы чек", "Первый чек", "The first receipt"),
    "ez_kind_birthday": ("Туған күн", "День рождения", "A birthday"),
    "ez_kind_referral": ("Дос шақыру", "Приглашение друга", "Bringing a friend"),
    "e_name": ("Атауы", "Название", "Name"),
    "e_name_hint": (
        "Өзіңіз үшін: мүшелер оны көрмейді.", "Для себя: участники его не видят.",
        "For yourself: members do not see it.",
    ),
    "e_since": ("Бірінші күні", "Первый день", "First day"),
    "e_until": ("Соңғы күні", "Последний день", "Last day"),
    "e_since_hint": (
        "Бүгінгі күн таңдалса, ереже бірден басталады.",
        "Если выбрать сегодня, правило начнётся сразу.",
        "With today it begins at once.",
    ),
    "e_until_hint": ("Бос: шектеусіз.", "Пусто: бессрочно.", "Empty: without end."),
    "e_g_rate": ("Чек үшін ұпай", "Баллы за чек", "Points for a receipt"),
    "e_step": ("Әр … ₸ үшін", "За каждые … ₸", "For each … ₸"),
    "e_rate": ("{tier}: ұпай", "{tier}: баллов", "{tier}: points"),
    "e_minimum": ("Қандай чектен бастап, ₸", "От какой суммы чека, ₸", "From which receipt on, ₸"),
    "e_bonus": ("Бонус, ұпай", "Бонус, баллов", "Bonus, points"),
    "e_bonus_hint": (
        "Тек «Алғашқы чек», «Туған күн», «Дос шақыру» үшін.",
        "Только для первого чека, дня рождения и приглашения.",
        "Only for a first receipt, a birthday, a friend.",
    ),
    "e_g_caps": ("Шектер", "Пределы", "Limits"),
    "e_caps_hint": ("Бос: шектеусіз.", "Пусто: без предела.", "Empty: no limit."),
    "ez_of_receipt": ("Бір чекке, ұпай", "На чек, баллов", "Of a receipt, points"),
    "ez_of_day": ("Мүшеге күніне", "Участнику в день", "Of a member a day"),
    "ez_of_month": ("Мүшеге айына", "Участнику в месяц", "Of a member a month"),
    "ez_of_budget": ("Барлығына айына", "На всех в месяц", "Of everybody a month"),
    "e_excluded": ("Ұпай берілмейтін тауарлар", "Товары без баллов", "Goods that earn nothing"),
    "e_excluded_hint": (
        "Әр жолға атауының бір бөлігі. Мысалы: сигарет",
        "Часть названия, по одной на строке. Например: сигарет",
        "A part of the name, one a line. For example: cigarette",
    ),
    "e_g_happy": ("Бақытты сағаттар", "Счастливые часы", "Happy hours"),
    "e_happy_one": ("{number}-уақыт", "Время {number}", "Time {number}"),
    "e_happy_from": ("Басталуы", "С", "From"),
    "e_happy_to": ("Аяқталуы", "До", "To"),
    "e_happy_percent": ("Ұпай, %", "Баллы, %", "Points, %"),
    "e_happy_hint": (
        "150 % — бір жарым есе көп. Аяқталуы басталуынан ерте болса, түн ортасынан асады.",
        "150 % — в полтора раза больше. Если конец раньше начала, время идёт за полночь.",
        "150 % is one and a half times as many. An end before the beginning is after midnight.",
    ),
    "e_try": ("Өткен айдың чектерімен сынау", "Проверить на чеках месяца", "Try it on last month"),
    "e_keep": ("Осы ережені қабылдау", "Принять это правило", "Put this rule in force"),
    "e_changed": (
        "Сынақтан кейін ережені өзгерттіңіз. Енді былай болады; келіссеңіз, қабылдаңыз.",
        "После проверки вы изменили правило. Теперь выходит так; если согласны, примите его.",
        ("You have changed the rule since it was tried. This is what it does now; put it in force "
        "if you agree."),
    ),
    "e_beside": (
        "Сол уақытта мына ереже де жұмыс істейді: {names}. Мүшеге тиімдісі алынады.",
        "В это же время действует и другое: {names}. Возьмётся лучшее для участника.",
        "At that time this holds, too: {names}. The best for the member would count.",
    ),
    "e_together": (
        "Иә, екеуі де жұмыс істесін", "Да, пусть действуют оба", "Yes, let both hold",
    ),
    "e_wrong_beside": (
        ("Бұл мерзімде басқа ереже бар. Соны ауыстырыңыз, басқа күн таңдаңыз не екеуіне де рұқсат "
        "беріңіз."),
        "На это время уже есть правило. Замените его, выберите другие дни или разрешите оба.",
        "Another rule holds at that time. Replace that one, choose other days, or allow both.",
    ),
    "e_wrong_past": (
        "Өткен күн болмайды: ереже бүгін не кейін басталады.",
        "Прошедший день нельзя: правило начинается сегодня или позже.",
        "Not a day that has passed: a rule begins today or later.",
    ),
    "e_wrong_until": (
        "Соңғы күн біріншіден бұрын немесе өтіп кеткен.",
        "Последний день раньше первого или уже прошёл.",
        "The last day is before the first, or has passed.",
    ),
    "e_wrong_bounds": (
        "{least} мен {most} аралығында болуы керек.", "Должно быть от {least} до {most}.",
        "It must be from {least} to {most}.",
    ),
    "e_wrong_rate": (
        "Сома үшін ең көбі {most} ұпай: бұдан артығы 100 % асады.",
        "За эту сумму не больше {most} баллов: иначе выйдет больше 100 %.",
        "At most {most} points for that much: more is above 100 %.",
    ),
    "e_wrong_nothing": (
        "Мұндай ереже ештеңе бермейді: кемінде бір деңгейге ұпай жазыңыз.",
        "Такое правило ничего не даёт: укажите баллы хотя бы одному уровню.",
        "Such a rule gives nothing: enter points for one tier at least.",
    ),
    "e_wrong_tiers": (
        "Жоғары деңгейге төменгіден аз ұпай берілмейді.",
        "Высокий уровень не может получать меньше низкого.",
        "A higher tier cannot earn less than a lower one.",
    ),
    "e_wrong_kind": (
        "Бұл түрдегі ережеде мұндай болмайды: бос қалдырыңыз.",
        "У правил этого вида такого нет: оставьте пустым.",
        "Rules of this kind have none: leave it empty.",
    ),
    "e_wrong_many": (
        "Тым көп: ең көбі {most}.", "Слишком много: не больше {most}.",
        "Too many: at most {most}.",
    ),
    "e_wrong_line_long": (
        "Бір жолда {most} таңбадан көп болмасын.", "В строке не больше {most} знаков.",
        "At most {most} characters a line.",
    ),
    "e_wrong_line_short": (
        "Әр жолда кемінде екі әріп болсын.", "В каждой строке хотя бы две буквы.",
        "Two letters a line at least.",
    ),
    "e_wrong_hours": (
        "Күн мен уақытты толық көрсетіңіз: басы мен соңы бірдей болмасын.",
        "Укажите дни и оба времени: начало и конец не совпадают.",
        "Tick days and enter both times: they cannot be the same.",
    ),
}  # fmt: skip
"""The list and the form."""

SAID: Final[Mapping[str, tuple[str, str, str]]] = {
    "e_say_rate": (
        "Әр {step} ₸ үшін {points}.", "За каждые {step} ₸ — {points}.",
        "{points} for each {step} ₸.",
    ),
    "e_say_rates": (
        "Әр {step} ₸ үшін: {tiers}.", "За каждые {step} ₸: {tiers}.", "For each {step} ₸: {tiers}.",
    ),
    "ez_say_welcome": (
        "Алғашқы чек үшін {points}.", "За первый чек — {points}.",
        "{points} for the first receipt.",
    ),
    "ez_say_birthday": (
        "Туған күнге {points}.", "Ко дню рождения — {points}.", "{points} for a birthday.",
    ),
    "ez_say_referral": (
        "Шақырған досы үшін {points}.", "За приглашённого друга — {points}.",
        "{points} for bringing a friend.",
    ),
    "e_say_vests": (
        "Бонус бірнеше күнгі чектер расталған соң қолжетімді болады.",
        "Бонус становится доступен после подтверждённых чеков в разные дни.",
        "A bonus is free to spend after confirmed receipts on different days.",
    ),
    "e_say_minimum": (
        "{money} ₸ және одан үлкен чектерге.", "При чеке от {money} ₸.",
        "On receipts from {money} ₸.",
    ),
    "e_say_happy": (
        "{days}, {begins}–{ends}: ұпай ×{times}.", "{days}, {begins}–{ends}: баллы ×{times}.",
        "{days}, {begins}–{ends}: points ×{times}.",
    ),
    "e_say_every_day": ("Күн сайын", "Каждый день", "Every day"),
    "ez_days": ("Дс Сс Ср Бс Жм Сб Жс", "Пн Вт Ср Чт Пт Сб Вс", "Mon Tue Wed Thu Fri Sat Sun"),
    "ez_cap_receipt": (
        "Бір чектің шегі: {points}.", "Предел на чек: {points}.", "Limit of a receipt: {points}.",
    ),
    "ez_cap_day": (
        "Мүшенің күндік шегі: {points}.", "Предел участника в день: {points}.",
        "Limit of a member a day: {points}.",
    ),
    "ez_cap_month": (
        "Мүшенің айлық шегі: {points}.", "Предел участника в месяц: {points}.",
        "Limit of a member a month: {points}.",
    ),
    "ez_cap_budget": (
        "Барлығына айына: {points}.", "На всех в месяц: {points}.",
        "Budget of a month: {points}.",
    ),
    "e_say_excluded": (
        "Ұпай берілмейді: {names}.", "Без баллов: {names}.", "No points for: {names}.",
    ),
    "e_say_shops": ("Тек мұнда: {names}.", "Только здесь: {names}.", "Only at: {names}."),
    "e_say_everywhere": ("Барлық дүкенде.", "Во всех магазинах.", "At every shop."),
    "e_sim": (
        "Өткен айда былай болар еді", "Как было бы за прошлый месяц",
        "What last month would have been",
    ),
    "e_sim_lead": (
        "{day} бастап шыққан {count} чек бойынша. Ештеңе өзгерген жоқ.",
        "По чекам с {day}, всего их {count}. Ничего не изменено.",
        "By receipts from {day} on, {count} of them. Nothing has been changed.",
    ),
    "e_sim_part": (
        "Чек көп болғандықтан, ең жаңалары алынды.", "Чеков много, взяты самые новые.",
        "There are many receipts, so the newest were taken.",
    ),
    "e_sim_none": (
        "Соңғы айда чек болмаған: салыстыратын ештеңе жоқ. Ережені солай да қабылдауға болады.",
        "За последний месяц чеков не было, сравнить не с чем. Правило можно принять и так.",
        ("There were no receipts in the last month to compare with. The rule can be put in force "
        "all the same."),
    ),
    "e_sim_given": ("Берілген ұпай", "Начислено баллов", "Points given"),
    "e_sim_cost": ("Ұпайдың құны", "Стоимость баллов", "What the points are worth"),
    "e_sim_share": ("Сатылымдағы үлесі", "Доля от продаж", "Share of sales"),
    "e_sim_touched": ("Өзгеретін чектер", "Чеков изменится", "Receipts that change"),
    "e_sim_touched_of": (
        "{count} чек (ұпай алынғаны — {all})", "{count} из {all}, по которым взяли баллы",
        "{count} of {all} that were claimed",
    ),
    "e_sim_all": ("Бәрі ұпай алса", "Если бы баллы взяли все", "If everybody claimed"),
    "e_sim_was": ("қазір {before}", "сейчас {before}", "{before} now"),
    "e_sim_shops": ("Дүкендер бойынша", "По магазинам", "Shop by shop"),
    "e_sim_before": ("Қазір", "Сейчас", "Now"),
    "e_sim_after": ("Жаңа ережемен", "С новым правилом", "With the new rule"),
    "e_sim_change": ("Айырмасы", "Разница", "Difference"),
    "e_sim_examples": ("Нақты чектер", "Настоящие чеки", "Real receipts"),
    "e_sim_unclaimed": ("ұпайы алынбаған", "баллы не брали", "not claimed"),
    "e_sim_why": ("Қалай есептелді", "Как посчитано", "How it is reckoned"),
    "e_sim_how": (
        ("Чектер ұпай беретін сол есеппен саналды; жаңа ереже айдың басынан бері жұмыс істегендей, "
        "ал шектері ұпай алынған ретпен толады. Ұпайдың құны — бағдарламадағы бағамы бойынша."),
        ("Чеки посчитаны тем же расчётом, который начисляет баллы: как будто новое правило "
        "действовало весь месяц, а пределы заполнялись по порядку. Стоимость — по курсу балла в "
        "программе."),
        ("Receipts were judged by the very function that gives points, as if the new rule had held "
        "all month; its limits fill in the order of the claims. Points are worth what the "
        "programme says."),
    ),
}  # fmt: skip
"""Rules in words, and what a simulation says."""
