"""Words of café papers, by language."""

from collections.abc import Mapping
from typing import Final

_RU: Final = {
    "table": "Стол", "guests": "Гостей", "waiter": "Официант", "opened": "Открыт",
    "closed": "Закрыт", "goods": "Наименование", "count": "Кол-во", "amount": "Сумма",
    "subtotal": "Подытог", "discount": "Скидка", "service": "Обслуживание 10%",
    "cash": "Наличными", "card": "Картой", "gift": "Подарочный сертификат",
    "prepaid": "Предоплата", "change": "Сдача", "received": "Получено", "bin": "БИН",
    "return": "ВОЗВРАТ", "copy": "КОПИЯ ЧЕКА", "void": "ЧЕК АННУЛИРОВАН",
    "vat": "в т.ч. НДС {}%", "sale": "Кассовый чек",
    "prebill": "ПРЕДВАРИТЕЛЬНЫЙ СЧЕТ", "notfiscal": "Не является фискальным документом",
    "kitchen": "КУХНЯ", "bar": "БАР", "thanks": "Спасибо! Ждём вас снова", "ticket": "Марка",
    "phone": "Тел.", "register": "РНМ", "sign": "ФП", "receipt": "Чек №", "course": "Курс",
    "bill": "Счет №", "advert": "Соберите 5 000 тг и получите эклер в подарок",
}  # fmt: skip
_KK: Final = {
    "table": "Үстел", "guests": "Қонақ саны", "waiter": "Даяшы", "opened": "Ашылды",
    "closed": "Жабылды", "goods": "Атауы", "count": "Саны", "amount": "Сомасы",
    "subtotal": "Аралық жиынтық", "discount": "Жеңілдік", "service": "Қызмет көрсету 10%",
    "cash": "Қолма-қол", "card": "Банк картасы", "gift": "Сыйлық сертификаты",
    "prepaid": "Алдын ала төлем", "change": "Қайтарым", "received": "Алынды", "bin": "БСН",
    "return": "ҚАЙТАРУ", "copy": "ЧЕКТІҢ КӨШІРМЕСІ", "void": "ЧЕК ЖОЙЫЛДЫ",
    "vat": "соның ішінде ҚҚС {}%",
    "sale": "Кассалық чек", "prebill": "АЛДЫН АЛА ЕСЕПШОТ",
    "notfiscal": "Фискалдық құжат болып табылмайды", "kitchen": "АС ҮЙ", "bar": "БАР",
    "thanks": "Рақмет! Қайта келіңіз", "ticket": "Тапсырыс", "phone": "Тел.",
    "register": "КТН", "sign": "ФБ", "receipt": "Чек №", "course": "Кезек", "bill": "Есепшот №",
    "advert": "5 000 тг жинап, сыйлыққа эклер алыңыз",
}  # fmt: skip
_EN: Final = {
    "table": "Table", "guests": "Guests", "waiter": "Waiter", "opened": "Opened",
    "closed": "Closed", "goods": "Item", "count": "Qty", "amount": "Amount",
    "subtotal": "Subtotal", "discount": "Discount", "service": "Service charge 10%",
    "cash": "Cash", "card": "Card", "gift": "Gift card", "prepaid": "Deposit",
    "change": "Change", "received": "Tendered", "bin": "BIN", "return": "REFUND", "void": "VOID",
    "copy": "DUPLICATE", "vat": "incl. VAT {}%", "sale": "Receipt", "prebill": "PRO FORMA BILL",
    "notfiscal": "Not a fiscal document", "kitchen": "KITCHEN", "bar": "BAR",
    "thanks": "Thank you! See you soon", "ticket": "Order", "phone": "Phone",
    "register": "RNM", "sign": "FP", "receipt": "Receipt No.", "course": "Course",
    "bill": "Bill No.", "advert": "Collect 5 000 and get an eclair for free",
}  # fmt: skip
CAFE: Final[Mapping[str, Mapping[str, str]]] = {"ru": _RU, "kk": _KK, "en": _EN}
TOTALS: Final = {
    "iiko": {
        "ru": ("ИТОГО К ОПЛАТЕ:", "ИТОГО К ОПЛАТЕ", "Итого к оплате:"),
        "kk": ("ТӨЛЕУГЕ:", "БАРЛЫҒЫ:"),
        "en": ("TOTAL DUE:", "TOTAL:"),
    },
    "rkeeper": {
        "ru": ("ИТОГО", "ИТОГО:", "ВСЕГО:", "К ОПЛАТЕ:"),
        "kk": ("ЖИЫНТЫҒЫ:", "БАРЛЫҒЫ"),
        "en": ("TOTAL", "GRAND TOTAL:"),
    },
    "poster": {
        "ru": ("К оплате", "Итого", "К оплате:"),
        "kk": ("Төлеуге", "Барлығы", "Төлеуге:"),
        "en": ("Total", "Amount due"),
    },
}
NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("Чек №", "Чек №", "Чек:", "ЧЕК №", "Чек N", "Номер чека:"),
    "kk": ("Чек №", "Чек нөмірі:"),
    "en": ("Receipt No.", "Receipt #", "Check #"),
}
CARDS: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("Картой", "Безналичный расчет", "Kaspi QR", "VISA", "Оплата картой", "Kaspi Gold"),
    "kk": ("Банк картасы", "Қолма-қол ақшасыз", "Kaspi QR", "Картамен төлем"),
    "en": ("Card", "VISA", "Kaspi QR"),
}
BEFORE_DISCOUNT: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("Подытог", "Сумма без скидки", "Итого без скидки", "Сумма заказа"),
    "kk": ("Аралық жиынтық", "Жеңілдіксіз сома"),
    "en": ("Subtotal", "Total before discount"),
}
AFTER_DISCOUNT: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("Итого со скидкой", "К оплате с учетом скидки"),
    "kk": ("Жеңілдікпен төлеуге",),
    "en": ("Total after discount",),
}
