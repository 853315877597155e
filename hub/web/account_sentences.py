"""What a refusal says of passkeys and of joining two accounts: Kazakh, Russian, English."""

from collections.abc import Mapping
from typing import Final

from contracts.wire.refusals import Refusal


def _in(kk: str, ru: str, en: str) -> Mapping[str, str]:
    return {"kk": kk, "ru": ru, "en": en}


ACCOUNTS: Final[Mapping[Refusal, Mapping[str, str]]] = {
    Refusal.PASSKEY_REFUSED: _in(
        "Бұл кілт танылмады. Басқасын таңдаңыз немесе жаңа аккаунт ашыңыз.",
        "Этот ключ не подошёл. Выберите другой или откройте новый аккаунт.",
        "This passkey is not known here. Choose another one, or open a new account.",
    ),
    Refusal.LAST_PASSKEY: _in(
        "Бұл соңғы кілтіңіз: онсыз аккаунтқа кіре алмайсыз. Алдымен басқасын қосыңыз.",
        "Это последний ключ: без него вы не войдёте в аккаунт. Сначала добавьте другой.",
        "This is your last passkey: without it you could not come in. Add another one first.",
    ),
    Refusal.MERGE_SAME: _in(
        "Бұл екі бөлек аккаунт емес: біріктіретін ештеңе жоқ.",
        "Это не два разных аккаунта: объединять нечего.",
        "These are not two separate accounts: there is nothing to join.",
    ),
    Refusal.MERGE_STAFF: _in(
        "Аккаунттардың бірі дүкен қызметкеріне тиесілі. Біріктіру үшін дүкен иесіне жүгініңіз.",
        "Один из аккаунтов принадлежит сотруднику магазина. Обратитесь к владельцу магазина.",
        "One of the accounts belongs to somebody who works in a shop. Ask the shop's owner.",
    ),
    Refusal.MERGE_WALLET: _in(
        "Бұл аккаунтқа TON әмияны байланған. Ұпайды қайтарып, әмиянды ажыратыңыз.",
        "К этому аккаунту привязан кошелёк TON. Сначала верните баллы и отвяжите его.",
        "A TON wallet is linked to this account. Bring its points back and unlink it first.",
    ),
    Refusal.MERGE_DEBT: _in(
        "Аккаунттардың бірінде ұпай қарызы бар. Қарыз жабылған соң біріктіріңіз.",
        "На одном из аккаунтов долг по баллам. Объедините их, когда долг будет погашен.",
        "One of the accounts owes points. Join them once that is paid off.",
    ),
}
