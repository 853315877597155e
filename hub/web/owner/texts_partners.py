"""What the pages of partners say: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

PARTNERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_partners": ("Серіктестер", "Партнёры", "Partners"),
    "pa_lead": (
        "Кім қанша сатты, ұпай берді, қабылдады және кімге қарыз.",
        "Кто сколько продал, выдал и принял баллов и кому должен.",
        "Who sold how much, issued and took points, and owes whom.",
    ),
    "pa_pending": ("Шешім күтуде", "Ждёт решения", "Waiting"),
    "pa_active": ("Қатысады", "Участвует", "Active"),
    "pa_suspended": ("Тоқтатылған", "Приостановлен", "Suspended"),
    "pa_waiting": ("Шешіміңізді күтуде", "Ждут вашего решения", "Waiting for your decision"),
    "pa_since": ("Тіркелген күні: {day}", "Дата регистрации: {day}", "Registered: {day}"),
    "pa_none": (
        "Әзірге серіктес жоқ. Біріншісін шақырыңыз.", "Партнёров пока нет. Пригласите первого.",
        "There are no partners yet. Invite the first.",
    ),
    "pa_invite": ("Серіктес шақыру", "Пригласить партнёра", "Invite a partner"),
    "pa_invite_text": (
        "Бір реттік код бір апта жарамды. Серіктес сонымен тіркелсе, бірден қатыса бастайды.",
        "Одноразовый код действует неделю. Кто по нему зарегистрируется, сразу участвует.",
        "The one-time code is good for a week. Whoever registers with it takes part at once.",
    ),
    "pa_invite_make": ("Код жасау", "Создать код", "Make a code"),
    "pa_invite_code": (
        "Шақыру коды: тек қазір көрінеді", "Код приглашения: виден только сейчас",
        "Code of invitation: shown only now",
    ),
    "pa_invite_how": (
        ("Серіктеске жеке жіберіңіз. Ол тіркелу бетінде осы кодты, атауын, логині мен құпиясөзін"
        " жазады: {place}"),
        ("Отправьте его партнёру лично. На странице регистрации он введёт код, название, логин и"
        " пароль: {place}"),
        ("Send it to the partner in person. On the page of registration he types it with a name, a"
        " login and a password: {place}"),
    ),
    "pa_join": ("Серіктес болып тіркелу", "Регистрация партнёра", "Register as a partner"),
    "pa_join_lead": (
        "Операторға шақыру кодын сұраңыз. Тіркелген соң дүкендеріңіз бен кассаларыңызды қосасыз.",
        "Код приглашения даёт оператор. После регистрации вы добавите магазины и кассы.",
        "The operator gives the code. Once registered, you add your shops and tills.",
    ),
    "pa_join_name": ("Кондитерлік атауы", "Название кондитерской", "Confectionery's name"),
    "pa_join_code": ("Шақыру коды", "Код приглашения", "Code of invitation"),
    "pa_join_send": ("Тіркелу", "Зарегистрироваться", "Register"),
    "pa_login_bad": (
        "Логин жарамайды: пошта не латын әріптерімен жазыңыз.",
        "Такой логин не подходит: укажите почту или латинские буквы.",
        "This login will not do: give a mail address or Latin letters.",
    ),
    "pa_login_taken": (
        "Бұл логин бос емес.", "Этот логин занят.", "This login is taken.",
    ),
    "pa_approve": ("Қабылдау", "Принять", "Let it in"),
    "pa_approve_text": (
        "Серіктес бірден ұпай беріп, қабылдай алады.",
        "Партнёр сразу сможет выдавать и принимать баллы.",
        "The partner may issue and take points from now on.",
    ),
    "pa_suspend": ("Тоқтату", "Приостановить", "Suspend"),
    "pa_suspend_text": (
        "Серіктес қызметкерлері тек қарай алады. Мүшелердегі ұпай сақталады, қарыздары жойылмайды.",
        "Сотрудники партнёра смогут только смотреть. Баллы участников и долги остаются.",
        "The partner's staff may then only look. Members keep their points, and debts stay.",
    ),
    "pa_suspend_sure": ("Иә, тоқтату", "Да, приостановить", "Yes, suspend"),
    "pa_done_active": ("Серіктес қатысады.", "Партнёр участвует.", "The partner takes part."),
    "pa_done_suspended": (
        "Серіктес тоқтатылды.", "Партнёр приостановлен.", "The partner is suspended.",
    ),
    "pa_done_tier": ("Деңгей берілді.", "Уровень назначен.", "The tier is given."),
    "pa_turnover": ("Айналым", "Оборот", "Turnover"),
    "pa_issued": ("Берілген ұпай", "Выдано баллов", "Points issued"),
    "pa_redeemed": ("Қабылданған ұпай", "Принято баллов", "Points taken"),
    "pa_commission": ("Комиссиялық алым", "Комиссия", "Commission"),
    "pa_commission_is": (
        "Берілген ұпайдан бағдарлама үлесі: {rate}", "Доля программы: {rate} от выданных баллов",
        "The programme's share: {rate} of points issued",
    ),
    "pa_owes": ("Қарызы", "Должен", "Owes"),
    "pa_owed": ("Алашағы", "Должны ему", "Is owed"),
    "pa_you_owe": ("Сіз қарызсыз", "Вы должны", "You owe"),
    "pa_you_are_owed": ("Сізге қарыз", "Вам должны", "You are owed"),
    "pa_debts": ("Серіктестер арасындағы есеп", "Взаиморасчёты", "Owed between partners"),
    "pa_debts_is": (
        ("Бір серіктестің ұпайын екіншісі қабылдаса, ұпайды берген серіктес тауар құнын өтейді. Әр"
        " жұптың қарызы өзара шегерілген."),
        ("Если баллы одного партнёра принял другой, тот, кто их выдал, возмещает товар. Долги"
        " каждой пары взаимно зачтены."),
        ("Where one partner's points were taken by another, whoever issued them makes good the"
        " goods. Each pair is netted."),
    ),
    "pa_debtor": ("Кім қарыз", "Кто должен", "Who owes"),
    "pa_creditor": ("Кімге", "Кому", "Whom"),
    "pa_sum": ("Сомасы", "Сумма", "Sum"),
    "pa_no_debts": (
        "Бұл күндері ешкім ешкімге қарыз емес.", "За эти дни никто никому не должен.",
        "Nobody owes anybody for these days.",
    ),
    "pa_tier": ("Деңгей", "Уровень", "Tier"),
    "pa_tier_next": (
        "{tier} деңгейіне дейін {sum} қалды", "До уровня «{tier}» осталось {sum}",
        "{sum} to {tier}",
    ),
    "pa_tier_top": (
        "Бұл — ең жоғары деңгей.", "Это высший уровень.", "This is the highest tier.",
    ),
    "pa_tier_spend": (
        "Айналым, соңғы {span}: {sum}", "Оборот за последние {span}: {sum}",
        "Turnover of the last {span}: {sum}",
    ),
    "pa_tier_risk": (
        "{day} күні деңгей түседі: сақтау үшін {sum} жетпейді.",
        "{day} уровень снизится: чтобы сохранить его, не хватает {sum}.",
        "On {day} the tier goes down: {sum} is missing to keep it.",
    ),
    "pa_tier_given": (
        "Қолмен берілген. Түспейтін соңғы күні: {day}.", "Назначен вручную: до {day} не снизится.",
        "Given by a person: it is not lost before {day}.",
    ),
    "pa_history": ("Деңгей тарихы", "История уровней", "How the tier came about"),
    "pa_no_history": (
        "Деңгей әлі өзгерген жоқ.", "Уровень ещё не менялся.", "The tier has not changed yet.",
    ),
    "pa_why_upgraded": ("Көтерілді", "Повышен", "Went up"),
    "pa_why_at_risk": ("Жеңілдік мерзімі басталды", "Начался льготный срок", "Grace begins"),
    "pa_why_kept": ("Сақталып қалды", "Сохранён", "Kept"),
    "pa_why_downgraded": ("Түсті", "Понижен", "Went down"),
    "pa_why_given": ("Оператор берді", "Назначен оператором", "Given by the operator"),
    "pa_give": ("Деңгей беру", "Назначить уровень", "Give a tier"),
    "pa_give_text": (
        ("Комиссия бірден жаңа деңгей бойынша есептеледі. Мерзімі біткен соң айналымға қарай қайта"
        " қаралады."),
        "Комиссия сразу пойдёт по новому уровню. После срока он снова зависит от оборота.",
        "Commission goes by the new tier at once. After its term the turnover decides again.",
    ),
    "pa_give_until": ("Қай күнге дейін", "До какого дня", "Until which day"),
    "pa_give_day": (
        "Үш жыл ішіндегі келер күнді таңдаңыз.", "Выберите будущий день в пределах трёх лет.",
        "Choose a day to come, within three years.",
    ),
    "pa_give_sure": ("Беру", "Назначить", "Give"),
    "pa_share": ("Блокчейндегі үлес", "Доля в блокчейне", "Share on chain"),
    "pa_share_off": (
        "Серіктестер теңгемен есептеседі: үлес блокчейн арқылы төленбейді.",
        "Партнёры рассчитываются в тенге: доли через блокчейн не выплачиваются.",
        "Partners settle in tenge: no shares are paid on chain.",
    ),
    "pa_share_no_chain": (
        "Бағдарлама блокчейнге қосылмаған: серіктестер теңгемен есептеседі.",
        "Программа не подключена к блокчейну: партнёры рассчитываются в тенге.",
        "The programme is on no blockchain: partners settle in tenge.",
    ),
    "pa_share_rate": ("Бір ұпай үшін", "За один балл", "For a point"),
    "pa_share_stated": ("Барлығы жазылған", "Записано всего", "Stated in all"),
    "pa_share_waiting": ("Әмиянды күтуде", "Ждёт кошелька", "Waits for a wallet"),
    "pa_share_wallet": ("Әмиян", "Кошелёк", "Wallet"),
    "pa_share_no_wallet": (
        "Әмиян байланыстырылмаған: үлес сақталып тұр.",
        "Кошелёк не привязан: доля ждёт.",
        "No wallet is linked: the share waits.",
    ),
    "pa_share_how": (
        ("Үлесті алу үшін сілтемені әмиян қосымшасында ашыңыз: хабарлама дайын, комиссияға"
        " {amount} қосылады, артығы қайтады."),
        ("Чтобы забрать долю, откройте ссылку в кошельке: сообщение готово, на комиссию уйдёт"
        " {amount}, остаток вернётся."),
        ("To take the share, open the link in a wallet: the message is ready, {amount} goes along"
        " for gas, and what is left comes back."),
    ),
    "pa_share_open": ("Әмиянда ашу", "Открыть в кошельке", "Open in a wallet"),
    "pa_share_none": (
        "Қазір алатын үлес жоқ.", "Сейчас забирать нечего.", "There is nothing to claim now.",
    ),
    "pa_csv_debts": ("Есеп айырысу, CSV", "Взаиморасчёты, CSV", "Debts, CSV"),
    "pa_csv_tiers": ("Тарих, CSV", "История, CSV", "History, CSV"),
}  # fmt: skip
