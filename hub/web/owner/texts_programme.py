"""What the operator's overview says: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

PROGRAMME: Final[Mapping[str, tuple[str, str, str]]] = {
    "nav_programme": ("Бағдарлама жағдайы", "Состояние программы", "Programme"),
    "pr_lead": (
        "Оператор таңертең қарайтын бет: не бұзылды, кім күтіп отыр, кітап бүтін бе.",
        "Утренняя страница оператора: что сломалось, кто ждёт, цела ли книга.",
        "The operator's morning page: what is wrong, who waits, whether the books are whole.",
    ),
    "pr_all_well": (
        "Бәрі орнында. Тыныш жұмыс күні болсын!", "Всё в порядке. Спокойного дня!",
        "All is well. Have a quiet day!",
    ),
    "pr_look_first": (
        "Алдымен мынаны қараңыз", "Сначала посмотрите сюда", "Look at these first",
    ),
    "pr_go": ("Өту", "Перейти", "Go there"),
    "pr_people": ("Кім күтіп отыр", "Кто ждёт", "Who waits"),
    "pr_partners": ("Шешім күткен серіктестер", "Партнёры ждут решения", "Partners waiting"),
    "pr_reviews": ("Тексеру кезегі", "Очередь на проверку", "Review queue"),
    "pr_adjustments": (
        "Екінші адамды күткен түзетулер", "Корректировки ждут второго", "Adjustments waiting",
    ),
    "pr_webhooks": ("Жеткізілмеген хабарлар", "Недоставленные события", "Events not delivered"),
    "pr_bound": (
        "Хабсыз берілуі мүмкін ең көп сома", "Наибольшая возможная выдача без связи",
        "Largest possible loss offline",
    ),
    "pr_books": ("Кітап және көшірмелер", "Книга и копии", "Books and copies"),
    "pr_sealed": ("Бекітілген соңғы блок", "Последний запечатанный блок", "Last sealed block"),
    "pr_sealed_none": (
        "Әлі бірде-бір блок жоқ", "Пока ни одного блока", "No block yet",
    ),
    "pr_unsealed": (
        "{count} жазба бекітуді күтуде", "Ждут запечатывания: {count}",
        "{count} entries wait to be sealed",
    ),
    "pr_verify": (
        "Бүкіл кітапты тексеру: baursak hub verify", "Проверить всю книгу: baursak hub verify",
        "To check the whole ledger: baursak hub verify",
    ),
    "pr_trial": ("Сынақ балансы", "Пробный баланс", "Trial balance"),
    "pr_trial_good": ("Нөл: бәрі сәйкес", "Ноль: всё сходится", "Zero: it all adds up"),
    "pr_trial_bad": (
        "Нөл емес: {sum}. Кітапты тексеріңіз.", "Не ноль: {sum}. Проверьте книгу.",
        "Not zero: {sum}. Check the ledger.",
    ),
    "pr_trial_none": ("Әлі есептелмеген", "Ещё не считался", "Not added up yet"),
    "pr_counted": ("Есептелген уақыты: {time}", "Посчитано: {time}", "Added up: {time}"),
    "pr_worker": ("Фондық жұмыс", "Фоновая служба", "Worker"),
    "pr_worker_good": ("Жұмыс істеп тұр", "Работает", "At work"),
    "pr_worker_bad": (
        "Үнсіз: ұпай мерзімі, хабарлар мен есеп айырысу тоқтап тұр",
        "Молчит: сроки баллов, события и расчёты стоят",
        "Silent: expiry, webhooks and settlement stand still",
    ),
    "pr_worker_do": (
        "baursak hub worker іске қосулы ма, қараңыз.", "Проверьте, запущен ли baursak hub worker.",
        "See whether baursak hub worker runs.",
    ),
    "pr_last": ("Соңғы белгі: {time}", "Последний сигнал: {time}", "Last heard: {time}"),
    "pr_backup": ("Қосалқы көшірме", "Резервная копия", "Backup"),
    "pr_backup_old": (
        "Бір тәуліктен ескі", "Старше суток", "More than a day old",
    ),
    "pr_backup_none": (
        "Әлі жасалмаған", "Ещё не делали", "Never made",
    ),
    "pr_backup_do": (
        "Күн сайын жасаңыз: baursak hub backup ҚАЛТА", ("Делайте каждый день: baursak hub backup"
        " ПАПКА"), "Make one every day: baursak hub backup FOLDER",
    ),
    "pr_backup_good": ("Жасалған", "Сделана", "Made"),
    "pr_chain": ("Блокчейн есебі", "Расчёты в блокчейне", "Settlement"),
    "pr_chain_good": ("Қалыпты жүріп жатыр", "Идут как обычно", "Going as usual"),
    "pr_chain_none": ("Қосылмаған", "Не подключены", "On no blockchain"),
    "pr_chain_bad": ("Тоқтап тұр", "Стоят", "Standing still"),
    "pr_csv": ("Ескертулер, CSV", "Предупреждения, CSV", "Alerts, CSV"),
}  # fmt: skip
