"""What an alert says to a person: Kazakh, Russian, English; what is wrong and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hub.core.ids import PartnerId


class AlertKind(StrEnum):
    """What somebody should hear of; the value goes to webhooks and is never renamed."""

    QUIET = "till.quiet"
    FEW_SLIPS = "till.few_slips"
    PRINTER = "till.printer"
    QUARANTINED = "till.quarantined"
    REVIEWS = "reviews.waiting"
    CHAIN_HALTED = "chain.halted"
    CHAIN_LOW = "chain.low_balance"
    CHAIN_STUCK = "chain.stuck"
    CHAIN_CAP = "chain.growth_cap"
    CHAIN_SHORT = "chain.shares_short"
    CHAIN_STRANGERS = "chain.unknown_returns"
    CHAIN_REFUSED = "chain.refused"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that somebody should look at."""

    kind: AlertKind
    subject: str
    """What it is about, such as `till 7`: the same alert is not repeated for hours."""
    facts: Mapping[str, int | str]
    partner: PartnerId | None


TEXTS: Final[Mapping[AlertKind, Mapping[str, str]]] = {
    AlertKind.QUIET: {
        "kk": "«{name}» кассасы {minutes} минуттан бері байланыста жоқ, ал дүкен ашық. Компьютер"
        " қосулы ма, интернет бар ма — тексеріңіз.",
        "ru": "Касса «{name}» молчит {minutes} мин., а магазин открыт. Проверьте, включён ли"
        " компьютер и есть ли интернет.",
        "en": "Till “{name}” has been silent for {minutes} min while the shop is open. Check that"
        " its computer is on and has internet.",
    },
    AlertKind.FEW_SLIPS: {
        "kk": "«{name}» кассасында ұпай коды бар чектер үлесі {before} %-дан {percent} %-ға түсті."
        " Принтер мен касса баптауларын тексеріңіз.",
        "ru": "На кассе «{name}» доля чеков с кодом упала с {before} % до {percent} %. Проверьте"
        " принтер и настройки кассы.",
        "en": "At till “{name}” the share of receipts with a slip fell from {before} % to"
        " {percent} %. Check the printer and the till's settings.",
    },
    AlertKind.PRINTER: {
        "kk": "«{name}» кассасы: принтер басып шығара алмай тұр. Қағазы мен кабелін тексеріңіз.",
        "ru": "Касса «{name}»: принтер не печатает. Проверьте бумагу и кабель.",
        "en": "Till “{name}”: its printer cannot print. Check paper and cable.",
    },
    AlertKind.QUARANTINED: {
        "kk": "«{name}» кассасының жазбалары екіге айырылды, касса тоқтатылды. Оның тексерісін"
        " мақұлдасаңыз, касса қайта қосылады; қабылдамасаңыз, оны жаңадан тіркеу керек.",
        "ru": "Записи кассы «{name}» разошлись, касса остановлена. Одобрите её проверку — касса"
        " снова заработает; отклоните — её нужно будет зарегистрировать заново.",
        "en": "The records of till “{name}” have forked, and it is set aside. Approve its review,"
        " and it takes part again; reject it, and it has to be enrolled anew.",
    },
    AlertKind.REVIEWS: {
        "kk": "Тексеруді күтіп тұрғандар: {count}. Қарап, шешім қабылдаңыз.",
        "ru": "Ждут проверки: {count}. Посмотрите и решите.",
        "en": "Waiting for review: {count}. Look at them and decide.",
    },
    AlertKind.CHAIN_HALTED: {
        "kk": "TON-мен есеп айырысу тоқтатылды ({why}). Ештеңе жіберілмейді. docs/chain.md"
        " құжатындағы нұсқаулықты орындаңыз.",
        "ru": "Расчёты в TON остановлены ({why}). Ничего не отправляется. Действуйте по"
        " инструкции в docs/chain.md.",
        "en": "Settlement on TON has stopped ({why}). Nothing is sent. Follow the steps in"
        " docs/chain.md.",
    },
    AlertKind.CHAIN_LOW: {
        "kk": "TON әмиянында қаражат аз: {balance} нанотон. Әмиянды толтырыңыз.",
        "ru": "На кошельке TON мало средств: {balance} нанотон. Пополните кошелёк.",
        "en": "A TON wallet is low: {balance} nanoTON. Fill it up.",
    },
    AlertKind.CHAIN_STUCK: {
        "kk": "{epoch}-дәуір {attempts} рет жіберілді, бірақ әлі расталмады. Әмиян мен"
        " лайт-серверлерді тексеріңіз.",
        "ru": "Эпоха {epoch} отправлена (попыток: {attempts}) и всё ещё не подтверждена. Проверьте"
        " кошелёк и лайт-серверы.",
        "en": "Epoch {epoch} was sent (tries: {attempts}) and is still not confirmed. Check the"
        " wallet and the lite-servers.",
    },
    AlertKind.CHAIN_CAP: {
        "kk": "Кітаптың {block}-блогы қосатын ұпай — {needs}, ал токен бір дәуірде {cap} қана"
        " қабылдайды. Әкімші өсім шегін SetSettler арқылы көтерсін (docs/chain.md).",
        "ru": "Блок {block} книги добавляет баллов: {needs}, а токен принимает за эпоху {cap}."
        " Администратор токена должен поднять предел роста через SetSettler (docs/chain.md).",
        "en": "Block {block} of the ledger adds this many points: {needs}; the token takes {cap} an"
        " epoch. Its admin has to raise the growth cap by SetSettler (docs/chain.md).",
    },
    AlertKind.CHAIN_SHORT: {
        "kk": "Серіктестерге {owed} нанотон тиесілі, ал келісімшартқа {available} нанотон ғана"
        " түскен. Үлестер толықтырылғанша күтеді: RevenueDistribution шотын толықтырыңыз.",
        "ru": "Партнёрам причитается {owed} нанотон, а в контракт поступило {available}. Доли"
        " ждут пополнения: внесите недостающее в RevenueDistribution.",
        "en": "Partners are owed {owed} nanoTON, and {available} have come in. Their shares wait:"
        " deposit the rest to RevenueDistribution.",
    },
    AlertKind.CHAIN_STRANGERS: {
        "kk": "Ешкімге байланыстырылмаған әмияндардан {points} ұпай қайтып келді. Иесі әмиянын"
        " байланыстырсын, әйтпесе оператор ұпайды кімге жазуды шешсін (docs/chain.md).",
        "ru": "С кошельков, которые никто не привязал, вернулись баллы: {points}. Пусть владелец"
        " привяжет кошелёк, или оператор решит, кому их зачислить (docs/chain.md).",
        "en": "Points came back from wallets that nobody has linked: {points}. Let the owner link"
        " his wallet, or the operator say whose they are (docs/chain.md).",
    },
    AlertKind.CHAIN_REFUSED: {
        "kk": "TON-мен есеп айырысу жүріп жатқан жоқ. {kk}",
        "ru": "Расчёты в TON не ведутся. {ru}",
        "en": "Nothing is settled on TON. {en}",
    },
}


def text_of(alert: Alert, language: str) -> str:
    """Return what *alert* says in *language* (kk, ru or en)."""
    return TEXTS[alert.kind][language].format(**alert.facts)
