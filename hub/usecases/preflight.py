"""Looks before anything is sent: the right network, keys, codes and enough money, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.ton.addresses import friendly
from contracts.ton.seen import AccountStatus, AccountView, Address
from hub.core.ports.chain import Chain, ChainUnavailable, WrongNetwork
from hub.core.settlement.deployment import Deployment

SETTLER_LEAST: Final = 500_000_000
"""NanoTON: what one message attaches for gas and gets back, and the fees of two thousand epochs."""
SPONSOR_LEAST: Final = 1_000_000_000
"""NanoTON: fifty claims in one message, 0.02 TON each, of which most comes back; where the alarm of
a low balance comes as well."""
NANO: Final = 10**9
SETTLER: Final = "settler"
SPONSOR: Final = "sponsor"


class Wrong(StrEnum):
    """What is wrong; the value goes to metrics and alerts and is never renamed."""

    UNAVAILABLE = "chain.unavailable"
    NETWORK = "chain.network"
    ABSENT = "chain.absent"
    CODE = "chain.code"
    SETTLER_KEY = "chain.settler_key"
    SPONSOR_KEY = "chain.sponsor_key"
    BALANCE = "chain.balance"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that forbids sending."""

    wrong: Wrong
    facts: Mapping[str, str]

    @property
    def purse(self) -> str | None:
        """Return the one wallet that may not send; None where nothing may be done at all."""
        if self.wrong is Wrong.BALANCE:
            return self.facts["name"]
        return {Wrong.SETTLER_KEY: SETTLER, Wrong.SPONSOR_KEY: SPONSOR}.get(self.wrong)

    def text(self, language: str) -> str:
        """Return what it says in *language* (kk, ru or en), and what to do."""
        return TEXTS[self.wrong][language].format(**self.facts)


@dataclass(frozen=True, slots=True)
class Purse:
    """A wallet of the hub, as its key makes it, and the nanoTON that it must hold."""

    address: Address
    least: int


def look(chain: Chain, deployment: Deployment, settler: Purse, sponsor: Purse) -> list[Fault]:
    """Return all that forbids sending, nothing where all is right; it only reads."""
    faults = _key_faults(deployment, settler, sponsor)
    try:
        chain.head()
        for contract, deployed in deployment.contracts.items():
            account = chain.account(deployed.address)
            faults += _code_faults(contract.value, deployed.code_hash, account, deployment)
        wrong = {it.purse for it in faults}
        for name, purse in ((SETTLER, settler), (SPONSOR, sponsor)):
            if name not in wrong:  # nobody should fill the wallet of a wrong key
                faults += _purse_faults(name, purse, chain.account(purse.address), deployment)
    except WrongNetwork:
        return [*faults, Fault(Wrong.NETWORK, {"network": deployment.network})]
    except ChainUnavailable as error:
        return [*faults, Fault(Wrong.UNAVAILABLE, {"why": str(error)})]
    return faults


def _key_faults(deployment: Deployment, settler: Purse, sponsor: Purse) -> list[Fault]:
    faults = []
    for wrong, purse, known in (
        (Wrong.SETTLER_KEY, settler, deployment.settler),
        (Wrong.SPONSOR_KEY, sponsor, deployment.sponsor),
    ):
        if purse.address != known:
            facts = {
                "found": _shown(purse.address, deployment),
                "known": _shown(known, deployment),
            }
            faults.append(Fault(wrong, facts))
    return faults


def _code_faults(
    name: str, expected: bytes, account: AccountView, deployment: Deployment
) -> Sequence[Fault]:
    if account.status is not AccountStatus.ACTIVE:
        facts = {"name": name, "network": deployment.network, "status": account.status.value}
        return [Fault(Wrong.ABSENT, facts)]
    if account.code_hash != expected:
        found = (account.code_hash or b"").hex()[:16]
        return [Fault(Wrong.CODE, {"name": name, "found": found, "known": expected.hex()[:16]})]
    return []


def _purse_faults(
    name: str, purse: Purse, account: AccountView, deployment: Deployment
) -> Sequence[Fault]:
    if account.balance >= purse.least:
        return []
    facts = {
        "name": name,
        "address": _shown(purse.address, deployment),
        "has": _ton(account.balance),
        "missing": _ton(purse.least - account.balance),
    }
    return [Fault(Wrong.BALANCE, facts)]


def _shown(address: Address, deployment: Deployment) -> str:
    """Return an address as wallets show it: not bounceable, so that money arrives before code."""
    return friendly(address, bounceable=False, test_network=deployment.network != "mainnet")


def _ton(nano: int) -> str:
    """Return nanoTON as TON, rounded up to the last digit shown."""
    tenths = -(-nano // (NANO // 10_000))
    return f"{tenths // 10_000}.{tenths % 10_000:04}"


TEXTS: Final[Mapping[Wrong, Mapping[str, str]]] = {
    Wrong.UNAVAILABLE: {
        "kk": "Блокчейн жауап бермейді ({why}). Ештеңе жіберілген жоқ. Интернетті және TON_CONFIG"
        " файлындағы серверлерді тексеріңіз; хаб өзі қайта қосылып көреді.",
        "ru": "Блокчейн не отвечает ({why}). Ничего не отправлено. Проверьте интернет и серверы в"
        " файле TON_CONFIG; хаб повторит попытку сам.",
        "en": "The chain does not answer ({why}). Nothing was sent. Check the internet and the"
        " servers in the file of TON_CONFIG; the hub tries again by itself.",
    },
    Wrong.NETWORK: {
        "kk": "Серверлер {network} желісінікі емес. Ештеңе жіберілген жоқ. TON_NETWORK пен"
        " TON_CONFIG баптауларын сәйкестендіріңіз.",
        "ru": "Серверы не из сети {network}. Ничего не отправлено. Приведите TON_NETWORK и"
        " TON_CONFIG в соответствие.",
        "en": "The servers are not of {network}. Nothing was sent. Make TON_NETWORK and TON_CONFIG"
        " agree.",
    },
    Wrong.ABSENT: {
        "kk": "{name} келісімшарты {network} желісінде жұмыс істемей тұр (күйі: {status})."
        " TON_DEPLOYMENT дұрыс файлды атай ма, тексеріңіз немесе baursak chain deploy орындаңыз.",
        "ru": "Контракт {name} в сети {network} не действует (состояние: {status}). Проверьте, тот"
        " ли файл указан в TON_DEPLOYMENT, или выполните baursak chain deploy.",
        "en": "The contract {name} is not active on {network} (it is {status}). Check that"
        " TON_DEPLOYMENT names the right file, or run baursak chain deploy.",
    },
    Wrong.CODE: {
        "kk": "{name} келісімшартының коды басқа: желіде {found}…, күтілгені {known}…. Ештеңе"
        " жіберілген жоқ. Кодты кім және неге ауыстырғанын анықтаңыз (docs/chain.md).",
        "ru": "У контракта {name} другой код: в сети {found}…, ожидался {known}…. Ничего не"
        " отправлено. Выясните, кто и зачем его заменил (docs/chain.md).",
        "en": "The contract {name} has another code: {found}… on chain, {known}… expected. Nothing"
        " was sent. Find out who changed it and why (docs/chain.md).",
    },
    Wrong.SETTLER_KEY: {
        "kk": "TON_SETTLER_KEY басқа әмиянның кілті: {found}, ал келісімшарттар {known} әмиянын"
        " біледі. Ештеңе жіберілген жоқ. Дұрыс кілтті қойыңыз.",
        "ru": "TON_SETTLER_KEY — ключ другого кошелька: {found}, а контракты знают {known}. Ничего"
        " не отправлено. Укажите верный ключ.",
        "en": "TON_SETTLER_KEY is the key of another wallet: {found}, while the contracts know"
        " {known}. Nothing was sent. Set the right key.",
    },
    Wrong.SPONSOR_KEY: {
        "kk": "TON_SPONSOR_KEY басқа әмиянның кілті: {found}, ал орналастыру файлында {known} тұр."
        " Ештеңе жіберілген жоқ. Дұрыс кілтті қойыңыз.",
        "ru": "TON_SPONSOR_KEY — ключ другого кошелька: {found}, а в файле развёртывания {known}."
        " Ничего не отправлено. Укажите верный ключ.",
        "en": "TON_SPONSOR_KEY is the key of another wallet: {found}, while the deployment names"
        " {known}. Nothing was sent. Set the right key.",
    },
    Wrong.BALANCE: {
        "kk": "{name} әмиянында қаржы жетпейді: {has} TON бар, тағы {missing} TON керек. Мына"
        " мекенжайға жіберіңіз: {address}",
        "ru": "На кошельке {name} не хватает средств: есть {has} TON, нужно ещё {missing} TON."
        " Переведите их на адрес {address}",
        "en": "The {name} wallet holds too little: {has} TON, and {missing} TON more are needed."
        " Send them to {address}",
    },
}
