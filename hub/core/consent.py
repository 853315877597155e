"""The text that a member agrees to, by version; what was agreed to is known by its digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contracts.wire.units import UnixTime

VERSION: Final = "2026-11-23"
"""Changes whenever a word of the text does: everybody is then asked again."""

TEXTS: Final[Mapping[str, str]] = {
    "kk": (
        "Деректерді өңдеуге келісім.\n"
        "Ұпай жинап, оны жұмсай алуыңыз үшін бағдарлама мыналарды сақтайды: Telegram беретін"
        " нөміріңіз (ID), атыңыз бен тіліңіз; сіз сканерлеген чектер; ұпайларыңыз, ваучерлеріңіз"
        " және деңгейіңіз.\n"
        "Telegram-сыз кірсеңіз, нөмірдің орнына кіру кілтіңіздің (passkey) ашық бөлігі сақталады:"
        " құпия бөлігі телефоныңыздан шықпайды. Атыңызды өзіңіз қаласаңыз ғана айтасыз.\n"
        "Деректер Қазақстандағы серверде сақталады. Дүкен тек өзінде жасаған сатып алуларыңызды"
        " көреді; деректер басқа ешкімге берілмейді.\n"
        "Қосымша Telegram ішінде ашылады: Telegram оны пайдаланып отырғаныңызды біледі және бізге"
        " тек жоғарыда аталғандарды береді. Telegram-дағы деректеріңіз үшін Telegram өз ережелері"
        " бойынша өзі жауап береді.\n"
        "Кез келген уақытта деректеріңіздің көшірмесін ала аласыз, келісімді қайтарып ала аласыз"
        " немесе аккаунтты жоя аласыз. Жойғаннан кейін атыңыз бен нөміріңіз өшіріледі, ал"
        " ұпайлардың қозғалысы есепте атыңызсыз қалады."
    ),
    "ru": (
        "Согласие на обработку данных.\n"
        "Чтобы вы могли копить и тратить баллы, программа хранит: ваш номер (ID), имя и язык,"
        " которые передаёт Telegram; отсканированные вами чеки; ваши баллы, ваучеры и уровень.\n"
        "Если вы входите без Telegram, вместо номера хранится открытая часть вашего ключа входа"
        " (passkey): его секретная часть не покидает телефон. Имя вы называете, только если"
        " хотите.\n"
        "Данные хранятся на сервере в Казахстане. Магазин видит только покупки, сделанные у него;"
        " никому другому данные не передаются.\n"
        "Приложение открывается внутри Telegram: Telegram знает, что вы им пользуетесь, и передаёт"
        " нам только перечисленное выше. За ваши данные в Telegram отвечает сам Telegram по своим"
        " правилам.\n"
        "Вы можете в любой момент получить копию своих данных, отозвать согласие или удалить"
        " аккаунт. После удаления имя и номер стираются, а движение баллов остаётся в учёте без"
        " вашего имени."
    ),
    "en": (
        "Consent to the processing of data.\n"
        "So that you can collect and spend points, the programme keeps: your number (ID), first"
        " name and language as Telegram gives them; the receipts that you scanned; your points,"
        " vouchers and tier.\n"
        "If you come without Telegram, the public half of your passkey is kept in place of the"
        " number: its secret half never leaves your phone. You give a name only if you wish.\n"
        "The data stay on a server in Kazakhstan. A shop sees only the purchases made there;"
        " nobody else is given them.\n"
        "The app opens inside Telegram: Telegram knows that you use it, and gives us only what is"
        " named above. For your data at Telegram, Telegram itself answers by its own rules.\n"
        "At any time you can have a copy of your data, take your consent back, or delete your"
        " account. After that your name and number are erased; the movements of points stay in"
        " the books without your name."
    ),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """What a member said to one version of the text, and how he was asked."""

    version: str
    text_digest: bytes
    """SHA-256 of the text in the language that he read."""
    language: str
    channel: str
    """Where he was asked: miniapp, browser or counter."""
    given: bool
    at: UnixTime


def digest_of(language: str) -> bytes:
    """Return the digest of the text that stands in *language* now."""
    return hashlib.sha256(TEXTS[language].encode("utf-8")).digest()


def holds(consents: list[Consent]) -> bool:
    """Tell whether the last word was a yes to the text as it stands now."""
    last = max(consents, key=lambda it: it.at, default=None)
    return last is not None and last.given and last.version == VERSION
