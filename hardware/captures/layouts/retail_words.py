"""Words of shop receipts and of Shtrih-M registers, by language."""

from collections.abc import Mapping
from typing import Final

SHTRIH_RU: Final = {
    "bin": "БСН/БИН:", "series": "НДС Серия", "shift": "СМЕНА №", "sale": "ПРОДАЖА",
    "return": "ВОЗВРАТ ПРОДАЖИ", "copy": "КОПИЯ",
    "purchase": "ПОКУПКА", "void": "ЧЕК АННУЛИРОВАН", "total": "ИТОГ", "cash": "Наличные:",
    "card": "Банковская карта:", "gift": "ПОДАРОЧНАЯ КАРТА:", "prepaid": "АВАНС:",
    "change": "СДАЧА", "discount": "Скидка", "sign": "ФП:", "time": "Время:", "operator": "ОФД:",
    "check": "Для проверки чека:", "fiscal": "ФИСКАЛЬНЫЙ ЧЕК", "cashier": "Оператор:",
    "register": "Код ККМ КГД (РНМ):", "deals": "Транз. продажи:", "tenge": "тг",
    "vat": "в т.ч. НДС {}%", "offline": "Документ сформирован в автономном режиме",
}  # fmt: skip
SHTRIH_BOTH: Final = {
    "bin": "БСН/БИН:", "series": "ҚҚС Сериясы/НДС Серия", "shift": "АУЫСЫМ/СМЕНА №",
    "sale": "САТУ/ПРОДАЖА", "return": "САТУДЫ ҚАЙТАРУ/ВОЗВРАТ ПРОДАЖИ", "copy": "КӨШІРМЕ/КОПИЯ",
    "purchase": "САТЫП АЛУ/ПОКУПКА", "void": "ЧЕК ЖОЙЫЛДЫ/ЧЕК АННУЛИРОВАН",
    "total": "ЖИЫНЫ/ИТОГ", "cash": "ҚОЛМА-ҚОЛ/НАЛИЧНЫЕ", "card": "БАНК КАРТАСЫ/ПЛАТЕЖНАЯ КАРТА",
    "gift": "СЫЙЛЫҚ КАРТАСЫ/ПОДАРОЧНАЯ КАРТА", "prepaid": "АВАНС", "change": "ҚАЙТАРЫМ/СДАЧА",
    "discount": "Жеңілдік/Скидка", "sign": "ФБ/ФП:", "time": "Уақыты/Время:",
    "operator": "ФДО/ОФД:", "check": "Чекті тексеру/Для проверки чека:",
    "fiscal": "ФИСКАЛДЫ ЧЕК/ФИСКАЛЬНЫЙ ЧЕК", "cashier": "Кассашы/Оператор:",
    "register": "БКМ МКК (МТН) Коды/Код ККМ КГД (РНМ):", "deals": "Транз. продажи:",
    "tenge": "тг", "vat": "Соның ішінде ҚҚС/в т.ч. НДС {}%",
    "offline": "Автономды режим/Автономный режим",
}  # fmt: skip
_SHOP_RU: Final = {
    "title": "ТОВАРНЫЙ ЧЕК №", "return": "ВОЗВРАТ ТОВАРА", "copy": "ДУБЛИКАТ",
    "void": "ЧЕК ОТМЕНЕН", "purchase": "ЗАКУП ТОВАРА", "tax": "Сумма НДС",
    "without": "ИТОГО БЕЗ НДС", "words": "Всего наименований {}, на сумму {}",
    "seller": "Продавец", "date": "Дата", "count": "Количество позиций", "pay": "Оплачено",
    "subtotal": "Сумма без скидки", "discount": "Скидка", "cash": "Наличные", "change": "Сдача",
    "card": "Безналичный расчет", "gift": "Сертификат", "prepaid": "Зачет аванса",
    "vat": "НДС {}%", "thanks": "Спасибо за покупку!", "bonus": "Начислено бонусов",
    "balance": "Баланс бонусов", "bin": "БИН", "register": "РНМ", "sign": "ФП",
    "return_time": "Обмен и возврат — 14 дней при наличии чека",
}  # fmt: skip
_SHOP_KK: Final = {
    "title": "ТАУАР ЧЕГІ №", "return": "ТАУАРДЫ ҚАЙТАРУ", "copy": "КӨШІРМЕ",
    "void": "ЧЕК ЖОЙЫЛДЫ", "purchase": "ТАУАР САТЫП АЛУ", "tax": "ҚҚС сомасы",
    "without": "ҚҚС-СЫЗ БАРЛЫҒЫ", "words": "Барлығы {} атау, {} сомаға",
    "seller": "Сатушы", "date": "Күні", "count": "Тауар түрлерінің саны", "pay": "Төленді",
    "subtotal": "Жеңілдіксіз сома", "discount": "Жеңілдік", "cash": "Қолма-қол",
    "change": "Қайтарым", "card": "Қолма-қол ақшасыз", "gift": "Сертификат",
    "prepaid": "Аванс есебі", "vat": "ҚҚС {}%", "thanks": "Сатып алғаныңызға рақмет!",
    "bonus": "Есептелген бонус", "balance": "Бонус қалдығы", "bin": "БСН", "register": "КТН",
    "sign": "ФБ", "return_time": "Ауыстыру және қайтару — чекпен 14 күн",
}  # fmt: skip
_SHOP_EN: Final = {
    "title": "SALES RECEIPT No.", "return": "REFUND", "copy": "COPY", "seller": "Cashier",
    "void": "RECEIPT VOIDED", "purchase": "GOODS PURCHASED", "tax": "Tax",
    "without": "TOTAL EXCL. VAT", "words": "{} items, {} in all",
    "date": "Date", "count": "Items", "pay": "Paid", "subtotal": "Subtotal",
    "discount": "Discount", "cash": "Cash", "change": "Change", "card": "Card",
    "gift": "Gift card", "prepaid": "Prepaid", "vat": "VAT {}%", "thanks": "Thank you!",
    "bonus": "Points earned", "balance": "Points balance", "bin": "BIN", "register": "RNM",
    "sign": "FP", "return_time": "Returns within 14 days with this receipt",
}  # fmt: skip
SHOP: Final[Mapping[str, Mapping[str, str]]] = {"ru": _SHOP_RU, "kk": _SHOP_KK, "en": _SHOP_EN}
TOTALS: Final = {
    "1c": {
        "ru": ("ИТОГ", "ИТОГО:", "ИТОГ:", "ВСЕГО К ОПЛАТЕ:"),
        "kk": ("БАРЛЫҒЫ:", "ЖИЫНЫ"),
        "en": ("TOTAL", "TOTAL:"),
    },
    "umag": {
        "ru": ("ИТОГО", "ИТОГО К ОПЛАТЕ", "СУММА ЧЕКА:"),
        "kk": ("ЖИЫНТЫҒЫ", "ТӨЛЕУГЕ:"),
        "en": ("TOTAL", "BALANCE DUE"),
    },
}
