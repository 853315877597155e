"""What the dashboard says about rewards and their editor: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

REWARDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_rewards": ("Сыйлықтар", "Награды", "Rewards"),
    "o_new": ("Жаңа сыйлық", "Новая награда", "New reward"),
    "o_new_of": ("Кімнің сыйлығы", "Чья награда", "Whose reward"),
    "o_state": ("Күйі", "Состояние", "State"),
    "oz_all": ("Барлығы", "Все", "All"),
    "oz_draft": ("Жоба", "Черновик", "Draft"),
    "oz_offered": ("Ұсынылуда", "Предлагается", "Offered"),
    "oz_withdrawn": ("Алып тасталған", "Снята", "Withdrawn"),
    "o_none": (
        "Мұнда әлі сыйлық жоқ. Біріншісін жасаңыз: ұсынғанша оны ешкім көрмейді.",
        "Здесь пока нет наград. Создайте первую: пока вы её не предложите, её никто не увидит.",
        "There are no rewards here yet. Make the first one: nobody sees it until you offer it.",
    ),
    "o_price": ("Бағасы", "Цена", "Price"),
    "o_stock": ("Қалғаны", "Остаток", "In stock"),
    "o_endless": ("шектеусіз", "без ограничения", "without end"),
    "o_each": ("Бір мүшеге", "На участника", "For each member"),
    "o_when": ("Мерзімі", "Срок", "When"),
    "o_always": ("әрдайым", "всегда", "always"),
    "o_from_day": ("{day} бастап", "с {day}", "from {day}"),
    "o_to_day": ("{day} дейін", "по {day}", "until {day}"),
    "o_who": ("Кімге", "Кому", "For whom"),
    "o_everybody": ("барлық мүшеге", "всем участникам", "every member"),
    "o_tier_on": ("«{tier}» деңгейінен бастап", "от уровня «{tier}»", "{tier} and above"),
    "o_where": ("Қайда", "Где", "Where"),
    "o_taken": ("30 күнде берілді", "Выдано за 30 дней", "Taken in 30 days"),
    "o_edit": ("Өзгерту", "Изменить", "Edit"),
    "o_look_at": ("Қарау", "Посмотреть", "Look"),
    "o_added": (
        "Сыйлық сақталды. Оны әлі ешкім көрмейді: дайын болғанда ұсыныңыз.",
        "Награда сохранена. Её пока никто не видит: предложите её, когда всё готово.",
        "The reward is saved. Nobody sees it yet: offer it when it is ready.",
    ),
    "oz_done_saved": (
        "Жаңа нұсқа сақталды. Бұрын алынған ваучерлер өзгермеді.",
        "Новая версия сохранена. Выданные раньше ваучеры не изменились.",
        "The new version is saved. Vouchers taken earlier have not changed.",
    ),
    "oz_done_same": (
        "Ештеңе өзгерген жоқ, сондықтан жаңа нұсқа жасалмады.",
        "Ничего не изменилось, поэтому новой версии нет.",
        "Nothing had changed, so there is no new version.",
    ),
    "oz_done_offered": (
        "Сыйлықты енді мүшелер көреді.",
        "Теперь участники видят эту награду.",
        "Members can see this reward now.",
    ),
    "oz_done_withdrawn": (
        "Сыйлық алып тасталды. Алынған ваучерлер жарамды.",
        "Награда снята. Выданные ваучеры действуют.",
        "The reward is withdrawn. Vouchers that were taken stay good.",
    ),
    "oz_done_stock": ("Қалғаны жазылды.", "Остаток записан.", "The stock is noted."),
    "o_offer": ("Мүшелерге ұсыну", "Предложить участникам", "Offer it to members"),
    "o_withdraw": ("Алып тастау…", "Снять…", "Withdraw…"),
    "o_withdraw_text": (
        ("Сыйлық қосымшадан бірден жоғалады. Мүшелер алып қойған ваучерлер мерзімі біткенше "
        "жарайды."),
        "Награда сразу исчезнет из приложения. Уже взятые ваучеры действуют до конца своего срока.",
        ("The reward leaves the app at once. Vouchers already taken stay good until their time is "
        "up."),
    ),
    "o_withdraw_sure": ("Иә, алып тастау", "Да, снять", "Yes, withdraw it"),
    "o_stock_left": ("Қанша қалды", "Сколько осталось", "How many are left"),
    "o_stock_hint": (
        "Бос болса, шектеусіз.", "Пусто: без ограничения.", "Empty: without end.",
    ),
    "o_stock_note": ("Қалғанын жазу", "Записать остаток", "Note the stock"),
    "o_lost": (
        ("Сіз толтырып жатқанда бұл сыйлықты басқа біреу өзгертті. Жазғаныңыз төменде тұр: жаңа "
        "нұсқаны тексеріп, қайта сақтаңыз."),
        ("Пока вы заполняли форму, награду изменил кто-то другой. Всё, что вы ввели, ниже: сверьте "
        "с новой версией и сохраните ещё раз."),
        ("While you were writing, somebody else changed this reward. What you wrote is below: "
        "compare it with the new version and save again."),
    ),
    "o_missing": (
        "Аудармасы жетпейді: {what}.", "Не хватает перевода: {what}.", "Not said yet: {what}.",
    ),
    "o_look_first": (
        "Алдымен белгіленген өрістерді түзетіңіз. Жазғаныңыздың бәрі сақталды.",
        "Сначала исправьте отмеченные поля. Всё введённое сохранено.",
        "Put the marked fields right first. All that you wrote is kept.",
    ),
    "o_g_kind": ("Не беріледі", "Что получает участник", "What a member gets"),
    "o_kind": ("Түрі", "Вид", "Kind"),
    "oz_kind_product": ("Тауар", "Товар", "Product"),
    "oz_kind_discount": ("Жеңілдік", "Скидка", "Discount"),
    "oz_kind_cashback": ("Кэшбэк", "Кешбэк", "Cashback"),
    "oz_kind_special_offer": ("Арнайы ұсыныс", "Особое предложение", "Special offer"),
    "oz_kind_part_payment": (
        "Чектің бір бөлігін ұпаймен төлеу", "Оплата части чека баллами",
        "Part of a receipt by points",
    ),
    "o_price_points": ("Бағасы, ұпай", "Цена, баллов", "Price, points"),
    "o_price_hint": (
        "Чекті ұпаймен төлегенде — бір ваучерге ең көп ұпай.",
        "Для оплаты части чека: сколько баллов самое большее на один ваучер.",
        "For part of a receipt: the most points of one voucher.",
    ),
    "o_value": ("Құны, ₸", "Стоимость, ₸", "Worth, ₸"),
    "o_value_hint": (
        "Бергеніңіз сізге қаншаға түседі немесе қанша жеңілдік.",
        "Сколько стоит вам то, что вы отдаёте, или размер скидки.",
        "What you hand out costs you, or the discount's amount.",
    ),
    "o_percent": ("Чектен пайыз, %", "Процент от чека, %", "Per cent of the receipt, %"),
    "o_percent_hint": (
        "Кэшбэк пен пайыздық жеңілдік үшін. Мысалы: 7,5",
        "Для кешбэка и скидки в процентах. Например: 7,5",
        "For cashback and discounts by per cent. For example: 7.5",
    ),
    "o_most": ("Бір чектен ең көбі, ₸", "Не больше с одного чека, ₸", "At most of one receipt, ₸"),
    "o_wrong_discount": (
        "Жеңілдікке не сома, не пайыз жазыңыз: екеуін бірге емес.",
        "Для скидки укажите либо сумму, либо процент, но не то и другое.",
        "A discount has an amount or a per cent: one of them, not both.",
    ),
    "o_wrong_cashback": (
        "Кэшбэкке пайыз керек, ал сомасы болмайды.",
        "Кешбэку нужен процент, а суммы у него нет.",
        "Cashback needs a per cent and has no amount of its own.",
    ),
    "o_wrong_percent": (
        "Пайыз тек жеңілдік пен кэшбэкке арналған.",
        "Процент бывает только у скидки и кешбэка.",
        "Only discounts and cashback have a per cent.",
    ),
    "o_wrong_part": (
        "Чекті ұпаймен төлеуге тек ұпай саны керек: сома мен пайызды өшіріңіз.",
        "Оплате части чека нужна только цена в баллах: уберите сумму и процент.",
        "Part of a receipt needs a price in points only: take the amount and the per cent away.",
    ),
    "o_wrong_most": (
        "Шек тек пайызға не чекті ұпаймен төлеуге қойылады.",
        "Предел ставится только к проценту или к оплате части чека.",
        "A limit goes only with a per cent, or with part of a receipt.",
    ),
    "o_wrong_offline": (
        ("Байланыссыз тек құны белгілі, бір дүкеннің не кассаның бірден жарамды ваучері "
        "қабылданады."),
        ("Без связи принимается только ваучер с известной стоимостью, одного магазина или одной "
        "кассы, действующий сразу."),
        ("Without a line, tills take only vouchers of a known worth, of one shop or till, good at "
        "once."),
    ),
    "o_wrong_dates": (
        "Соңғы күн бірінші күннен бұрын.", "Последний день раньше первого.",
        "The last day is before the first one.",
    ),
    "o_wrong_shops": (
        "Бұл дүкендердің бірі басқа серіктестікі.", "Один из этих магазинов чужой.",
        "One of these shops is not this partner's.",
    ),
    "o_wrong_amount": (
        "{least} ₸ бен {most} ₸ аралығындағы соманы жазыңыз.",
        "Введите сумму от {least} до {most} ₸.",
        "Enter an amount from {least} to {most} ₸.",
    ),
    "o_wrong_share": (
        "0,01 мен 100 аралығындағы пайызды жазыңыз.",
        "Введите процент от 0,01 до 100.",
        "Enter a per cent from 0.01 to 100.",
    ),
    "o_wrong_text": (
        "Мұнда көрінбейтін таңба бар: қайта теріп жазыңыз.",
        "Здесь есть невидимый знак: наберите текст заново.",
        "There is an invisible character here: type it anew.",
    ),
    "o_wrong_other": (
        "Осы өрісті тексеріңіз.", "Проверьте это поле.", "Check this field.",
    ),
    "o_g_words": ("Үш тілде", "На трёх языках", "In three languages"),
    "o_title": ("Атауы", "Название", "Title"),
    "o_details": ("Сипаттамасы", "Описание", "Description"),
    "o_ring_up": ("Кассада қалай өткізу керек", "Как пробить на кассе", "How to ring it up"),
    "o_g_picture": ("Сурет", "Фотография", "Picture"),
    "o_picture_hint": (
        "PNG, JPEG немесе WebP, 4 МБ дейін. Ең жақсысы: жазық, 4:3, шеті бос.",
        "PNG, JPEG или WebP, до 4 МБ. Лучше горизонтальная, 4:3, с полями по краям.",
        "PNG, JPEG or WebP, up to 4 MB. Best is landscape, 4:3, with room at the edges.",
    ),
    "o_picture_take": ("Сурет таңдау", "Выбрать фотографию", "Choose a picture"),
    "o_picture_away": (
        "Суретсіз көрсету", "Показывать без фотографии", "Show it without a picture",
    ),
    "o_picture_kept": (
        "Сурет сақталды; қайта таңдаудың қажеті жоқ.",
        "Фотография сохранена, выбирать её снова не нужно.",
        "The picture is kept; there is no need to choose it again.",
    ),
    "o_picture_card": ("Карточкада", "На карточке", "On the card"),
    "o_picture_page": ("Бетінде", "На странице", "On its page"),
    "o_wrong_picture": (
        "Бұл файлды сурет ретінде ашу мүмкін болмады. PNG, JPEG не WebP таңдаңыз.",
        "Этот файл не открылся как картинка. Выберите PNG, JPEG или WebP.",
        "This file does not open as a picture. Choose a PNG, JPEG or WebP.",
    ),
    "o_large_picture": (
        "Сурет 4 МБ-тан үлкен. Кішірейтіп, қайта таңдаңыз.",
        "Фотография больше 4 МБ. Уменьшите её и выберите снова.",
        "The picture is larger than 4 MB. Make it smaller and choose it again.",
    ),
    "o_g_limits": ("Кімге, қанша, қашан", "Кому, сколько и когда", "Who, how many, when"),
    "o_limit": ("Бір мүшеге ең көбі", "Не больше на участника", "At most for each member"),
    "o_limit_hint": ("Бос: шектеусіз.", "Пусто: сколько угодно.", "Empty: as many as they like."),
    "o_tier": ("Қай деңгейден бастап", "С какого уровня", "From which tier on"),
    "o_valid_from": ("Бірінші күні", "Первый день", "First day"),
    "o_valid_until": ("Соңғы күні", "Последний день", "Last day"),
    "o_shops": ("Дүкендер", "Магазины", "Shops"),
    "o_shops_hint": (
        "Ешқайсысы белгіленбесе — барлық дүкенде.",
        "Если не отмечен ни один, то во всех магазинах.",
        "With none ticked, it is given at every shop.",
    ),
    "o_scope": ("Ваучер қайда жарайды", "Где действует ваучер", "Where a voucher is good"),
    "oz_scope_any": ("Кез келген дүкенде", "В любом магазине", "At any shop"),
    "oz_scope_shop": ("Бір дүкенде", "В одном магазине", "At one shop"),
    "oz_scope_till": ("Бір кассада", "На одной кассе", "At one till"),
    "o_scope_hint": (
        "Бір дүкенді не кассаны мүше өзі таңдайды.",
        "Один магазин или кассу выбирает участник.",
        "The member chooses the one shop or till.",
    ),
    "o_find": ("Атауы бойынша іздеу", "Найти по названию", "Find by title"),
    "o_none_found": (
        "Мұндай сыйлық табылмады.", "Такой награды не нашлось.", "No such reward was found.",
    ),
    "o_g_more": (
        "Касса мен ваучер баптаулары", "Касса и ваучер: тонкости", "Till and voucher: details",
    ),
    "o_life": (
        "Ваучер қанша сағат жарайды", "Сколько часов действует ваучер",
        "Hours that a voucher is good",
    ),
    "o_life_hint": (
        "Бос: бағдарламадағыдай.", "Пусто: как принято в программе.",
        "Empty: as the programme says.",
    ),
    "o_usable": (
        "Қай күннен бастап қолданылады", "С какого дня можно использовать",
        "Usable from which day on",
    ),
    "o_offline": (
        "Касса байланыссыз да қабылдай алады", "Касса может принять и без связи",
        "A till may take it without a line",
    ),
    "o_undo": (
        "Кассир қателессе, бір минут ішінде қайтара алады",
        "Кассир может отменить выдачу, если ошибся",
        "A cashier may undo it after a mistake",
    ),
    "o_in_total": (
        "Чектің қорытынды сомасында ваучер төлеген бөлігі бар ма",
        "Входит ли оплаченное ваучером в итог чека",
        "Does the printed total hold what the voucher paid",
    ),
    "oz_total_": ("Түріне сай, әдеттегідей", "Как обычно для этого вида", "As usual for its kind"),
    "oz_total_1": ("Иә", "Да", "Yes"),
    "oz_total_0": ("Жоқ", "Нет", "No"),
    "o_save_new": ("Жоба етіп сақтау", "Сохранить черновик", "Save as a draft"),
    "o_save": ("Жаңа нұсқаны сақтау", "Сохранить новую версию", "Save the new version"),
    "o_look": ("Көріп, сынап есептеу", "Посмотреть и просчитать", "Preview and dry run"),
    "o_parts": ("Осы бетте", "На этой странице", "On this page"),
    "o_look_in": ("Көрініс тілі", "Язык просмотра", "Language of the preview"),
    "o_frozen": (
        ("{number}-нұсқа, {day}. Өзгертсеңіз, жаңа нұсқа шығады; бұрын алынған ваучерлер өз "
        "нұсқасымен қалады."),
        ("Версия {number}, {day}. Правка создаст новую версию; взятые раньше ваучеры останутся при "
        "своей."),
        "Version {number}, {day}. An edit makes a new version; vouchers taken earlier keep theirs.",
    ),
}  # fmt: skip
"""The list and the editor."""
