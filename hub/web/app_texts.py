"""What the Mini App says: Kazakh, Russian and English side by side; of rewards see GOODS."""

from collections.abc import Mapping
from typing import Final

from hub.web.app_texts_goods import GOODS

Sentences = tuple[str, str, str]
"""Kazakh, Russian, English."""
WORDS: Final[Mapping[str, Sentences]] = {
    **GOODS,
    "tab_home": ("Басты", "Главная", "Home"),
    "tab_rewards": ("Сыйлықтар", "Награды", "Rewards"),
    "tab_scan": ("Сканер", "Сканер", "Scan"),
    "tab_history": ("Тарих", "История", "History"),
    "tab_me": ("Профиль", "Профиль", "Profile"),
    "back": ("Артқа", "Назад", "Back"),
    "all": ("Барлығы", "Все", "All"),
    "more": ("Тағы көрсету", "Показать ещё", "Show more"),
    # Home.
    "hello": ("Сәлем, {name}!", "Здравствуйте, {name}!", "Hello, {name}!"),
    "hello_nobody": ("Қош келдіңіз!", "Добро пожаловать!", "Welcome!"),
    "to_next": (
        "«{tier}» деңгейіне дейін {sum} ₸ қалды",
        "До уровня «{tier}» осталось {sum} ₸",
        "{sum} ₸ to go to {tier}",
    ),
    "tier_top": ("Деңгейіңіз ең жоғары", "У вас высший уровень", "You are at the top tier"),
    "tier_lose": (
        "Деңгейді сақтау үшін тағы {sum} ₸ жұмсаңыз. Соңғы күн: {day}.",
        "Чтобы сохранить уровень, потратьте ещё {sum} ₸. Последний день: {day}.",
        "Spend {sum} ₸ more to keep your tier. Last day: {day}.",
    ),
    "unconfirmed": (
        "Расталуын күтуде: {points}",
        "Ждут подтверждения: {points}",
        "Being confirmed: {points}",
    ),
    "held": ("Ваучерлерде: {points}", "В ваучерах: {points}", "In vouchers: {points}"),
    "unvested": (
        "Бонус, әзірге жабық: {points}",
        "Бонус, ещё закрыт: {points}",
        "Bonus, not open yet: {points}",
    ),
    "in_wallet": ("Әмиянда: {points}", "В кошельке: {points}", "In your wallet: {points}"),
    "expiring": ("Мерзімі бітуге жақын", "Скоро сгорят", "Expiring soon"),
    "my_vouchers": ("Менің ваучерлерім", "Мои ваучеры", "My vouchers"),
    "no_vouchers": (
        "Әзірге ваучер жоқ. Сыйлық таңдасаңыз, ол осында шығады.",
        "Ваучеров пока нет. Выберите награду, и она появится здесь.",
        "No vouchers yet. Choose a reward and it will be here.",
    ),
    "can_have": ("Қазір алуға болады", "Можно взять сейчас", "Yours to take now"),
    "soon_have": ("Енді аз қалды", "Уже скоро", "Nearly there"),
    "first_title": (
        "Алғашқы ұпайыңызды алыңыз",
        "Получите первые баллы",
        "Get your first points",
    ),
    "first_text": (
        "Чектің ең астындағы Baursak кодын сканерлеңіз: ұпай бірден қосылады.",
        "Отсканируйте код Baursak в самом низу чека: баллы придут сразу.",
        "Scan the Baursak code at the foot of your receipt: the points come at once.",
    ),
    "scan": ("Чекті сканерлеу", "Сканировать чек", "Scan a receipt"),
    # A claim.
    "claimed": ("Ұпай қосылды!", "Баллы ваши!", "The points are yours!"),
    "claimed_again": (
        "Бұл чектің ұпайы сізде",
        "Баллы за этот чек уже у вас",
        "You have this receipt's points",
    ),
    "claimed_review": (
        "Чекті қызметкер тексереді",
        "Чек проверит сотрудник",
        "A person checks this receipt",
    ),
    "claimed_none": ("Чек қабылданды", "Чек принят", "Receipt accepted"),
    "claimed_over": (
        "Бұл чектің ұпайы қайтарылған",
        "Баллы за этот чек отменены",
        "This receipt's points were taken back",
    ),
    "why": ("Қалай есептелді", "Как посчитали", "How it was reckoned"),
    "now_have": (
        "Енді жұмсауға болады: {points}",
        "Теперь можно потратить: {points}",
        "You can now spend: {points}",
    ),
    "good_until": (
        "Ұпайдың соңғы күні: {day}",
        "Баллы действуют по {day}",
        "Good through {day}",
    ),
    "choose_reward": ("Сыйлық таңдау", "Выбрать награду", "Choose a reward"),
    "to_home": ("Басты бетке", "На главную", "Go to the home page"),
    "try_again": ("Қайталау", "Повторить", "Try again"),
    "scan_other": ("Басқа кодты сканерлеу", "Сканировать другой код", "Scan another code"),
    "fiscal_waiting": (
        "Фискалдық чек қабылданды",
        "Фискальный чек принят",
        "Fiscal receipt accepted",
    ),
    "fiscal_waiting_text": (
        "Ұпай дүкен сатылым тізімін жібергенде қосылады. Бұл бірнеше күнге созылуы мүмкін.",
        "Баллы придут, когда магазин передаст список продаж. Это может занять несколько дней.",
        "The points come when the shop hands in its list of sales. That can take some days.",
    ),
    # History.
    "no_history": (
        "Мұнда ұпайларыңыздың тарихы болады.",
        "Здесь будет история ваших баллов.",
        "The story of your points will be here.",
    ),
    "details": ("Толығырақ", "Подробнее", "Details"),
    # Profile.
    "language": ("Тіл", "Язык", "Language"),
    "notices": ("Хабарламалар", "Уведомления", "Notifications"),
    "notices_text": (
        "Ұпай, ваучер және деңгей туралы ғана. Жарнама жоқ.",
        "Только о баллах, ваучерах и уровне. Без рекламы.",
        "Only about points, vouchers and your tier. No advertising.",
    ),
    "notices_ask": (
        "Ұпай мерзімі бітер алдында ескертейік пе?",
        "Предупредить, пока баллы не сгорели?",
        "Shall we tell you before points expire?",
    ),
    "notices_yes": ("Иә, ескертіңіз", "Да, предупредите", "Yes, tell me"),
    "not_now": ("Қазір емес", "Не сейчас", "Not now"),
    "consent": ("Деректерді өңдеуге келісім", "Согласие на обработку данных", "Data consent"),
    "consent_ask": (
        "Ұпай жинау үшін аз ғана дерек сақталады: Telegram нөміріңіз, атыңыз, тіліңіз, чектеріңіз.",
        "Чтобы копить баллы, мы храним немногое: номер в Telegram, имя, язык и ваши чеки.",
        "To keep your points we store little: Telegram number, first name, language, receipts.",
    ),
    "consent_read": ("Мәтінді оқу", "Прочитать текст", "Read the text"),
    "consent_yes": ("Келісемін", "Даю согласие", "I agree"),
    "consent_no": ("Келісімді қайтарып алу", "Отозвать согласие", "Take my consent back"),
    "consent_given": ("Берілген: {day}", "Дано: {day}", "Given: {day}"),
    "consent_missing": ("Берілмеген", "Не дано", "Not given"),
    "export": ("Деректерімнің көшірмесі", "Копия моих данных", "A copy of my data"),
    "export_made": ("Көшірме дайын", "Копия готова", "The copy is ready"),
    "export_save": ("Файлды сақтау", "Сохранить файл", "Save the file"),
    "erase": ("Аккаунтты жою", "Удалить аккаунт", "Delete my account"),
    "erase_text": (
        "Атыңыз бен нөміріңіз өшіріледі, {points} күйіп кетеді. Мұны қайтару мүмкін емес.",
        "Имя и номер будут стёрты, вы потеряете {points}. Это нельзя отменить.",
        "Your name and number are erased and you lose {points}. This cannot be undone.",
    ),
    "erase_sure": ("Иә, бәрін жою", "Да, удалить всё", "Yes, delete everything"),
    "erased": (
        "Аккаунт жойылды. Қайта келсеңіз, қуанамыз.",
        "Аккаунт удалён. Будем рады, если вернётесь.",
        "Your account is deleted. You are welcome back any time.",
    ),
    "member_since": ("Бізбен бірге: {day}", "С нами с {day}", "With us since {day}"),
    # Which code is which.
    "codes_title": ("Чекте екі код бар", "На чеке два кода", "A receipt has two codes"),
    "codes_fiscal": (
        "Жоғарғысы салық үшін. Ол тек біз код баспайтын кассаларда керек.",
        "Верхний — для налоговой. Он нужен только там, где касса не печатает наш.",
        "The upper one is for the tax office. It only helps where a till prints none of ours.",
    ),
    "codes_ours": (
        "Төменгісі, Baursak жазуы бар код — ұпайға арналған.",
        "Нижний, с надписью Baursak, — для баллов.",
        "The lower one, marked Baursak, is for points.",
    ),
    "scan_popup": (
        "Чектің ең астындағы Baursak коды",
        "Код Baursak в самом низу чека",
        "The Baursak code at the foot of the receipt",
    ),
    "scan_open": ("Камераны ашу", "Открыть камеру", "Open the camera"),
    "scan_none": (
        "Бұл құрылғыда сканер жоқ. Кодты телефон камерасымен ашыңыз.",
        "На этом устройстве сканера нет. Откройте код камерой телефона.",
        "There is no scanner on this device. Open the code with your phone's camera.",
    ),
    "scan_type": (
        "Немесе кодты осында енгізіңіз",
        "Или вставьте код сюда",
        "Or paste the code here",
    ),
    "scan_send": ("Ұпай алу", "Получить баллы", "Get the points"),
    # What goes wrong.
    "offline": (
        "Байланыс жоқ. {time} кезіндегі мәлімет.",
        "Нет связи. Данные на {time}.",
        "No connection. As of {time}.",
    ),
    "hub_down": (
        "Сервер жауап бермейді. {time} кезіндегі мәлімет.",
        "Сервер не отвечает. Данные на {time}.",
        "The server does not answer. As of {time}.",
    ),
    "hub_trouble": ("Бізде ақау шықты", "У нас что-то сломалось", "Something broke on our side"),
    "hub_trouble_text": (
        "Ұпайларыңыз бен ваучерлеріңіз орнында. Бір минуттан кейін қайталап көріңіз.",
        "Ваши баллы и ваучеры на месте. Попробуйте ещё раз через минуту.",
        "Your points and vouchers are safe. Try again in a minute.",
    ),
    "incident": ("Ақаудың нөмірі: {id}", "Номер сбоя: {id}", "Incident number: {id}"),
    "no_line": ("Байланыс жоқ", "Нет связи", "No connection"),
    "no_line_text": (
        "Интернетті тексеріп, қайталаңыз. Чегіңіз жоғалмайды.",
        "Проверьте интернет и повторите. Ваш чек не пропадёт.",
        "Check your connection and try again. Your receipt is not lost.",
    ),
    "outside": ("Telegram-да ашыңыз", "Откройте в Telegram", "Open it in Telegram"),
    "outside_text": (
        "Бұл қосымша Telegram ішінде жұмыс істейді. Тіркелу қажет емес.",
        "Приложение работает внутри Telegram. Регистрация не нужна.",
        "The app lives inside Telegram. There is nothing to sign up for.",
    ),
    "what_is_it": ("Baursak деген не?", "Что такое Baursak?", "What is Baursak?"),
    "open_telegram": ("Telegram-да ашу", "Открыть в Telegram", "Open in Telegram"),
    "stale": (
        "Қосымшаны қайта ашыңыз",
        "Откройте приложение заново",
        "Please open the app again",
    ),
    "do_already_claimed": (
        "Ұпайды кодты бірінші сканерлеген адам алады. Чек сіздікі болса, оны дүкенде көрсетіңіз.",
        "Баллы достаются тому, кто первым отсканировал код. Если чек ваш, покажите его в магазине.",
        "Points go to whoever scans the code first. If the receipt is yours, show it in the shop.",
    ),
    "do_too_late": (
        "Әр кодтың соңғы күні чекте жазылған. Келесі чекті бірден сканерлеңіз.",
        "Последний день кода указан на чеке. Следующий чек сканируйте сразу.",
        "A code's last day is printed on the receipt. Scan the next one right away.",
    ),
    "do_bad_code": (
        "Чектің ең астындағы Baursak кодын сканерлеңіз. Ол бүлінсе, кассадан қайта басуды сұраңыз.",
        "Сканируйте код Baursak в самом низу чека. Если он испорчен, его напечатают ещё раз.",
        "Scan the Baursak code at the foot of the receipt. If it is damaged, ask for a new print.",
    ),
    "do_else": (
        "Кейінірек қайталаңыз немесе чекпен дүкенге келіңіз.",
        "Повторите позже или покажите чек в магазине.",
        "Try again later, or show the receipt in the shop.",
    ),
    "ask_person": (
        "Қызметкер тексерсін",
        "Пусть проверит сотрудник",
        "Ask a person to check",
    ),
    "asked_person": (
        "Өтінішіңіз жіберілді.",
        "Запрос отправлен.",
        "Your request has been sent.",
    ),
    "not_claimed": ("Ұпай қосылмады", "Баллы не начислены", "No points this time"),
}
