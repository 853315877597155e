"""Papers that look like sales and are none, or whose total is not what it seems."""

from textwrap import dedent

from agent.core.receipt import Kind
from tests.agent.core.papers import UNTOLD, Paper


def _paper(name: str, kind: Kind, total: int | None, text: str) -> Paper:
    return Paper(name, kind, total, dedent(text).strip("\n"))


_SOLD = "Рулет маковый  1 x 4 200,00\nИтого  4 200,00"
_PAID = f"{_SOLD}\nНаличными  4 200,00"


def _headed(kind: Kind, *titles: str) -> list[Paper]:
    """Return paid receipts, each with one of these titles above its goods."""
    return [
        Paper(f"headed {title}", kind, UNTOLD, f"Пекарня на углу\n{title}\n{_PAID}")
        for title in titles
    ]


def _footed(kind: Kind, *endings: str) -> list[Paper]:
    """Return receipts that nobody paid, each with one of these lines below its total."""
    return [
        Paper(f"footed {ending}", kind, UNTOLD, f"Пекарня на углу\nЧек № 8\n{_SOLD}\n{ending}")
        for ending in endings
    ]


NO_SALES = [
    *_headed(
        Kind.RETURN,
        "Возврат от покупателя", "Чек ККМ на возврат № 31", "Возврат товаров от клиента",
        "Кассовый возврат № 5", "Документ возврата", "Сатуды қайтару құжаты", "Тауарды қайтару № 2",
        "Cash refund", "Тауар қайтарылды",
    ),
    *_headed(
        Kind.OTHER,
        "ЧЕК КОРРЕКЦИИ", "Кассовый чек коррекции", "Коррекция прихода", "Түзету чегі",
        "*** ОБУЧЕНИЕ ***", "Учебный режим", "ДЕМО-РЕЖИМ", "Демо чек", "ТЕСТ",
        "Тренировочный режим", "Сынақ режимі", "TRAINING MODE", "Питание персонала",
        "Служебное питание", "За счет заведения", "Аннулирование продажи",
        "Пополнение депозита", "Погашение долга", "НЕ ДЕЙСТВИТЕЛЕН", "ОБРАЗЕЦ ЧЕКА",
        "Отмена менеджером", "Статус: отменён",
        "Ведомость на зарплату", "Ревизия", "Остатки товаров", "Приход товара",
        "Коммерческое предложение",
    ),
    *_headed(
        Kind.COPY, "Контрольная лента", "История заказа № 5", "MERCHANT COPY",
        "Архивный чек", "Экземпляр продавца", "Чек № 7 (дубликат)",
    ),
    *_headed(
        Kind.CASH, "РАЗМЕН", "Размен купюр", "Расходный ордер", "Приходный ордер № 4",
        "Выдача зарплаты",
    ),
    *_headed(
        Kind.REPORT,
        "Итоги дня", "Итоги за смену", "Реализация товаров за день", "Продажи за смену",
        "Күн қорытындысы", "Выручка за день",
        "Продажи по категориям", "Сводный отчёт", "Выручка по типам оплаты",
    ),
    *_footed(
        Kind.OTHER,
        "Чек аннулирован", "чек отменён", "*** ЧЕК УДАЛЁН ***", "Продажа аннулирована",
        "Заказ удалён", "Чек отменён кассиром", "*** аннулирован ***", "СТОРНИРОВАН",
        "Чек возвращён", "Чек недействителен",
    ),
    *_footed(Kind.COPY, "Копия кассира", "Распечатано повторно", "ПОВТОР", "копия № 2"),
    *_footed(
        Kind.PREBILL,
        "Не является фискальным чеком", "Данный документ не является\nфискальным чеком",
        "Счёт не является документом\nоб оплате", "Для оплаты обратитесь к официанту",
        "Ожидает оплаты", "Не оплачен", "Статус: не оплачен", "Заказ не закрыт",
        "Оплачено 0,00", "Оплачено 0,00\nОсталось оплатить 4 200,00",
        "Оплата при получении", "Оплата: при доставке",
        "Это не чек", "Бұл фискалдық чек емес", "төлем кассада",
    ),
    _paper("a table's bill without a title", Kind.PREBILL, UNTOLD, """
        Чайхана
        Стол 4  Гостей 2
        Официант Марат
        Лагман  2  3 600,00
        ИТОГО  3 600,00
        Приятного аппетита!
        """),
    _paper("a table's bill in Kazakh", Kind.PREBILL, UNTOLD, """
        Шайхана
        Үстел 4
        Даяшы Марат
        Лағман  2  3 600,00
        БАРЛЫҒЫ  3 600,00
        """),
    _paper("an order for a cake, not paid", Kind.PREBILL, UNTOLD, """
        Кондитерская
        Бланк заказа торта № 6
        Кассир Марат
        Торт 1 x 18 000,00 = 18 000,00
        Итого 18 000,00
        """),
    _paper("a shift's sums without a title", Kind.REPORT, UNTOLD, """
        Пекарня
        Смена № 7  Кассир Марат
        Открыта 02.03.2026 08:00
        Закрыта 02.03.2026 21:00
        Наличные  64 000,00
        Карта  31 000,00
        Итого  95 000,00
        """),
    _paper("a bank's slip that counts cheques", Kind.OTHER, UNTOLD, """
        БАНК
        ТЕРМИНАЛ 00077001
        ЧЕК 0012  КАССИР 2
        ОПЛАТА
        СУММА  6 300.00
        Комиссия  0.00
        ИТОГО  6 300.00
        КОД АВТОРИЗАЦИИ 778123
        RRN 600112233445
        ОДОБРЕНО
        """),
    _paper("paid by the house", Kind.OTHER, UNTOLD, """
        Кафе
        Чек № 14
        Суп  1 x 1 200,00
        ИТОГО  1 200,00
        Питание персонала  1 200,00
        """),
    _paper("sums of a shift, returns among them", Kind.REPORT, UNTOLD, """
        Касса 1  Кассир Марат
        Продажи 31 шт  95 000,00
        Возвраты 0 шт  0,00
        Наличные  64 000,00
        Карта  31 000,00
        Итого  95 000,00
        """),
    _paper("sums that nobody bought anything for", Kind.OTHER, UNTOLD, """
        Касса 1  Кассир Марат
        Наличные  64 000,00
        Карта  31 000,00
        Итого  95 000,00
        """),
    _paper("a paper with a cashier and a sum", Kind.OTHER, UNTOLD, """
        Премия за май
        Кассир Марат
        ИТОГО  50 000,00
        """),
    _paper("a total to give back", Kind.RETURN, -420000, """
        Чек № 17
        Рулет  4 200,00
        ИТОГО К ВОЗВРАТУ:  4 200,00
        Карта  4 200,00
        """),
    _paper("money given back, above the total", Kind.RETURN, -420000, """
        Чек № 54
        Рулет  1 x 4 200,00
        ВОЗВРАТ СУММЫ  4 200,00
        ИТОГО  4 200,00
        Наличные  4 200,00
        """),
    _paper("a draft", Kind.PREBILL, UNTOLD, """
        ЧЕРНОВИК
        Чек № 19
        Рулет  4 200,00
        ИТОГО  4 200,00
        """),
    _paper("what a shift took, above its receipts", Kind.REPORT, UNTOLD, """
        ВЫРУЧКА ЗА СМЕНУ 64 000,00
        Касса Чек 45
        Наличные  64 000,00
        ИТОГО  64 000,00
        """),
    _paper("many receipts and no goods", Kind.REPORT, UNTOLD, """
        Смена № 45
        Количество чеков 31
        Продажа  64 000,00
        Наличные  64 000,00
        ИТОГО  64 000,00
        """),
    _paper("the end of a line about the receipt taken back", Kind.RETURN, -420000, """
        ЧЕК ВОЗВРАТА ПРОДАЖИ
        Чек-основание для
        возврата
        Рулет  4 200,00
        ИТОГО  4 200,00
        Карта  4 200,00
        """),
    _paper("a shop with a telling name", Kind.OTHER, UNTOLD, """
        Возврат в детство
        Чек № 46
        Рулет  4 200,00
        Итого  4 200,00
        Карта  4 200,00
        """),
    _paper("a sum to give back, and no total", Kind.RETURN, UNTOLD, """
        Чек № 18
        Рулет  4 200,00
        Сумма возврата:  4 200,00
        Кассир Марат
        """),
    _paper("fewer than nothing", Kind.RETURN, -420000, """
        Пекарня
        Чек № 15
        Рулет  -1 x 4 200,00  -4 200,00
        Итого  -4 200,00
        Наличными  -4 200,00
        """),
    _paper("a sum to give back", Kind.RETURN, -420000, """
        Пекарня
        Чек № 16
        Рулет  1 x 4 200,00
        Итого  4 200,00
        Сумма возврата  4 200,00
        """),
]  # fmt: skip
"""None of these earns."""

SALES = [
    _paper("an advance in Kazakh", Kind.SALE, 1800000, """
        САТУ ЧЕГІ № 52
        Торт 18 000,00
        БАРЛЫҒЫ 18 000,00
        Алдын ала төлем 8 000,00
        Қолма-қол 10 000,00
        """),
    _paper("an advance before the total", Kind.SALE, 1000000, """
        Чек № 33
        Торт 18 000,00
        Аванс 8 000,00
        Итого 10 000,00
        Наличные 10 000,00
        """),
    _paper("a total again after a discount", Kind.SALE, 180000, """
        Чек № 20
        Чай 2000.00
        ИТОГ 2000.00
        Скидка 10% 200.00
        ИТОГ 1800.00
        Спасибо за покупку
        """),
    _paper("a tip on top", Kind.SALE, 360000, """
        Чек № 21
        Лагман 2 x 1800 = 3600
        ИТОГО:  3 600,00
        Чаевые:  400,00
        ИТОГО С ЧАЕВЫМИ:  4 000,00
        Visa:  4 000,00
        """),
    _paper("a tip on top, and what is due", Kind.SALE, 360000, """
        Чек № 21
        Лагман 2 x 1800 = 3600
        ИТОГО:  3 600,00
        Чаевые:  400,00
        К ОПЛАТЕ:  4 000,00
        Visa:  4 000,00
        """),
    _paper("a tip on top, in Kazakh", Kind.SALE, 360000, """
        САТУ ЧЕГІ № 48
        Лағман 3 600,00
        БАРЛЫҒЫ 3 600,00
        Шайпұл 400,00
        ТӨЛЕУГЕ 4 000,00
        Kaspi 4 000,00
        """),
    _paper("a tip on top, in English", Kind.SALE, 360000, """
        Receipt 49
        Noodles 3600.00
        Total 3600.00
        Tip 400.00
        Total with tip 4000.00
        Visa 4000.00
        """),
    _paper("a tip inside the total", Kind.SALE, 400000, """
        Чек № 50
        Лагман 3 600,00
        Чаевые 10% 400,00
        Итого 4 000,00
        Карта 4 000,00
        """),
    _paper("the shop's rules in Kazakh", Kind.SALE, 360000, """
        Тауарды қайтару 14 күн ішінде
        Чек № 51
        Лағман 3 600,00
        БАРЛЫҒЫ 3 600,00
        Қолма-қол 3 600,00
        """),
    _paper("an old debt on top", Kind.SALE, 360000, """
        Чек № 22
        Торт 3 600,00
        Итого 3 600,00
        Долг предыдущий 1 400,00
        Всего к оплате 5 000,00
        Наличные 5 000,00
        """),
    _paper("an advance is what is sold", Kind.SALE, 500000, """
        Кассовый чек № 23
        Аванс за торт 1 x 5000.00 =5000.00
        ИТОГО: 5000.00
        Наличные: 5000.00
        """),
    _paper("instalments", Kind.SALE, 360000, """
        Чек № 24
        Торт 3 600,00
        ИТОГО: 3 600,00
        Kaspi Red рассрочка 3 600,00
        """),
    _paper("a certificate for a part", Kind.SALE, 500000, """
        Чек № 25
        Торт 5 000,00
        ИТОГО: 5 000,00
        Сертификат: 3 000,00
        Наличные: 2 000,00
        """),
    _paper("tenge and tiyn apart", Kind.SALE, 455050, """
        Чек № 26
        Торт    4550 тг 50 тиын
        ИТОГО  4550 тг 50 тиын
        Наличными 4550 тг 50 тиын
        """),
    _paper("the shop's rules above the goods", Kind.SALE, 420000, f"""
        Пекарня
        Возврат товара в течение 14 дней
        Чек № 27
        {_PAID.replace(chr(10), chr(10) + 8 * " ")}
        """),
    _paper("the shop's rules, broken in two", Kind.SALE, 420000, f"""
        Пекарня
        Возврат товара
        в течение 14 дней
        Чек № 28
        {_PAID.replace(chr(10), chr(10) + 8 * " ")}
        """),
    _paper("goods named like a return", Kind.SALE, 100000, """
        Чек № 29
        Возврат в детство
        1 x 1 000,00
        ИТОГО 1 000,00
        Наличные 1 000,00
        """),
    _paper("paid, without saying how much", Kind.SALE, 420000, """
        Пекарня
        Заказ 45  Кассир Марат
        Рулет  1 x 4 200,00  4 200,00
        ИТОГО  4 200,00
        Оплачено картой
        *** спасибо, ждём вас ***
        """),
    _paper("whole tenge, and no word for a receipt", Kind.SALE, 420000, """
        Кофейня
        Рулет 4200
        Итого 4200
        Наличные 5000
        Сдача 800
        """),
    _paper("an owner with a telling name", Kind.SALE, 420000, """
        ИП Возвратов А.А.
        Чек № 47
        Рулет  4 200,00
        Итого  4 200,00
        Карта  4 200,00
        """),
    _paper("where returns are taken", Kind.SALE, 420000, """
        Касса возвратов: 2 этаж
        Телефон для возвратов 87010000000
        Чек № 42
        Рулет 4 200,00
        Итого 4 200,00
        Карта 4 200,00
        """),
    _paper("the shift's beginning on a receipt", Kind.SALE, 420000, """
        Чек № 43
        Смена открыта: 08:00
        Рулет 4 200,00
        Итого 4 200,00
        Карта 4 200,00
        """),
    _paper("what is asked for orders", Kind.SALE, 420000, """
        Чек № 44
        Рулет 4 200,00
        Итого 4 200,00
        Карта 4 200,00
        Предоплата по заказам 5 000 тг
        """),
    _paper("a telephone for orders ahead", Kind.SALE, 420000, """
        Чек № 45
        Алдын ала тапсырыс 87010000000
        Тоқаш 4 200,00
        Барлығы 4 200,00
        Қолма-қол 4 200,00
        """),
    _paper("twice as much was handed over", Kind.SALE, 420000, """
        Чек № 36
        Рулет  1 x 4 200,00
        ИТОГО  4 200,00
        Получено  8 400,00
        Возвращено  4 200,00
        """),
    _paper("labels in one block, sums in the next", Kind.SALE, 450000, """
        Чек № 37
        Торт 5 000,00
        Сумма
        Скидка
        Итого
        5 000,00
        500,00
        4 500,00
        """),
    _paper("advances of nothing", Kind.SALE, 420000, """
        ЧЕК № 38 ПРОДАЖА
        Рулет  1 x 4 200,00
        ИТОГО  4 200,00
        ПРЕДВАРИТЕЛЬНАЯ ОПЛАТА (АВАНС) =0.00
        БЕЗНАЛИЧНЫМИ  4 200,00
        """),
    _paper("a table's receipt, paid", Kind.SALE, 360000, """
        Чайхана
        Стол 4  Гостей 2
        Официант Марат
        Лагман  2  3 600,00
        ИТОГО  3 600,00
        Kaspi QR  3 600,00
        """),
    _paper("a receipt and the bank's slip below it", Kind.SALE, 630000, """
        Пекарня
        Чек № 30
        Торт  6 300.00
        ИТОГО  6 300.00
        Карта  6 300.00
        ТЕРМИНАЛ 00077001
        КОД АВТОРИЗАЦИИ 778123
        RRN 600112233445
        ОДОБРЕНО
        """),
]  # fmt: skip
"""All of these earn."""

DOUBTED = [
    _paper("an advance is taken off", Kind.SALE, UNTOLD, """
        Чек № 31
        Торт 1 x 18 000,00
        ИТОГО 18 000,00
        Предоплата 18 000,00
        К ОПЛАТЕ 0,00
        """),
    _paper("an advance in English", Kind.SALE, UNTOLD, """
        Receipt 53
        Cake 18000.00
        TOTAL 18000.00
        Deposit paid 8000.00
        Balance due 10000.00
        Cash 10000.00
        """),
    _paper("paid in before", Kind.SALE, UNTOLD, """
        Чек № 32
        Торт 1 x 18 000,00
        ИТОГО 18 000,00
        Внесено ранее 8 000,00
        К доплате 10 000,00
        Наличные 10 000,00
        """),
    _paper("a discount after the total", Kind.SALE, None, """
        Чек № 39
        Рулет  2 000,00
        Всего  2 000,00
        Скидка  200,00
        Оплачено  1 800,00
        """),
    _paper("a charge after the total", Kind.SALE, None, """
        Чек № 40
        Рулет  2 000,00
        ИТОГО  2 000,00
        Обслуживание  200,00
        Kaspi  2 200,00
        """),
    _paper("a count glued to the total", Kind.SALE, None, """
        Чек № 41
        Чай  1 x 50,00 = 50,00
        Сок  1 x 50,00 = 50,00
        ИТОГО  2 100.00
        """),
    _paper("two receipts, no cut", Kind.SALE, UNTOLD, """
        Пекарня
        Чек № 34
        Рулет 4 200,00
        ИТОГО 4 200,00
        Пекарня
        Чек № 35
        Рулет 4 200,00
        ИТОГО 4 200,00
        """),
    _paper("two receipts without numbers", Kind.SALE, UNTOLD, """
        ПРОДАЖА
        Рулет 1 x 4 200,00
        ИТОГО 4 200,00
        Наличные 4 200,00
        ПРОДАЖА
        Хлеб 2 x 2 100,00
        ИТОГО 4 200,00
        Наличные 4 200,00
        """),
]  # fmt: skip
"""Sales whose money has earned before, or may be another's: no slip."""
