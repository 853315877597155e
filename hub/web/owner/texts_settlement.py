"""What the page of settlement says: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

SETTLEMENT: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_settlement": ("Блокчейн есебі", "Расчёты в блокчейне", "Settlement"),
    "ch_lead": (
        ("Бағдарламаның мүшелерге қанша ұпай қарыз екенін хаб блокчейнге жазып отырады. Кез келген"
        " адам тексере алады."),
        "Сколько баллов программа должна участникам, записано в блокчейне. Проверить может любой.",
        "What the programme owes its members stands on the blockchain, where anybody can check it.",
    ),
    "ch_none": (
        "Бағдарлама блокчейнге қосылмаған. Ұпай, ваучер, касса — бәрі онсыз да жұмыс істейді.",
        "Программа не подключена к блокчейну. Баллы, ваучеры и кассы работают и без него.",
        "The programme is on no blockchain. Points, vouchers and tills all work without it.",
    ),
    "ch_how_title": ("Қосу керек болса", "Если понадобится", "Should you want it"),
    "ch_how": (
        "Келісімшарттарды оператор орналастырады. Қадамдары docs/chain.md құжатында.",
        "Контракты размещает оператор. Шаги описаны в docs/chain.md.",
        "The operator deploys the contracts. The steps are in docs/chain.md.",
    ),
    "ch_next": ("Келесі дәуір", "Следующая эпоха", "The next epoch"),
    "ch_due_soon": (
        "Жаңа ұпай қозғалысы бола салысымен", "Как только будет что записать",
        "As soon as there is anything to state",
    ),
    "ch_no_waits": (
        "Бөгет жоқ: хаб оны өзі жібереді.", "Ничто не мешает: отправится сама.",
        "Nothing stands in its way: it goes by itself.",
    ),
    "ch_wait_halted": (
        "Тоқтатылған: адам қарауы керек.", "Остановлено: сначала должен посмотреть человек.",
        "Halted: a person has to look first.",
    ),
    "ch_wait_under_way": (
        "Алдыңғы дәуір жолда: оны блокчейн әлі растаған жоқ.",
        "Предыдущая эпоха в пути: блокчейн её ещё не подтвердил.",
        "The one before is under way: the chain has not confirmed it yet.",
    ),
    "ch_wait_not_ours": (
        "Токен дәуірлерді басқа әмияннан қабылдайды.", "Токен принимает эпохи от другого кошелька.",
        "The token takes epochs from another wallet.",
    ),
    "ch_wait_maturing": (
        "Алдыңғы дәуірдің күту мерзімі өтіп жатыр: әкімші оны әлі кері қайтара алады.",
        "Идёт срок ожидания предыдущей: администратор ещё может её отменить.",
        "The one before is maturing: the admin may still veto it.",
    ),
    "ch_wait_interval": (
        "Токен екі дәуірдің арасында үзіліс талап етеді.", "Токен требует паузы между эпохами.",
        "The token asks for a pause between epochs.",
    ),
    "ch_wait_policy": (
        "Бағдарлама ережесіндегі аралық әлі өткен жоқ.",
        "Не прошёл срок, заданный правилами программы.",
        "The programme's own pace: its time has not come yet.",
    ),
    "ch_wait_nothing_new": (
        "Жаңа ұпай қозғалысы жоқ: жазатын ештеңе жоқ.", "Новых движений баллов нет.",
        "Nothing new has happened to points.",
    ),
    "ch_seen": (
        "Блокчейн соңғы рет оқылған уақыт: {time}", "Блокчейн прочитан: {time}",
        "The chain was last read: {time}",
    ),
    "ch_halt_foreign": (
        "Тоқтатылды: блокчейнде бөтен дәуір тұр", "Остановлено: в блокчейне чужая эпоха",
        "Halted: the chain states an epoch that is not ours",
    ),
    "ch_do_foreign": (
        ("Есеп айырысушының кілті ұрлануы мүмкін. Мерзімі өткенше вето қойыңыз"
        " (baursak chain veto), кілтті ауыстырыңыз, содан кейін ғана: baursak chain resume."),
        ("Ключ расчётов мог быть украден. Пока срок не вышел, наложите вето (baursak chain veto),"
        " смените ключ и лишь затем: baursak chain resume."),
        ("The settler's key may be stolen. Veto before the epoch matures (baursak chain veto),"
        " change the key, and only then: baursak chain resume."),
    ),
    "ch_halt_not_ours": (
        "Тоқтатылды: вето қойылды не кілт ауыстырылды",
        "Остановлено: наложено вето или сменён ключ",
        "Halted: a veto, or another settler's key",
    ),
    "ch_do_not_ours": (
        ("Токен әкімшісінен сұраңыз. Ветодан кейін ол есеп айырысушыны қайта тағайындайды"
        " (baursak chain deploy --change), содан соң: baursak chain resume."),
        ("Спросите администратора токена. После вето он снова назначает ключ расчётов"
        " (baursak chain deploy --change), затем: baursak chain resume."),
        ("Ask the token's admin. After a veto he names a settler again"
        " (baursak chain deploy --change); then: baursak chain resume."),
    ),
    "ch_halt_unbalanced": (
        "Тоқтатылды: блокчейн мен ұпай кітабы сәйкес емес",
        "Остановлено: блокчейн и книга баллов не сходятся",
        "Halted: the chain and the ledger do not agree",
    ),
    "ch_do_unbalanced": (
        ("Алдымен дерекқор мен мұрағаттың көшірмесін сақтаңыз. Кітап бүтін бе, тексеріңіз"
        " (baursak hub verify). Дәуір мерзіміне жетпесе, вето қойыңыз. Айырма түсіндірілгенше"
        " жалғастырмаңыз."),
        ("Сначала сохраните копии базы и архива. Проверьте, цела ли книга (baursak hub verify)."
        " Если эпоха ещё не вступила в силу, наложите вето. Не продолжайте, пока разница не"
        " объяснена."),
        ("Keep copies of database and archive first. See whether the ledger is whole"
        " (baursak hub verify). Veto the epoch if it has not matured. Resume only when the"
        " difference is explained."),
    ),
    "ch_halt_archive": (
        "Тоқтатылды: мұрағатта осы нөмірлі басқа дәуір бар",
        "Остановлено: в архиве другая эпоха с этим номером",
        "Halted: the archive holds another epoch of this number",
    ),
    "ch_do_archive": (
        "Осы блокчейннің мұрағат қалтасын тауып, орнына қойыңыз, содан соң: baursak chain resume.",
        "Найдите папку архива именно этой сети, верните её на место, затем: baursak chain resume.",
        "Find the archive folder of this chain, put it there, then: baursak chain resume.",
    ),
    "ch_gas": ("Комиссия және әмияндар", "Комиссии и кошельки", "Gas and wallets"),
    "ch_settler": ("Есеп айырысу әмияны", "Кошелёк расчётов", "Settler's wallet"),
    "ch_sponsor": ("Мүшелер үшін төлейтін әмиян", "Кошелёк для участников", "Sponsor's wallet"),
    "ch_low": ("Толтыру керек", "Нужно пополнить", "Fill it up"),
    "ch_pushed": (
        ("Мүшелердің әмияндарына жөнелтуге бөлінгені: бір тәулікте {day}, 30 күнде {month}."
        " Тәуліктік шегі — {budget}."),
        ("На отправку баллов в кошельки участников отложено: за сутки {day}, за 30 дней {month}."
        " Предел на сутки — {budget}."),
        ("Set aside for sending members their points: {day} in a day, {month} in 30 days. The day's"
        " limit is {budget}."),
    ),
    "ch_moves_wait": (
        "Келесі дәуірді күткен аударымдар: {count} ({points})",
        "Переводов ждут следующей эпохи: {count} ({points})",
        "Moves that wait for the next epoch: {count} ({points})",
    ),
    "ch_states": ("Блокчейнде не жазылған", "Что записано в блокчейне", "What the chain states"),
    "ch_custody": ("Бағдарламада сақтаулы", "На хранении", "In custody"),
    "ch_custody_is": (
        "Мүшелердің хабтағы ұпайлары", "Баллы участников в программе",
        "Members' points kept by the programme",
    ),
    "ch_issued": ("Әмияндарға берілген", "Выдано в кошельки", "Issued to wallets"),
    "ch_issued_is": (
        "Басынан бергі барлығы", "За всё время", "Ever, in all",
    ),
    "ch_burned": ("Жойылған", "Погашено", "Burned"),
    "ch_burned_is": (
        "Қайтып келген не иесі жойған", "Вернулись или сожжены владельцем",
        "Came back, or were burned by their owner",
    ),
    "ch_supply": ("Барлық шығарылым", "Общий выпуск", "Supply"),
    "ch_supply_is": (
        "Сақтаулы + берілген − жойылған", "Хранение + выдано − погашено",
        "Custody + issued − burned",
    ),
    "ch_epochs": ("Дәуірлер", "Эпохи", "Epochs"),
    "ch_epoch": ("{number}-дәуір", "Эпоха {number}", "Epoch {number}"),
    "ch_no_epochs": (
        "Әзірге бірде-бір дәуір жоқ. Біріншісі алғашқы ұпайлар бекітілген соң жіберіледі.",
        "Пока ни одной эпохи. Первая уйдёт, когда появятся подтверждённые баллы.",
        "No epoch yet. The first goes once there are points to state.",
    ),
    "ch_sealed": ("Бекітілген", "Запечатана", "Sealed"),
    "ch_sealed_is": (
        "Сақталды, әлі жіберілген жоқ.", "Сохранена, ещё не отправлена.",
        "Stored, and not sent yet.",
    ),
    "ch_sent": ("Жолда", "В пути", "Sent"),
    "ch_sent_is": (
        "Жіберілді, блокчейннің растауын күтуде.", "Отправлена, ждёт подтверждения блокчейна.",
        "Sent; the chain has not confirmed it yet.",
    ),
    "ch_published": ("Жарияланған", "Опубликована", "Published"),
    "ch_published_is": (
        "Блокчейнде тұр, әкімші әлі кері қайтара алады.",
        "В блокчейне; администратор ещё может отменить.",
        "On chain; the admin could still veto it.",
    ),
    "ch_matured": ("Күшінде", "В силе", "Matured"),
    "ch_matured_is": (
        "Ұпайлар әмияндарға осы бойынша беріледі.", "По ней баллы выдаются в кошельки.",
        "Points are claimed into wallets by this one.",
    ),
    "ch_settled": ("Аяқталған", "Завершена", "Settled"),
    "ch_settled_is": (
        "Одан кейінгі дәуірлер осыған сүйенеді.", "На неё опираются следующие.",
        "Later ones stand on it.",
    ),
    "ch_vetoed": ("Вето қойылған", "Отменена", "Vetoed"),
    "ch_vetoed_is": (
        "Токен әкімшісі кері қайтарды.", "Администратор токена наложил вето.",
        "The token's admin took it off the chain.",
    ),
    "ch_wallets": ("Әмияндар", "Кошельков", "Wallets"),
    "ch_spent": ("Есеп әмиянынан кеткені", "Списано с кошелька", "Left the settler's wallet"),
    "ch_agrees": (
        "Блокчейн мен кітап сәйкес", "Блокчейн и книга сходятся", "The chain and the ledger agree",
    ),
    "ch_differs": (
        "Блокчейн мен кітап сәйкес емес", "Блокчейн и книга не сходятся",
        "The chain and the ledger do not agree",
    ),
    "ch_proof": ("Дәлелі", "Доказательство", "Proof"),
    "ch_root": ("Әмияндар ағашының түбірі", "Корень дерева кошельков", "Root of wallets"),
    "ch_sum_root": ("Сақтаудағы ұпайлар түбірі", "Корень сумм на хранении", "Sum root of custody"),
    "ch_block": ("Кітап блогы", "Блок книги", "Block of the ledger"),
    "ch_message": ("Хабарлама хэші", "Хэш сообщения", "Hash of the message"),
    "ch_leaves": ("Жапырақтар файлы", "Файл листьев", "Leaf file"),
    "ch_verify": ("Қалай тексеруге болады", "Как проверить", "How to check"),
    "ch_verify_file": (
        "Мүше қосымшада «Әмиян» бетінен өз дәлелінің файлын жүктейді.",
        "Участник скачивает файл своего доказательства на странице «Кошелёк» в приложении.",
        "The member downloads the file of his own proof from the app's wallet page.",
    ),
    "ch_verify_run": (
        "Хабқа сенудің қажеті жоқ: тексеру кез келген компьютерде жүреді.",
        "Доверять серверу не нужно: проверка идёт на любом компьютере.",
        "No trust in the hub is needed: the check runs on any computer.",
    ),
    "ch_verify_said": (
        "Бағдарлама блокчейннен түбірді оқып, файлмен салыстырады, сәйкес пе — айтады.",
        "Программа прочтёт корень из блокчейна, сравнит с файлом и скажет, сходится ли.",
        "It reads the root from the chain, compares the file with it, and says whether they agree.",
    ),
    "ch_verify_leaves": (
        ("Жапырақтар файлы бар кез келген адам түбірді қайта құрып, әр әмиянның үлесін дәлелдей"
        " алады — хабсыз да. Онда тек әмияндар мен сандар бар."),
        ("С файлом листьев любой соберёт корень заново и докажет долю каждого кошелька, даже без"
        " сервера. В нём только кошельки и числа."),
        ("With the leaf file anybody builds the root again and proves every wallet's part, hub or"
        " no hub. It holds wallets and numbers only."),
    ),
    "ch_moves": ("Әмиянға аударымдар", "Переводы в кошельки", "Moves to wallets"),
    "ch_moves_lead": (
        "Мүшелер өз әмиянына аударған ұпайлар және олардың қайда жеткені.",
        "Баллы, которые участники переводят в свои кошельки, и где они сейчас.",
        "Points that members move to their own wallets, and how far each is.",
    ),
    "ch_moves_all": ("Барлығы", "Все", "All"),
    "ch_move_pending": ("Дәуірді күтуде", "Ждут эпохи", "Pending"),
    "ch_move_delayed": ("Мерзімін күтуде", "Ждут срока", "Delayed"),
    "ch_move_claimable": ("Алуға дайын", "Можно забрать", "Claimable"),
    "ch_move_claimed": ("Әмиянда", "В кошельке", "Claimed"),
    "ch_no_moves": (
        "Мұндай аударым жоқ.", "Таких переводов нет.", "There are no such moves.",
    ),
    "ch_returns": ("Қайтқан ұпайлар", "Вернувшиеся баллы", "What came back"),
    "ch_returns_lead": (
        "Мүшелер өз әмиянынан бағдарламаға қайтарған ұпайлар.",
        "Баллы, которые участники вернули из кошельков в программу.",
        "Points that members sent back from their wallets to the programme.",
    ),
    "ch_no_returns": (
        "Әзірге ештеңе қайтқан жоқ.", "Пока ничего не возвращалось.", "Nothing has come back yet.",
    ),
    "ch_unknown": ("Иесі белгісіз", "Владелец неизвестен", "Of unknown wallets"),
    "ch_unknown_wallet": ("Белгісіз әмиян", "Неизвестный кошелёк", "Unknown wallet"),
    "ch_unknown_text": (
        ("Иесі әмиянын қосымшада байланыстырса, ұпай өзі жазылады. Қол қоя алмайтын әмиян болса"
        " (биржа, келісімшарт), қағазға сүйеніп, оператор шешеді."),
        ("Если владелец привяжет кошелёк в приложении, баллы зачислятся сами. За кошелёк, который"
        " не может подписать (биржа, контракт), решает оператор, по документам."),
        ("Once its owner links the wallet in the app, the points are credited by themselves. For"
        " one that cannot sign (an exchange's, a contract's) the operator decides, on paper."),
    ),
    "ch_assign": ("Мүшеге жазу", "Зачислить участнику", "Credit a member"),
    "ch_assign_text": (
        "Ұпай бірден мүшеге жазылады және кері алынбайды. Себебі журналда қалады.",
        "Баллы сразу зачислятся участнику, отменить нельзя. Причина останется в журнале.",
        "The points are the member's at once, and this is not undone. The log keeps the reason.",
    ),
    "ch_assign_sure": ("Иә, жазу", "Да, зачислить", "Yes, credit"),
    "ch_assigned": ("Ұпай мүшеге жазылды.", "Баллы зачислены.", "The points are credited."),
    "ch_member": ("Мүше нөмірі", "Номер участника", "Member's number"),
    "ch_no_member": (
        "Мұндай мүше не қайтарым жоқ.", "Такого участника или возврата нет.",
        "There is no such member or return.",
    ),
    "ch_nobody": ("Иесін күтуде", "Ждёт владельца", "Waits for its owner"),
    "ch_credited": ("Жазылды", "Зачислено", "Credited"),
    "ch_unmatched": ("Толық емес жазылды", "Зачислено не всё", "Credited in part"),
}  # fmt: skip
