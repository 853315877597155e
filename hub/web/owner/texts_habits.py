"""What the page about who comes back says: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

HABITS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_habits": ("Кім қайта келеді", "Кто возвращается", "Who comes back"),
    "habits_lead": (
        "Мүшелер қашан және қаншалықты жиі келеді, кім алыстап барады, сыйлықтар не береді.",
        "Когда и как часто приходят участники, кто отдаляется и чего стоят награды.",
        "When and how often members come, who is drifting away, and what rewards are worth.",
    ),
    "p_days90": ("90 күн", "90 дней", "90 days"),
    "p_year": ("Бір жыл", "Год", "A year"),
    "month": ("Ай", "Месяц", "Month"),
    "week": ("Апта", "Неделя", "Week"),
    "by_week": ("Апталар бойынша", "По неделям", "By week"),
    "arrivals_title": (
        "Алғашқы және қайта келулер", "Визиты: впервые и снова", "First visits and returns",
    ),
    "arrivals_again": ("Қайта келді", "Пришли снова", "Came again"),
    "arrivals_new": ("Алғаш келді", "Пришли впервые", "Came for the first time"),
    "arrivals_formula": (
        ("Әр күннің келулері: мүшенің бір күні бір рет есептеледі. Алғашқысы — мүшенің осындағы ең"
        " бірінші келуі, қалғандары — қайта келулер."),
        ("Визиты каждого дня: день участника считается один раз. Впервые — самый первый визит"
        " участника сюда, все остальные — снова."),
        ("The visits of each day: a member's day counts once. The first is a member's very first"
        " visit here, all others are returns."),
    ),
    "often_title": ("Қаншалықты жиі келеді", "Как часто приходят", "How often they come"),
    "often_key": ("Келген күндері", "Дней с визитом", "Days with a visit"),
    "often_members": ("Мүшелер саны", "Участников", "Members"),
    "often_formula": (
        ("Кешегі күнмен аяқталатын {days} күннің нешеуінде мүше осында болды. Мұнда бірде-бір рет"
        " келмегендер есептелмейді."),
        ("На скольких из {days} дней, кончая вчерашним, участник был здесь. Кто не был ни разу, не"
        " считается."),
        ("On how many of the {days} days that end yesterday a member was here. Who was not here at"
        " all does not count."),
    ),
    "cohorts_title": (
        "Бірнеше айдан кейін кім қайта келді",
        "Кто вернулся спустя месяцы",
        "Who came back months later",
    ),
    "cohort_first": ("Алғаш келген айы", "Месяц первого визита", "Month of the first visit"),
    "cohort_formula": (
        ("Жолда көрсетілген айда алғаш келген мүшелердің қанша пайызы одан кейінгі айларда келді:"
        " +1 — келесі ай. Осы ай әлі бітпеген, ол үзік сызықпен қоршалған."),
        ("Какая доля участников, впервые пришедших в месяце строки, приходила потом: +1 — следующий"
        " месяц. Текущий месяц ещё не кончился, он обведён пунктиром."),
        ("Of the members whose first visit was in the row's month, the share that came later: +1 is"
        " the next month. The running month is not over; it has a dashed border."),
    ),
    "segments_title": ("Мүшелер топтары", "Группы участников", "Groups of members"),
    "segments_formula": (
        ("Соңғы 365 күнде келген мүшелер: соңғы рет қашан және қанша күн болғанына қарай бөлінеді."
        " Ұпай қалдығы — есептеу кезінде олардың шотындағы ұпай."),
        ("Участники, бывшие здесь за 365 дней: делятся по тому, когда были в последний раз и"
        " сколько дней приходили. Баллы на счетах — на момент подсчёта."),
        ("Members who were here within 365 days, by when they last came and on how many days."
        " Points they hold are those in their accounts when it was counted."),
    ),
    "seg_do": ("Не істеу керек", "Что делать", "What to do"),
    "seg_share": ("Үлесі", "Доля", "Share"),
    "seg_visits": ("Бір жылдағы келулер", "Визитов за год", "Visits in the year"),
    "seg_spend": ("Бір жылдағы сатып алу", "Покупки за год", "Spent in the year"),
    "seg_points": ("Ұпай қалдығы", "Баллы на счетах", "Points they hold"),
    "seg_champions": (
        ("Алғыс айтыңыз: жаңа тәттіні бірінші болып солар татып көрсін. Жеңілдік керек емес, олар"
        " онсыз да келеді."),
        "Поблагодарите: пусть первыми попробуют новинку. Скидка не нужна, они и так приходят.",
        ("Thank them: let them be the first to taste what is new. They need no discount, they come"
        " anyway."),
    ),
    "seg_loyal": (
        "Келесі деңгейге қанша қалғанын айтыңыз немесе бір аптаға екі еселенген ұпай беріңіз.",
        "Напомните, сколько осталось до следующего уровня, или дайте двойные баллы на неделю.",
        "Remind them how near the next tier is, or give them double points for a week.",
    ),
    "seg_new": (
        "Бәрін екінші келу шешеді: екі апта ішінде қайта келсе, бонус беріңіз.",
        "Всё решает второй визит: дайте бонус, если придут ещё раз за две недели.",
        "The second visit decides: give a bonus if they come again within two weeks.",
    ),
    "seg_promising": (
        "Шағын сыйлық ұсыныңыз: ұпайы жететінін көрсе, жиірек келеді.",
        "Предложите небольшую награду: увидят, что баллов хватает, и станут приходить чаще.",
        "Offer a small reward: once they see that their points buy it, they come more often.",
    ),
    "seg_at_risk": (
        "Осы аптада жазыңыз: қанша ұпайы бар және оның мерзімі қашан бітеді.",
        "Напишите на этой неделе: сколько у них баллов и когда те сгорят.",
        "Write to them this week: how many points they have, and when those expire.",
    ),
    "seg_lost": (
        "Бір рет қайта шақырыңыз. Келмесе, оларға бұдан артық қаражат жұмсамаңыз.",
        "Позовите один раз. Если не придут, больше на них не тратьтесь.",
        "Call them back once. If they do not come, spend no more on them.",
    ),
    "tiers_title": ("Деңгей ауысулары", "Переходы между уровнями", "Moves between tiers"),
    "tiers_up": ("Көтерілді", "Поднялись", "Rose"),
    "tiers_down": ("Төмендеді", "Опустились", "Fell"),
    "tiers_flow": ("Қайдан қайда", "Откуда и куда", "From and to"),
    "tiers_formula": (
        "Он екі ай ішінде деңгейі ауысқан мүшелер; бірнеше рет ауысқан мүше сонша рет есептеледі.",
        "Участники, чей уровень менялся за двенадцать месяцев; каждый переход считается отдельно.",
        "Members whose tier changed within twelve months; each move counts.",
    ),
    "tiers_none": (
        "Он екі айда ешкімнің деңгейі ауысқан жоқ.",
        "За двенадцать месяцев уровень ни у кого не менялся.",
        "Nobody's tier has changed in twelve months.",
    ),
    "worth_title": ("Сыйлықтар не береді", "Чего стоят награды", "What rewards are worth"),
    "worth_reward": ("Сыйлық", "Награда", "Reward"),
    "worth_issued": ("Алынған ваучер", "Взято ваучеров", "Vouchers taken"),
    "worth_taken": ("Касса қабылдады", "Погашено на кассе", "Redeemed at tills"),
    "worth_cost": ("Құны", "Стоимость", "Cost"),
    "worth_unused": ("Пайдаланылмағаны", "Не использовано", "Left unused"),
    "worth_formula": (
        ("Пайдаланылмағаны: кезеңде мерзімі біткен немесе бас тартылған ваучерлер ÷ (солар +"
        " қабылданғандар). Құны — берілген тауар мен жеңілдіктің теңгемен бағасы."),
        ("Не использовано: ваучеры, которые за период истекли или отменены ÷ (они + погашенные)."
        " Стоимость — цена выданного и скидок в тенге."),
        ("Left unused: vouchers that expired or were cancelled in the period ÷ (those + redeemed)."
        " Cost is the price of what was handed out and taken off, in tenge."),
    ),
    "worth_none": (
        "Бұл кезеңде ешкім сыйлық алған жоқ.",
        "За этот период никто не брал наград.",
        "Nobody took a reward in this period.",
    ),
    "as_of": (
        "{day} соңындағы жағдай", "По состоянию на конец {day}", "As of the end of {day}",
    ),
    "groups_never": (
        "Топтар әлі есептелген жоқ: олар алғашқы күн біткен соң пайда болады.",
        "Группы ещё не подсчитаны: они появятся, когда закончится первый день.",
        "Groups have not been counted yet: they appear once the first day is over.",
    ),
    "groups_alone": (
        "Топтар бүкіл бизнес бойынша ғана есептеледі.",
        "Группы считаются только по всему бизнесу.",
        "Groups are counted for the whole business only.",
    ),
}  # fmt: skip
