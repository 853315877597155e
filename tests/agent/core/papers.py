"""Papers of many tills, written for these tests, each with a trap in it and what it is."""

from typing import NamedTuple

from agent.core.receipt import Kind


class Paper(NamedTuple):
    """One paper: its name, what it is, its total in tiyn, its lines."""

    name: str
    kind: Kind
    total: int | None
    text: str


UNTOLD = 10**12
"""A total that the test does not look at: the paper is no sale."""

PAPERS = [
    Paper(
        "1c-cash",
        Kind.SALE,
        120000,
        'ООО "Пекарня"\n'
        "БИН 123456789012\n"
        "Кассовый чек\n"
        "Смена: 45 Чек: 123\n"
        "Круассан            2 х 350,00 = 700,00\n"
        "Кофе                1 х 500,00 = 500,00\n"
        "ИТОГО               1 200,00\n"
        "Наличными           1 500,00\n"
        "Сдача                 300,00\n"
        "15.03.2026 12:01",
    ),
    Paper(
        "iiko-discount-chain",
        Kind.SALE,
        225000,
        "Кофейня\n"
        "Чек № 15\n"
        "Капучино      2   1 800,00\n"
        "Круассан      1     700,00\n"
        "ПОДЫТОГ:          2 500,00\n"
        "Скидка 10%:        -250,00\n"
        "ИТОГО К ОПЛАТЕ:   2 250,00\n"
        "Visa:             2 250,00\n"
        "Кассир: Алия",
    ),
    Paper(
        "itogo-and-due",
        Kind.SALE,
        450000,
        "ПРОДАЖА\n"
        "Торт 1 x 5000.00 =5000.00\n"
        "ИТОГО: 5000.00\n"
        "СКИДКА: 500.00\n"
        "К ОПЛАТЕ: 4500.00\n"
        "НАЛИЧНЫЕ: 5000.00\n"
        "СДАЧА: 500.00",
    ),
    Paper(
        "vat-lines",
        Kind.SALE,
        10000,
        "ЧЕК ПРОДАЖИ\n"
        "Хлеб  100.00\n"
        "Итого без НДС: 89.29\n"
        "ИТОГО НДС: 10.71\n"
        "ИТОГО: 100.00\n"
        "КАРТА: 100.00",
    ),
    Paper(
        "itogo-discount",
        Kind.SALE,
        18000,
        "ЧЕК ПРОДАЖИ\nХлеб  200.00\nИТОГО СКИДКА: 20.00\nИТОГО: 180.00\nБанковская карта: 180.00",
    ),
    Paper(
        "vsego-pozicij",
        Kind.SALE,
        20000,
        "ЧЕК ПРОДАЖИ №5\n"
        "Хлеб  2 x 100.00 200.00\n"
        "Всего позиций: 1\n"
        "ВСЕГО: 200.00\n"
        "Оплата картой 200.00",
    ),
    Paper(
        "vsego-3-integer",
        Kind.SALE,
        20000,
        "ЧЕК ПРОДАЖИ №5\nХлеб  2 x 100.00 200.00\nВсего: 2\nИТОГО: 200.00\nОплата картой 200.00",
    ),
    Paper(
        "count-inside",
        Kind.SALE,
        20000,
        "ЧЕК ПРОДАЖИ №5\nХлеб  2 x 100.00 200.00\nИТОГО: 2 шт. 200.00\nкартой 200.00",
    ),
    Paper(
        "transaction",
        Kind.SALE,
        3100,
        "ИТОГ        =31.00\n"
        "НАЛИЧНЫМИ   =4100.00\n"
        "СДАЧА       =4069.00\n"
        "ПРОДАЖА\n"
        "Транз. продажи: 417003 (4100,00 тг)",
    ),
    Paper(
        "mixed-pay",
        Kind.SALE,
        350000,
        "ПРОДАЖА\nБАРЛЫҒЫ: 3 500,00\nҚолма-қол: 1 000,00\nБанк картасы: 2 500,00",
    ),
    Paper(
        "mixed-with-change",
        Kind.SALE,
        350000,
        "ПРОДАЖА\nИТОГО: 3 500,00\nНаличные: 2 000,00\nКарта: 2 500,00\nСдача: 1 000,00",
    ),
    Paper(
        "wrong-total-vs-payment",
        Kind.SALE,
        None,
        "ПРОДАЖА\nИТОГО: 8 500,00\nНаличные: 4 000,00\nСдача: 500,00",
    ),
    Paper(
        "card-contradicts",
        Kind.SALE,
        None,
        "ПРОДАЖА\nИТОГО: 8 500,00\nБанковская карта: 3 500,00",
    ),
    Paper(
        "two-totals",
        Kind.SALE,
        None,
        "ПРОДАЖА\nИТОГО: 850,00\nИТОГО: 950,00",
    ),
    Paper(
        "no-kazakh-letters",
        Kind.SALE,
        20000,
        "САТУ\nНан 2 x 100 = 200\nБАРЛЫГЫ: 200,00\nКОЛМА-КОЛ: 500,00\nКАЙТАРЫМ: 300,00",
    ),
    Paper(
        "question-marks",
        Kind.SALE,
        336000,
        "САТУ\nБАРЛЫ?Ы:   3 360,00\nБанк картасы: 3 360,00",
    ),
    Paper(
        "spread-letters",
        Kind.SALE,
        134300,
        "П Р О Д А Ж А\n"
        "И Т О Г О   =   1 3 4 3 . 0 0\n"
        "Н А Л И Ч Н Ы Е   =   2 0 0 0 . 0 0\n"
        "С Д А Ч А   =   6 5 7 . 0 0",
    ),
    Paper(
        "homoglyph-latin",
        Kind.SALE,
        70000,
        "ПPOДAЖA\nИTOГO: 700,00\nHAЛИЧHЫE: 700,00",
    ),
    Paper(
        "homoglyph-tot",
        Kind.SALE,
        50000,
        "ЧЕК\nITOГO 500\nKАPTA 500",
    ),
    Paper(
        "leaders",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО..........1 250,00\nКАРТА..........1 250,00",
    ),
    Paper(
        "stars",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГ    *1250.00\nНАЛИЧНЫМИ *1300.00\nСДАЧА *50.00",
    ),
    Paper(
        "equiv",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГ    ≡1250.00\nНАЛИЧНЫМИ ≡1300.00\nСДАЧА ≡50.00",
    ),
    Paper(
        "nbsp",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО    1\xa0250,00\nКАРТА 1\u202f250,00",
    ),
    Paper(
        "apostrophe",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО    1'250.00\nКАРТА 1'250.00",
    ),
    Paper(
        "dash-tiyn",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО    1250-00\nНАЛИЧНЫМИ 2000-00\nСДАЧА 750-00",
    ),
    Paper(
        "comma-thousands",
        Kind.SALE,
        1250000,
        "ЧЕК ПРОДАЖИ\nИТОГО    12,500.00\nКАРТА 12,500.00",
    ),
    Paper(
        "tenge-words",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО: 1250 тенге\nКАРТА: 1250 тенге",
    ),
    Paper(
        "tenge-sign",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО: 1 250 ₸\nKaspi QR: 1 250 ₸",
    ),
    Paper(
        "kzt-before",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО: KZT 1250.00",
    ),
    Paper(
        "t-after",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО: 1 250 T\nКАРТА: 1 250 T",
    ),
    Paper(
        "next-line",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nИТОГО\n1 250,00\nНАЛИЧНЫЕ\n2 000,00\nСДАЧА\n750,00",
    ),
    Paper(
        "next-line-eq",
        Kind.SALE,
        420000,
        "ЧЕК ПРОДАЖИ\nЖИЫНЫ/ИТОГ\n=4200.00\nПЛАТЕЖНАЯ КАРТА\n=4200.00",
    ),
    Paper(
        "service-charge",
        Kind.SALE,
        550000,
        "Ресторан\n"
        "Чек №7\n"
        "ИТОГО: 5 000,00\n"
        "Обслуживание 10%: 500,00\n"
        "ИТОГО К ОПЛАТЕ: 5 500,00\n"
        "Наличные 6 000,00\n"
        "Сдача 500,00",
    ),
    Paper(
        "rounding",
        Kind.SALE,
        134300,
        "ЧЕК ПРОДАЖИ\n"
        "ИТОГО: 1 343,50\n"
        "ОКРУГЛЕНИЕ: -0,50\n"
        "К ОПЛАТЕ: 1 343,00\n"
        "НАЛИЧНЫЕ: 1 500,00\n"
        "СДАЧА: 157,00",
    ),
    Paper(
        "prepaid",
        Kind.SALE,
        500000,
        "ЧЕК ПРОДАЖИ\nИТОГО: 5 000,00\nПредоплата: 2 000,00\nНаличные: 3 000,00",
    ),
    Paper(
        "prepaid-due",
        Kind.SALE,
        None,
        "ЧЕК ПРОДАЖИ\n"
        "ИТОГО: 5 000,00\n"
        "Предоплата: 2 000,00\n"
        "К ОПЛАТЕ: 3 000,00\n"
        "Наличные: 3 000,00",
    ),
    Paper(
        "bonus",
        Kind.SALE,
        500000,
        "ЧЕК ПРОДАЖИ\n"
        "ИТОГО: 5 000,00\n"
        "Оплачено бонусами: 1 000,00\n"
        "Карта: 4 000,00\n"
        "Баланс бонусов: 300,00\n"
        "Итого бонусов начислено: 40",
    ),
    Paper(
        "tips",
        Kind.SALE,
        500000,
        "ЧЕК №8\nИТОГО: 5 000,00\nЧаевые: 500,00\nКарта: 5 500,00",
    ),
    Paper(
        "cash-bigger-before-total",
        Kind.SALE,
        59000,
        "ПРОДАЖА\nНаличные: 12 345,00\nСдача: 11 755,00\nИТОГО: 590,00\nв т.ч. НДС 12%: 63,21",
    ),
    Paper(
        "goods-named-itogo",
        Kind.SALE,
        290000,
        "ПРОДАЖА\n"
        "Торт «Итого» 1 x 2000,00\n"
        "Стоимость 2 000,00\n"
        "Всего понемногу 900,00\n"
        "ИТОГО: 2 900,00\n"
        "Карта: 2 900,00",
    ),
    Paper(
        "goods-total-brand",
        Kind.SALE,
        2700000,
        "ПРОДАЖА\n"
        "Масло Total Quartz 5W30  12 000,00\n"
        "TOTAL Quartz 9000  15 000,00\n"
        "ИТОГО: 27 000,00\n"
        "Карта: 27 000,00",
    ),
    Paper(
        "tax-groups",
        Kind.SALE,
        10000,
        "ПРОДАЖА\n"
        "Хлеб 100,00\n"
        "ИТОГО 12%: 50,00\n"
        "ИТОГО 0%: 50,00\n"
        "ИТОГО ПО ЧЕКУ: 100,00\n"
        "Карта: 100,00",
    ),
    Paper(
        "sum-cheka",
        Kind.SALE,
        10000,
        "ПРОДАЖА\nХлеб 100,00\nСУММА ЧЕКА: 100,00",
    ),
    Paper(
        "summa-k-oplate",
        Kind.SALE,
        10000,
        "ПРОДАЖА\nХлеб 100,00\nСумма к оплате: 100,00\nНаличные 200\nСдача 100",
    ),
    Paper(
        "toleuge",
        Kind.SALE,
        10000,
        "САТУ ЧЕГІ\nНан 100,00\nТӨЛЕУГЕ: 100,00 тг\nАлынды: 200,00 тг\nҚайтарым: 100,00 тг",
    ),
    Paper(
        "obshaya",
        Kind.SALE,
        10000,
        "ПРОДАЖА\nХлеб 100,00\nОБЩАЯ СУММА: 100,00\nКАРТА 100,00",
    ),
    Paper(
        "negative-return",
        Kind.RETURN,
        -10000,
        "ЧЕК ВОЗВРАТА ПРОДАЖИ\nХлеб 1 x 100 = 100,00\nИТОГО: -100,00\nНаличные: -100,00",
    ),
    Paper(
        "return-kk",
        Kind.RETURN,
        -10000,
        "САТУДЫ ҚАЙТАРУ ЧЕГІ\nНан 100,00\nБАРЛЫҒЫ: 100,00",
    ),
    Paper(
        "return-type-line",
        Kind.RETURN,
        -10000,
        "Кассовый чек\nОперация: Возврат\nХлеб 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "return-ru",
        Kind.RETURN,
        -10000,
        "КАССОВЫЙ ЧЕК\nВОЗВРАТ ПРИХОДА\nХлеб 100,00\nИТОГ =100.00\nНАЛИЧНЫМИ =100.00",
    ),
    Paper(
        "policy-not-return",
        Kind.SALE,
        10000,
        "ПРОДАЖА\n"
        "Хлеб 100,00\n"
        "ИТОГО: 100,00\n"
        "Карта: 100,00\n"
        "Возврат товара в течение 14 дней\n"
        "Возврат и обмен при наличии чека",
    ),
    Paper(
        "goods-vozvrat",
        Kind.SALE,
        110000,
        "ПРОДАЖА\n"
        "Пирожное «Возврат»\n"
        "1 x 500,00 =500,00\n"
        "Возврат\n"
        "2 шт x 300,00\n"
        "Стоимость 600,00\n"
        "ИТОГО: 1 100,00\n"
        "Карта: 1 100,00",
    ),
    Paper(
        "goods-bar-upper",
        Kind.SALE,
        60000,
        "ЧЕК ПРОДАЖИ\n"
        "БАР\n"
        "1 x 500,00 =500,00\n"
        "КОПИЯ\n"
        "1 x 100,00 =100,00\n"
        "ИТОГО: 600,00\n"
        "Карта: 600,00",
    ),
    Paper(
        "copy-bottom",
        Kind.COPY,
        10000,
        "ПРОДАЖА\nХлеб 100,00\nИТОГО: 100,00\nКарта: 100,00\n*** КОПИЯ ***",
    ),
    Paper(
        "copy-number",
        Kind.COPY,
        10000,
        "Копия чека №123 от 12.03.2026 12:10\nПРОДАЖА\nХлеб 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "copy-kk-q",
        Kind.COPY,
        10000,
        "К?ШIРМЕ\nСАТУ\nНан 100,00\nБАРЛЫ?Ы: 100,00",
    ),
    Paper(
        "duplicate-en",
        Kind.COPY,
        100,
        "*** DUPLICATE ***\nRECEIPT\nBread $1.00\nTOTAL $1.00",
    ),
    Paper(
        "address-kopiya",
        Kind.SALE,
        10000,
        "Магазин Копия\n"
        'ул. Копировальная 5, бар "Копия"\n'
        "ПРОДАЖА\n"
        "Хлеб 100,00\n"
        "ИТОГО: 100,00\n"
        "Карта: 100,00",
    ),
    Paper(
        "shop-bar",
        Kind.SALE,
        100000,
        "БАР\n«ДЕЛЬФИН»\nЧек №5\nПиво 2 x 500 = 1000,00\nИТОГО: 1 000,00\nНаличные: 1 000,00",
    ),
    Paper(
        "kitchen",
        Kind.KITCHEN,
        None,
        "КУХНЯ\nЗаказ № 25   Стол 4\nОфициант: Айгуль\n12:45\nПлов x 2\nСалат x 1",
    ),
    Paper(
        "kitchen-numbers",
        Kind.KITCHEN,
        None,
        "ГОРЯЧИЙ ЦЕХ\nМарка 118\nСтол 7\n2 x Лагман\n  без лука\n1 x Манты\n14:01",
    ),
    Paper(
        "bar",
        Kind.KITCHEN,
        None,
        "**** БАР ****\nСтол: 12  Гостей: 3\nКапучино   2\nЛатте      1",
    ),
    Paper(
        "prebill",
        Kind.PREBILL,
        400000,
        "ПРЕДЧЕК\n"
        "Стол 5\n"
        "Плов 2 x 2000 = 4000,00\n"
        "ИТОГО: 4 000,00\n"
        "Не является фискальным документом",
    ),
    Paper(
        "guest-bill",
        Kind.PREBILL,
        440000,
        "ГОСТЕВОЙ СЧЕТ № 12\nПлов 4 000,00\nОбслуживание 10% 400,00\nК ОПЛАТЕ: 4 400,00",
    ),
    Paper(
        "schet",
        Kind.PREBILL,
        400000,
        "СЧЕТ № 12\nСтол 5\nПлов 4 000,00\nИТОГО: 4 000,00",
    ),
    Paper(
        "schet-number-on-fiscal",
        Kind.SALE,
        400000,
        "Кассовый чек\n"
        "СЧЕТ № 12\n"
        "Плов 4 000,00\n"
        "ИТОГО: 4 000,00\n"
        "Наличные: 5 000,00\n"
        "Сдача: 1 000,00\n"
        "ФИСКАЛЬНЫЙ ЧЕК",
    ),
    Paper(
        "alдын-ала",
        Kind.PREBILL,
        400000,
        "АЛДЫН АЛА ШОТ\nПалау 4 000,00\nБАРЛЫҒЫ: 4 000,00\nФискалдық құжат болып табылмайды",
    ),
    Paper(
        "x-report",
        Kind.REPORT,
        None,
        "X-ОТЧЕТ\n"
        "Смена 45\n"
        "ПРОДАЖА\n"
        "Наличные: 10 000,00\n"
        "ИТОГО: 10 000,00\n"
        "ВОЗВРАТ ПРОДАЖИ\n"
        "ИТОГО: 500,00",
    ),
    Paper(
        "z-cyr",
        Kind.REPORT,
        None,
        "Z-ОТЧЁТ №45\nИТОГО: 10 000,00\nНЕОБНУЛЯЕМАЯ СУММА: 1 000 000,00",
    ),
    Paper(
        "smen",
        Kind.REPORT,
        None,
        "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ\nСМЕНА №45\nИТОГО: 10 000,00",
    ),
    Paper(
        "kk-zhabu",
        Kind.REPORT,
        None,
        "АУЫСЫМДЫ ЖАБУ ТУРАЛЫ ЕСЕП\nБАРЛЫҒЫ: 10 000,00",
    ),
    Paper(
        "x-esep",
        Kind.REPORT,
        None,
        "X-ЕСЕП\nБАРЛЫҒЫ: 10 000,00",
    ),
    Paper(
        "goods-tea-x-report",
        Kind.SALE,
        30000,
        "ПРОДАЖА\nЧай X-отчет\n1 x 300,00\nСтоимость 300,00\nИТОГО: 300,00\nНаличные: 300,00",
    ),
    Paper(
        "cash-in",
        Kind.CASH,
        None,
        "ВНЕСЕНИЕ\nСумма: 10 000,00\nКассир: Алия",
    ),
    Paper(
        "cash-in-same-line",
        Kind.CASH,
        None,
        "ИП Бауырсақ\nВНЕСЕНИЕ        10 000,00\nКассир Алия",
    ),
    Paper(
        "izyatie",
        Kind.CASH,
        None,
        "СЛУЖЕБНОЕ ИЗЪЯТИЕ\nНаличные: 10 000,00\nИТОГО: 10 000,00",
    ),
    Paper(
        "inkass",
        Kind.CASH,
        None,
        "ИНКАССАЦИЯ\n10 000,00 тг",
    ),
    Paper(
        "bank",
        Kind.OTHER,
        UNTOLD,
        'АО "Народный Банк"\n'
        "Терминал: 12345678\n"
        "ОПЛАТА\n"
        "Карта: **** 1234\n"
        "СУММА: 5 000,00 KZT\n"
        "RRN: 123456789012\n"
        "КОД АВТОРИЗАЦИИ: 123456\n"
        "ОДОБРЕНО",
    ),
    Paper(
        "annul",
        Kind.OTHER,
        UNTOLD,
        "ЧЕК АННУЛИРОВАН\nХлеб 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "otmena",
        Kind.OTHER,
        UNTOLD,
        "*** ОТМЕНА ЧЕКА ***\nХлеб 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "pokupka",
        Kind.OTHER,
        UNTOLD,
        "ПОКУПКА\nБутылки 100 x 5 = 500,00\nИТОГО: 500,00\nНаличные: 500,00",
    ),
    Paper(
        "satyp-alu",
        Kind.OTHER,
        UNTOLD,
        "САТЫП АЛУ ЧЕГІ\nБАРЛЫҒЫ: 500,00",
    ),
    Paper(
        "vozvrat-pokupki",
        Kind.OTHER,
        UNTOLD,
        "ВОЗВРАТ ПОКУПКИ\nИТОГО: 500,00",
    ),
    Paper(
        "thanks-pokupka",
        Kind.SALE,
        50000,
        "ПРОДАЖА\nИТОГО: 500,00\nКарта: 500,00\nСПАСИБО ЗА ПОКУПКУ!",
    ),
    Paper(
        "nakladnaya",
        Kind.OTHER,
        UNTOLD,
        "НАКЛАДНАЯ НА ДОСТАВКУ\nТорт 1 шт\nСумма 5 000,00\nАдрес: Абая 10",
    ),
    Paper(
        "delivery-in-sale",
        Kind.SALE,
        550000,
        "Кассовый чек\n"
        "Доставка            500,00\n"
        "Торт              5 000,00\n"
        "ИТОГО:            5 500,00\n"
        "Kaspi QR          5 500,00",
    ),
    Paper(
        "en-simple",
        Kind.SALE,
        1425,
        "Cafe\nBread 3.00\nTotal $14.25",
    ),
    Paper(
        "en-tax",
        Kind.SALE,
        1425,
        "STORE\nItem 10.00\nSubtotal 12.95\nTax 1.30\nTotal 14.25\nVisa 14.25",
    ),
    Paper(
        "en-total-items",
        Kind.SALE,
        900,
        "SHOP\nTOTAL ITEMS: 3\nTOTAL: $9.00\nCASH $10.00\nCHANGE $1.00",
    ),
    Paper(
        "zh",
        Kind.SALE,
        6800,
        "消费合计：68.00\n折扣金额： 0.00\n应收金额：68.00",
    ),
    Paper(
        "id",
        Kind.SALE,
        4000000,
        "TOTAL: Rp 40.000\nBayar: Rp 50.000\nKembali: Rp 10.000",
    ),
    Paper(
        "id2",
        Kind.SALE,
        4180000,
        "Subtotal Rp 38.000\nPajak Rp 3.800\nTotal Bayar Rp 41.800\nTunai 50.000\nKembalian 8.200",
    ),
    Paper(
        "integer-groups",
        Kind.SALE,
        350000,
        "ПРОДАЖА\nИТОГО 3 500\nНаличные 5 000\nСдача 1 500",
    ),
    Paper(
        "double-qty-col",
        Kind.SALE,
        400000,
        "ПРОДАЖА\n"
        "Наименование Кол Сумма\n"
        "Плов         2   4 000,00\n"
        "ИТОГО        2   4 000,00\n"
        "Карта            4 000,00",
    ),
    Paper(
        "advert-amounts",
        Kind.SALE,
        400000,
        "ПРОДАЖА\n"
        "Плов 4 000,00\n"
        "ИТОГО 4 000,00\n"
        "Карта 4 000,00\n"
        "Выиграйте 1 000 000 тг!\n"
        "Итого у нас 5 подарков до 50 000 тг",
    ),
    Paper(
        "subtotal-only-lower",
        Kind.SALE,
        400000,
        "Аралық жиынтық: 4 400,00\n"
        "Жеңілдік: 400,00\n"
        "ЖИЫНТЫҒЫ: 4 000,00\n"
        "Банк картасы: 4 000,00\n"
        "САТУ",
    ),
    Paper(
        "free",
        Kind.SALE,
        0,
        "ПРОДАЖА\nПодарок 0,00\nИТОГО: 0,00",
    ),
    Paper(
        "itogo-prodazh-in-sale",
        Kind.REPORT,
        None,
        "Сводный\nИТОГО ПРОДАЖ: 100 000,00\nИТОГО ВОЗВРАТОВ: 0,00\nЧЕКОВ: 25\nСМЕННЫЙ ОТЧЕТ",
    ),
    Paper(
        "test-print",
        Kind.OTHER,
        UNTOLD,
        "ТЕСТОВЫЙ ЧЕК\nИТОГО: 1,00",
    ),
    Paper(
        "header-only",
        Kind.OTHER,
        None,
        "ТОО Пекарня\nАлматы, ул. Абая 10\nТел +7 701 123 45 67",
    ),
    Paper(
        "logo-url",
        Kind.OTHER,
        None,
        "Wi-Fi: guest\nпароль 12345678\nСкидка 10% на следующий заказ",
    ),
    Paper(
        "loyal-card",
        Kind.SALE,
        10000,
        "ПРОДАЖА\nХлеб 100,00\nИТОГО: 100,00\nКарта лояльности: 7701234\nНаличные: 100,00",
    ),
    Paper(
        "client-card",
        Kind.SALE,
        10000,
        "ПРОДАЖА\n"
        "Хлеб 100,00\n"
        "ИТОГО: 100,00\n"
        "Карта клиента 123456\n"
        "Карта Visa *1234\n"
        "Банковская карта 100,00",
    ),
    Paper(
        "europharma",
        Kind.SALE,
        275000,
        "Europharma\n"
        "Чек №\n"
        "4521\n"
        "Парацетамол\n"
        "1 x 350,00\n"
        "350,00\n"
        "Витамин С\n"
        "2 x 1 200,00\n"
        "2 400,00\n"
        "ИТОГО\n"
        "2 750,00\n"
        "Наличные\n"
        "3 000,00\n"
        "Сдача\n"
        "250,00",
    ),
    Paper(
        "rkeeper",
        Kind.SALE,
        427500,
        '        РЕСТОРАН "ДАСТАРХАН"\n'
        "Чек: 1234   Стол: 12\n"
        "Открыт: 12:30 Напечатан: 13:40\n"
        "Официант: Иванов\n"
        "--------------------------------\n"
        "Бешбармак      1    3500.00\n"
        "Чай чёрный     2    1000.00\n"
        "--------------------------------\n"
        "ВСЕГО:              4500.00\n"
        "Скидка 5%           -225.00\n"
        "ИТОГО К ОПЛАТЕ      4275.00\n"
        "Наличные            5000.00\n"
        "СДАЧА                725.00",
    ),
    Paper(
        "poster",
        Kind.SALE,
        300000,
        "Cafe Coffee\n"
        "Чек № 1054\n"
        "Касса: Касса 1\n"
        "12 марта 2026 14:20\n"
        "Латте  1 x 1200 1200 ₸\n"
        "Чизкейк 1 x 1800 1800 ₸\n"
        "Всего 3000 ₸\n"
        "К оплате 3000 ₸\n"
        "Картой 3000 ₸\n"
        "Спасибо!",
    ),
    Paper(
        "shtrih",
        Kind.SALE,
        30000,
        "ИП БАУЫРСАҚ\n"
        "БСН/БИН 123456789012\n"
        "ККМ 00012345 #1234\n"
        "15.03.26 12:01\n"
        "ПРОДАЖА №0045\n"
        "ХЛЕБ БЕЛЫЙ\n"
        "2 * 150.00 =300.00_A\n"
        "ВСЕГО =300.00\n"
        "ИТОГ ≡300.00\n"
        "НАЛИЧНЫМИ ≡500.00\n"
        "СДАЧА ≡200.00\n"
        "A: СУММА НДС 12% =32.14",
    ),
    Paper(
        "prosklad",
        Kind.SALE,
        100000,
        "Магазин\n"
        "Товарный чек №12 от 15.03.2026\n"
        "1. Молоко 1л\n"
        "   2 шт х 450 = 900 тг\n"
        "2. Хлеб\n"
        "   1 шт х 150 = 150 тг\n"
        "Итого: 1 050 тг\n"
        "Скидка: 50 тг\n"
        "Итого со скидкой: 1 000 тг\n"
        "Оплачено: 1 000 тг",
    ),
    Paper(
        "umag-debt",
        Kind.SALE,
        90000,
        "Товарный чек\nМолоко 900,00\nИтого: 900,00\nДолг: 5 000,00\nОплата наличными 900,00",
    ),
    Paper(
        "wk-mobile",
        Kind.SALE,
        120000,
        "БАРЛЫҒЫ / ИТОГО 1 200.00\nМобильный платеж / Мобильді төлем: 1 200.00\nФИСКАЛДЫ ЧЕК",
    ),
    Paper(
        "kaspi-terminal-full-kkm",
        Kind.SALE,
        100000,
        "Kaspi Pay\n"
        "ЧЕК ПРОДАЖИ\n"
        "Продажа 1 000 ₸\n"
        "Итого 1 000 ₸\n"
        "Kaspi Gold 1 000 ₸\n"
        "РНМ 010103806424\n"
        "ФП 557225556134",
    ),
    Paper(
        "tax-table-ru",
        Kind.SALE,
        112000,
        "ПРОДАЖА\n"
        "Товар 1 120,00\n"
        "ИТОГО 1 120,00\n"
        "НДС 12% Сумма без НДС Итого\n"
        "120,00 1 000,00 1 120,00\n"
        "Карта 1 120,00",
    ),
    Paper(
        "vat-inside-total",
        Kind.SALE,
        None,
        "ПРОДАЖА\nИТОГО, в т.ч. НДС 12% 120,00: 1 120,00\nКарта 1 120,00",
    ),
    Paper(
        "itogo-s-nds",
        Kind.SALE,
        112000,
        "ПРОДАЖА\nИтого без НДС 1 000,00\nНДС 12% 120,00\nИтого с НДС 1 120,00\nКарта 1 120,00",
    ),
    Paper(
        "itogo-k-vydache",
        Kind.RETURN,
        -500000,
        "ВОЗВРАТ ПРОДАЖИ\n"
        "Чек-основание: №15\n"
        "Торт 5 000,00\n"
        "ИТОГО К ВЫДАЧЕ: 5 000,00\n"
        "Наличные: 5 000,00",
    ),
    Paper(
        "partial-refund-kk",
        Kind.RETURN,
        -100000,
        "САТУДЫ ҚАЙТАРУ ЧЕГІ\n"
        "Қайтаруға негіз болған чек\n"
        "Фискалдық белгі: 1234567\n"
        "Чек сомасы 3 000.00\n"
        "Нан 1 000.00\n"
        "ЖИЫНЫ 1 000.00\n"
        "Қолма-қол 1 000.00",
    ),
    Paper(
        "copy-in-cheque-line",
        Kind.COPY,
        10000,
        "Чек №15 (копия)\nПРОДАЖА\nИТОГО: 100,00\nКарта: 100,00",
    ),
    Paper(
        "povtor",
        Kind.COPY,
        10000,
        "ПОВТОРНАЯ ПЕЧАТЬ\nЧек 15\nИТОГО 100,00",
    ),
    Paper(
        "telnuska",
        Kind.COPY,
        10000,
        "САТУ\nНан 100,00\nБАРЛЫҒЫ: 100,00\nТЕЛНҰСҚА",
    ),
    Paper(
        "customer-copy-is-sale",
        Kind.SALE,
        500,
        "STORE\nItem 5.00\nTOTAL 5.00\nVISA 5.00\nCUSTOMER COPY",
    ),
    Paper(
        "merchant-slip",
        Kind.OTHER,
        UNTOLD,
        "BANK\n"
        "MERCHANT ID 1234 TERMINAL 5678\n"
        "SALE\n"
        "AMOUNT USD 12.00\n"
        "APPROVAL 123456\n"
        "AID A000000",
    ),
    Paper(
        "fiscal-slip",
        Kind.SALE,
        500000,
        "ПРОДАЖА\n"
        "Торт 5 000,00\n"
        "ИТОГО: 5 000,00\n"
        "Банковская карта: 5 000,00\n"
        "ФИСКАЛЬНЫЙ ЧЕК\n"
        "--- ЧЕК ТЕРМИНАЛА ---\n"
        "Терминал 12345678\n"
        "ОПЛАТА\n"
        "СУММА 5 000,00\n"
        "RRN 123456789012\n"
        "КОД АВТОРИЗАЦИИ 123456\n"
        "ОДОБРЕНО",
    ),
    Paper(
        "bank-reconciliation",
        Kind.REPORT,
        None,
        "СВЕРКА ИТОГОВ\nТерминал 12345678\nОплата 15 75 000,00\nИТОГО 75 000,00",
    ),
    Paper(
        "sverka-vypolnena",
        Kind.REPORT,
        None,
        "ИТОГИ СВЕРКИ СОВПАЛИ\nТерминал 12345678\nИТОГО 75 000,00\nОТЧЕТ ЗАКРЫТИЯ ДНЯ",
    ),
    Paper(
        "open-shift",
        Kind.REPORT,
        None,
        "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ\nСМЕНА №46",
    ),
    Paper(
        "shift-opened",
        Kind.REPORT,
        None,
        "СМЕНА ОТКРЫТА\nКассир Алия",
    ),
    Paper(
        "cashier-rep",
        Kind.REPORT,
        None,
        "ОТЧЕТ ПО КАССИРАМ\nАлия 10 000,00\nИТОГО 10 000,00",
    ),
    Paper(
        "poster-kassa",
        Kind.REPORT,
        None,
        "КАССОВЫЙ ОТЧЕТ\nВыручка 100 000\nИТОГО 100 000",
    ),
    Paper(
        "stock-report",
        Kind.REPORT,
        None,
        "ОТЧЕТ О ПРОДАЖАХ ЗА ДЕНЬ\nТорт 10 50 000,00\nИТОГО 50 000,00",
    ),
    Paper(
        "kitchen-cancel",
        Kind.KITCHEN,
        None,
        "УДАЛЕНИЕ БЛЮД\nСтол 5\n1 x Плов\nПричина: отказ",
    ),
    Paper(
        "kitchen-lower",
        Kind.KITCHEN,
        None,
        "Кухня\nЗаказ №12\nСтол 3\nЛагман - 2\nЧай - 1",
    ),
    Paper(
        "kitchen-kk",
        Kind.KITCHEN,
        None,
        "АС ҮЙ\nТапсырыс № 15\nҮстел 5\nПалау x 2",
    ),
    Paper(
        "order-queue",
        Kind.OTHER,
        None,
        "ВАШ НОМЕР\nA-25\nОжидайте вызова",
    ),
    Paper(
        "prebill-with-total-lower",
        Kind.PREBILL,
        200000,
        "Предварительный чек\nПлов 2000\nИтого 2000 тг\nСпасибо",
    ),
    Paper(
        "kaz-prebill",
        Kind.PREBILL,
        200000,
        "Алдын ала чек\nПалау 2 000,00\nБАРЛЫҒЫ 2 000,00",
    ),
    Paper(
        "not-fiscal-but-paid",
        Kind.SALE,
        100000,
        "Нефискальный чек\nКофе 1 000,00\nИТОГО 1 000,00\nНаличные 2 000,00\nСдача 1 000,00",
    ),
    Paper(
        "otlozhen",
        Kind.OTHER,
        UNTOLD,
        "ОТЛОЖЕННЫЙ ЧЕК\nКофе 1 000,00\nИТОГО 1 000,00",
    ),
    Paper(
        "ne-oplachen",
        Kind.PREBILL,
        UNTOLD,
        "ЗАКАЗ № 15\nНЕ ОПЛАЧЕН\nКофе 1 000,00\nИТОГО 1 000,00",
    ),
    Paper(
        "ko",
        Kind.SALE,
        900000,
        "영수증\n아메리카노 2 9,000\n합계 9,000\n받은금액 10,000\n거스름돈 1,000",
    ),
    Paper(
        "ja",
        Kind.SALE,
        55000,
        "領収書\nコーヒー ¥500\n小計 ¥500\n合計 ¥550\nお預り ¥1,000\nお釣り ¥450",
    ),
    Paper(
        "de",
        Kind.SALE,
        350,
        "Bäckerei\nBrot 3,50\nSUMME EUR 3,50\nBar 5,00\nRückgeld 1,50\nMwSt 7% 0,23",
    ),
    Paper(
        "fr",
        Kind.SALE,
        350,
        "Boulangerie\nPain 3,50\nTOTAL TTC 3,50\nEspeces 5,00\nRendu 1,50",
    ),
    Paper(
        "es",
        Kind.SALE,
        350,
        "Tienda\nPan 3,50\nTOTAL 3,50 EUR\nEFECTIVO 5,00\nCAMBIO 1,50",
    ),
    Paper(
        "vi-ish",
        Kind.OTHER,
        UNTOLD,
        "TONG CONG 50.000",
    ),
    Paper(
        "my-sroie",
        Kind.SALE,
        530,
        "TAX INVOICE\n"
        "ITEM RM 5.00\n"
        "TOTAL SALES (EXCLUDING GST) 5.00\n"
        "TOTAL GST 0.30\n"
        "TOTAL SALES (INCLUSIVE OF GST) 5.30\n"
        "ROUNDING ADJ. 0.00\n"
        "TOTAL RM 5.30\n"
        "CASH RM 10.00\n"
        "CHANGE RM 4.70",
    ),
    Paper(
        "my-rounding",
        Kind.SALE,
        530,
        "TOTAL 5.32\nROUNDING -0.02\nROUNDED TOTAL 5.30\nCASH 10.00\nCHANGE 4.70",
    ),
    Paper(
        "qty-table-footer",
        Kind.SALE,
        450000,
        "Наименование  Кол  Цена  Сумма\n"
        "Плов 2 2 000,00 4 000,00\n"
        "Чай 1 500,00 500,00\n"
        "Итого: 3 4 500,00\n"
        "Карта 4 500,00",
    ),
    Paper(
        "thousands-qty-trap",
        Kind.SALE,
        None,
        "Плов 3 x 500,00 1 500,00\nИТОГО: 3 500,00\nКарта 500,00",
    ),
    Paper(
        "discount-neg-total",
        Kind.SALE,
        90000,
        "ПРОДАЖА\nКофе 1000.00\nСкидка -100.00\nИТОГО =900.00\nКАРТОЙ =900.00",
    ),
    Paper(
        "sale-word-cash",
        Kind.SALE,
        UNTOLD,
        "ПРОДАЖА\nИТОГО К ОПЛАТЕ НАЛИЧНЫМИ 900.00\nСдача 0.00",
    ),
    Paper(
        "line-wrap",
        Kind.SALE,
        90000,
        "ПРОДАЖА\nТорт 900,00\nИТОГО К\nОПЛАТЕ:      900,00\nКарта 900,00",
    ),
    Paper(
        "wrap-colon",
        Kind.SALE,
        90000,
        "ПРОДАЖА\nИТОГО К ОПЛАТЕ\n(тенге):      900,00\nКарта 900,00",
    ),
    Paper(
        "itogo-tenge",
        Kind.SALE,
        90000,
        "ПРОДАЖА\nИТОГО (тенге): 900,00\nКарта (тенге): 900,00",
    ),
    Paper(
        "no-decimals-space-10-000-000",
        Kind.SALE,
        1000000000,
        "ПРОДАЖА\nИТОГО 10 000 000,00",
    ),
    Paper(
        "numbers-after",
        Kind.SALE,
        90000,
        "ПРОДАЖА\nИТОГО: 900,00 (девятьсот тенге 00 тиын)\nКарта 900,00",
    ),
    Paper(
        "sum-in-words",
        Kind.SALE,
        90000,
        "Товарный чек №5\n"
        "Торт 1 шт 900,00 900,00\n"
        "Итого: 900,00\n"
        "Всего наименований 1, на сумму 900,00 тенге\n"
        "Девятьсот тенге 00 тиын",
    ),
    Paper(
        "sum-in-words-diff-style",
        Kind.SALE,
        90000,
        "Товарный чек №5\nТорт 2 шт 450,00 900,00\nВсего наименований 1 на сумму 900,00",
    ),
    Paper(
        "gift-cert",
        Kind.SALE,
        500000,
        "ПРОДАЖА\nИТОГО: 5 000,00\nПодарочный сертификат: 2 000,00\nБанковская карта: 3 000,00",
    ),
    Paper(
        "kredit",
        Kind.SALE,
        500000,
        "ПРОДАЖА\nИТОГО: 5 000,00\nВ кредит: 5 000,00",
    ),
    Paper(
        "tare",
        Kind.SALE,
        500000,
        "ПРОДАЖА\nИТОГО: 5 000,00\nТара: 500,00\nНаличные: 5 000,00\nСдача: 0,00",
    ),
    Paper(
        "ostatok",
        Kind.SALE,
        500000,
        "ПРОДАЖА\nИТОГО: 5 000,00\nОстаток по карте: 12 000,00\nКарта: 5 000,00",
    ),
    Paper(
        "max-receipt-number",
        Kind.SALE,
        500000,
        "ПРОДАЖА\nИТОГО: 5000\nЧЕК 5001\nНАЛИЧНЫМИ 5000",
    ),
    Paper(
        "total-of-the-day-ad",
        Kind.SALE,
        50000,
        "ПРОДАЖА\nИТОГО: 500,00\nКарта: 500,00\nВСЕГО ЗА МЕСЯЦ ВЫ КУПИЛИ НА 25 000,00",
    ),
    Paper(
        "loyalty-vsego",
        Kind.SALE,
        50000,
        "ПРОДАЖА\nИТОГО: 500,00\nКарта: 500,00\nБаллы\nВСЕГО: 1 250\nНАЧИСЛЕНО: 5",
    ),
    Paper(
        "loyalty-itogo-decimals",
        Kind.SALE,
        50000,
        "ПРОДАЖА\nИТОГО: 500,00\nНаличные: 500,00\nВАШИ БОНУСЫ:\nНачислено: 5,00\nИТОГО: 125,00",
    ),
    Paper(
        "ru-fns-text",
        Kind.SALE,
        5000,
        "КАССОВЫЙ ЧЕК\n"
        "ПРИХОД\n"
        "Булка 1 х 50.00 =50.00\n"
        "ИТОГ =50.00\n"
        "БЕЗНАЛИЧНЫМИ =50.00\n"
        "СУММА НДС 20% =8.33\n"
        "ФН 9282000100072197\n"
        "ФД 64318 ФП 2918241905",
    ),
    Paper(
        "pure-amounts",
        Kind.OTHER,
        None,
        "100,00\n200,00\n300,00",
    ),
    Paper(
        "vozvrat-summy-as-sdacha",
        Kind.SALE,
        50000,
        "ПРОДАЖА\nИТОГО: 500,00\nВнесено: 1 000,00\nВозврат: 500,00",
    ),
    Paper(
        "rekassa",
        Kind.SALE,
        150000,
        "ИП ПЕКАРНЯ\n"
        "ЖСН/ИИН 900101300123\n"
        "САТУ / ПРОДАЖА\n"
        "Чек № 123\n"
        "Нан / Хлеб\n"
        "1 x 1 500,00 ₸    1 500,00 ₸\n"
        "Барлығы / Итого:  1 500,00 ₸\n"
        "Қолма-қол / Наличные 2 000,00 ₸\n"
        "Қайтарым / Сдача 500,00 ₸\n"
        "ФБ / ФП 123456789",
    ),
    Paper(
        "zhalpy-soma",
        Kind.SALE,
        150000,
        "САТУ\nНан 1 500,00\nЖалпы сома: 1 500,00\nТөленді: 1 500,00",
    ),
    Paper(
        "barlygy-toleuge",
        Kind.SALE,
        150000,
        "САТУ ЧЕГІ\nНан 1 500,00\nБАРЛЫҒЫ ТӨЛЕУГЕ: 1 500,00\nКартамен: 1 500,00",
    ),
    Paper(
        "toleuge-zhatatyn",
        Kind.SALE,
        150000,
        "САТУ ЧЕГІ\nНан 1 500,00\nТөлеуге жататын сома: 1 500,00\nКартамен: 1 500,00",
    ),
    Paper(
        "k-oplate-itogo-order",
        Kind.SALE,
        150000,
        "Чек №5\nК оплате итого 1500,00\nБезнал 1500,00",
    ),
    Paper(
        "itogo-summa",
        Kind.SALE,
        150000,
        "Чек №5\nИТОГО СУММА 1500,00\nKaspi 1500,00",
    ),
    Paper(
        "itogovaya-summa",
        Kind.SALE,
        150000,
        "Чек №5\nИтоговая сумма: 1500,00 тг\nKaspi Pay 1500,00 тг",
    ),
    Paper(
        "summa-pokupki",
        Kind.SALE,
        140000,
        "Чек №5\n"
        "Сумма покупки: 1500,00 тг\n"
        "Скидка: 100,00\n"
        "К оплате: 1400,00 тг\n"
        "Kaspi Pay 1400,00 тг",
    ),
    Paper(
        "vsego-k-oplate-with-points",
        Kind.SALE,
        120000,
        "Чек №5\n"
        "Итого 1500,00\n"
        "Списано баллов 300,00\n"
        "Всего к оплате 1200,00\n"
        "Картой 1200,00\n"
        "Начислено баллов 12",
    ),
    Paper(
        "itogo-then-bonus-paid-no-due",
        Kind.SALE,
        150000,
        "Чек №5\nИтого 1500,00\nБонусы 300,00\nКартой 1200,00",
    ),
    Paper(
        "discount-between-two-itogo",
        Kind.SALE,
        90000,
        "Чек №5\n"
        "Итого: 1 000,00\n"
        "Скидка 10%: 100,00\n"
        "Итого: 900,00\n"
        "Наличные: 1 000,00\n"
        "Сдача: 100,00",
    ),
    Paper(
        "discount-between-two-itogo-nopay",
        Kind.SALE,
        90000,
        "Чек №5\nИтого: 1 000,00\nСкидка 10%: 100,00\nИтого: 900,00",
    ),
    Paper(
        "vat-between-two-itogo-nopay",
        Kind.SALE,
        112000,
        "Чек №5\nИтого: 1 000,00\nНДС 12%: 120,00\nВсего: 1 120,00",
    ),
    Paper(
        "itogo-incl-vat-then-sum-without",
        Kind.SALE,
        112000,
        "Чек №5\nИтого: 1 120,00\nНДС 12%: 120,00\nВсего без НДС: 1 000,00",
    ),
    Paper(
        "total-0-due",
        Kind.SALE,
        2000,
        "RECEIPT\nTOTAL 20.00\nCASH 20.00\nBALANCE DUE 0.00",
    ),
    Paper(
        "amount-due-first",
        Kind.SALE,
        2000,
        "RECEIPT\nSubtotal 18.00\nTax 2.00\nAmount Due 20.00\nAmount Paid 20.00\nBalance 0.00",
    ),
    Paper(
        "tip-lines-blank",
        Kind.SALE,
        2000,
        "RECEIPT\nTOTAL 20.00\nTIP ______\nTOTAL ______",
    ),
    Paper(
        "en-order-total",
        Kind.SALE,
        2350,
        "Order #55\nOrder Total: $23.50\nPaid: $23.50",
    ),
    Paper(
        "en-grand-total",
        Kind.SALE,
        2200,
        "Sub Total 20.00\nService 10% 2.00\nGrand Total 22.00",
    ),
    Paper(
        "en-savings",
        Kind.SALE,
        2200,
        "TOTAL 22.00\nTOTAL SAVINGS 5.00\nYOU SAVED 5.00",
    ),
    Paper(
        "en-total-discount",
        Kind.SALE,
        2200,
        "TOTAL DISCOUNT 5.00\nTOTAL 22.00",
    ),
    Paper(
        "en-total-tax",
        Kind.SALE,
        2200,
        "TOTAL TAX 2.00\nTOTAL 22.00",
    ),
    Paper(
        "en-net-total-gross",
        Kind.SALE,
        2200,
        "NET TOTAL 20.00\nVAT 2.00\nGROSS TOTAL 22.00",
    ),
    Paper(
        "en-total-sold-qty",
        Kind.SALE,
        2200,
        "TOTAL 2 ITEMS SOLD\nTOTAL 22.00",
    ),
    Paper(
        "zh2",
        Kind.SALE,
        5500,
        "小计 60.00\n优惠 5.00\n合计 55.00\n实收 100.00\n找零 45.00",
    ),
    Paper(
        "zh3",
        Kind.SALE,
        5500,
        "数量合计：3\n金额合计：55.00\n应付：55.00\n微信支付：55.00",
    ),
    Paper(
        "th",
        Kind.OTHER,
        UNTOLD,
        "รวมทั้งสิ้น 55.00",
    ),
    Paper(
        "pt",
        Kind.SALE,
        5500,
        "TOTAL A PAGAR R$ 55,00\nDINHEIRO 60,00\nTROCO 5,00",
    ),
    Paper(
        "tr",
        Kind.SALE,
        5500,
        "TOPLAM *55,00\nNAKİT *60,00\nPARA ÜSTÜ *5,00\nTOPKDV *4,00",
    ),
    Paper(
        "uz",
        Kind.SALE,
        5500000,
        "JAMI: 55 000,00 so'm\nNaqd: 60 000\nQQS 12%: 5 892",
    ),
    Paper(
        "ky",
        Kind.SALE,
        55000,
        "ЧЕК 5\nЖАЛПЫ СУММА: 550,00 сом\nКАССИР Айгүл",
    ),
    Paper(
        "uk",
        Kind.SALE,
        None,
        "ЧЕК\nСУМА 55,00 ГРН\nГОТІВКА 60,00\nРЕШТА 5,00",
    ),
    Paper(
        "kk-lower",
        Kind.SALE,
        125000,
        "сату чегі\nбарлығы 1 250\nқолма-қол 2 000\nқайтарым 750",
    ),
    Paper(
        "upper-total-no-colon-wide-gap",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО                                   1250",
    ),
    Paper(
        "total-glued",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО1250.00\nНАЛИЧНЫЕ1250.00",
    ),
    Paper(
        "total-glued-eq",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГ=1250.00\nНАЛИЧНЫЕ=1250.00",
    ),
    Paper(
        "total-colon-glued",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО:1250.00тг\nНАЛИЧНЫЕ:1250.00тг",
    ),
    Paper(
        "hash",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\n### ИТОГО: 1250.00 ###",
    ),
    Paper(
        "pipe-table",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\n|ИТОГО      |  1250.00|\n|Наличные   |  1250.00|",
    ),
    Paper(
        "parens",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО (KZT)    1250.00",
    ),
    Paper(
        "brackets-num",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО (3):    1250.00\nКартой 1250.00",
    ),
    Paper(
        "itogo-n-tov",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО (3 тов.):    1250.00\nКартой 1250.00",
    ),
    Paper(
        "3-products",
        Kind.SALE,
        125000,
        "ЧЕК ПРОДАЖИ\nИТОГО 3 товара на сумму 1250.00\nКартой 1250.00",
    ),
    Paper(
        "copies-with-fiscal-duplicate-kk-ru",
        Kind.COPY,
        125000,
        "КӨШІРМЕ / ДУБЛИКАТ\nСАТУ / ПРОДАЖА\nБАРЛЫҒЫ / ИТОГО 1250.00",
    ),
    Paper(
        "copy-chek-dublikat-lower",
        Kind.COPY,
        125000,
        "Дубликат чека\nЧек №55\nИТОГО 1250.00",
    ),
    Paper(
        "return-lower",
        Kind.RETURN,
        -125000,
        "Чек возврата\nТорт 1250.00\nИтого 1250.00\nВозвращено наличными 1250.00",
    ),
    Paper(
        "return-colon",
        Kind.RETURN,
        -125000,
        "Тип чека: Возврат продажи\nТорт 1250.00\nИтого 1250.00",
    ),
    Paper(
        "return-number",
        Kind.RETURN,
        -125000,
        "ВОЗВРАТ №15\nТорт 1250.00\nИтого 1250.00",
    ),
    Paper(
        "return-of-cheque",
        Kind.RETURN,
        -125000,
        "ВОЗВРАТ ПО ЧЕКУ №15\nТорт 1250.00\nИтого 1250.00",
    ),
    Paper(
        "return-two-lines",
        Kind.RETURN,
        -125000,
        "ВОЗВРАТ\nПРОДАЖИ\nТорт 1250.00\nИтого 1250.00",
    ),
    Paper(
        "return-kk-lower",
        Kind.RETURN,
        -125000,
        "Сатуды қайтару\nТорт 1250.00\nБарлығы 1250.00",
    ),
    Paper(
        "refund-en",
        Kind.RETURN,
        -1250,
        "REFUND\nCake 12.50\nTOTAL -12.50\nCASH -12.50",
    ),
    Paper(
        "zreport-en",
        Kind.REPORT,
        None,
        "Z REPORT\nTOTAL SALES 1250.00\nCASH 1250.00",
    ),
    Paper(
        "xreport-spaced",
        Kind.REPORT,
        None,
        "X - ОТЧЕТ\nИТОГО 1250.00",
    ),
    Paper(
        "zreport-quoted",
        Kind.REPORT,
        None,
        'Отчет "Z"\nИТОГО 1250.00\nНЕОБНУЛ. СУММА 99999.00',
    ),
    Paper(
        "z-otchet-mixed",
        Kind.REPORT,
        None,
        "Z-отчёт № 15\nИтого 1250.00",
    ),
    Paper(
        "sutochn",
        Kind.REPORT,
        None,
        "СУТОЧНЫЙ ОТЧЕТ С ГАШЕНИЕМ № 15\nИТОГО 1250.00",
    ),
    Paper(
        "svodnyi",
        Kind.REPORT,
        None,
        "Сводный отчёт за смену\nНаличные 1250.00\nИтого 1250.00",
    ),
    Paper(
        "vnesenie-small",
        Kind.CASH,
        None,
        "Внесение наличных\nСумма 1250.00\nКассир Алия",
    ),
    Paper(
        "vnes-in-kassa",
        Kind.CASH,
        None,
        "ВНЕСЕНИЕ В КАССУ\nИТОГО 1250.00\nКассир",
    ),
    Paper(
        "kk-cash",
        Kind.CASH,
        None,
        "ҚОЛМА-ҚОЛ АҚША ЕНГІЗУ\nСомасы 1250.00",
    ),
    Paper(
        "kitchen-with-table-line",
        Kind.KITCHEN,
        None,
        "*** КУХНЯ ***\nСТОЛ: 5\n1 БОРЩ\n2 ПЛОВ\n12:45:00",
    ),
    Paper(
        "bar-mixed",
        Kind.KITCHEN,
        None,
        "Бар\nЗаказ 15\nКофе 2",
    ),
    Paper(
        "zakaz-to-kitchen",
        Kind.KITCHEN,
        None,
        "ЗАКАЗ №15\nСтол 5, Официант Алия\nБорщ        1\nПлов        2",
    ),
    Paper(
        "prebill-numbered",
        Kind.PREBILL,
        125000,
        "ПРЕДЧЕК №5\nБорщ 1250.00\nИтого 1250.00",
    ),
    Paper(
        "schet-k-oplate",
        Kind.PREBILL,
        125000,
        "СЧЕТ К ОПЛАТЕ\nБорщ 1250.00\nИтого 1250.00",
    ),
    Paper(
        "bill-eng",
        Kind.PREBILL,
        1250,
        "GUEST CHECK\nSoup 12.50\nTOTAL 12.50",
    ),
    Paper(
        "bank-kaspi",
        Kind.OTHER,
        UNTOLD,
        "KASPI BANK\nТЕРМИНАЛ 001\nОПЛАТА\n1 250,00 KZT\nRRN 123\nКОД АВТОРИЗАЦИИ 1",
    ),
    Paper(
        "bank-kk",
        Kind.OTHER,
        UNTOLD,
        "HALYK\nТерминал: 123\nСАТЫП АЛУ\nСомасы: 1 250,00 тг\nRRN: 123 АВТ. КОДЫ: 1",
    ),
    Paper(
        "delivery-list",
        Kind.OTHER,
        UNTOLD,
        "ДОСТАВКА\nАдрес: Абая 5\nТорт 1\nК оплате: 1250.00",
    ),
    Paper(
        "annul-two",
        Kind.OTHER,
        UNTOLD,
        "АННУЛИРОВАНИЕ\nЧек №5\nИТОГО 1250.00",
    ),
    Paper(
        "storno-item-in-sale",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nТорт 1250.00\nЧай 300.00\nСТОРНО Чай -300.00\nИТОГО 1250.00\nКартой 1250.00",
    ),
    Paper(
        "otmena-pos",
        Kind.SALE,
        125000,
        "ПРОДАЖА\n"
        "Торт 1250.00\n"
        "Чай 300.00\n"
        "ОТМЕНА ПОЗИЦИИ\n"
        "Чай -300.00\n"
        "ИТОГО 1250.00\n"
        "Картой 1250.00",
    ),
    Paper(
        "reklama-copy",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nИТОГО 1250.00\nКартой 1250.00\nКопия чека доступна в приложении",
    ),
    Paper(
        "sohranite-chek",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nИТОГО 1250.00\nКартой 1250.00\nСОХРАНЯЙТЕ ЧЕК ДЛЯ ВОЗВРАТА",
    ),
    Paper(
        "vozvrat-footer-heading",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nИТОГО 1250.00\nКартой 1250.00\nВОЗВРАТ ТОВАРА\nв течение 14 дней",
    ),
    Paper(
        "offline",
        Kind.SALE,
        125000,
        "ПРОДАЖА\nИТОГО 1250.00\nКартой 1250.00\nДокумент сформирован в автономном режиме",
    ),
    Paper(
        "acc-copy",
        Kind.SALE,
        125000,
        "Экземпляр клиента\nПРОДАЖА\nИТОГО 1250.00\nКартой 1250.00",
    ),
    Paper(
        "total-before-tax",
        Kind.SALE,
        None,
        "TOTAL 10.00\nGST 6% 0.60\nCASH 10.60",
    ),
    Paper(
        "return-in-small-letters",
        Kind.RETURN,
        -10000,
        "ип сапарова\nкассир 1\nсатуды қайтару\nнан 100,00\nбарлығы: 100,00",
    ),
    Paper(
        "wrapped-goods-in-capitals",
        Kind.SALE,
        940000,
        "КАССОВЫЙ ЧЕК\n"
        "СТОЛ 5\n"
        "«БАЛАЛЫҚҚА   1   7 400.00\n"
        "ҚАЙТАРУ»\n"
        "ТОРТЫ\n"
        "ЧИЗКЕЙК   1   2 000.00\n"
        "ВОЗВРАТ\n"
        "ДЕТСТВА\n"
        "-----\n"
        "ИТОГО: 9 400.00\n"
        "КАРТА: 9 400.00",
    ),
    Paper(
        "names-counted-after-a-total",
        Kind.SALE,
        336600,
        "ТАУАР ЧЕГІ № 5\nНан 1 x 3 366 = 3 366\nЖИЫНТЫҒЫ 3 366\nБарлығы 1 атау, сомасы 3 366 теңге",
    ),
    Paper(
        "label-broken-before-the-amount",
        Kind.SALE,
        519700,
        "ЧЕК № 5\nК ОПЛАТЕ С УЧЕТОМ\nСКИДКИ\n   5197\nKASPI GOLD 5197",
    ),
    Paper(
        "supplier",
        Kind.OTHER,
        UNTOLD,
        "ИП «Сапарова»\n"
        "ЗАКАЗ ПОСТАВЩИКУ\n"
        "№ 5  01.02.2026\n"
        "Мука 4 x 890,00 3 560,00\n"
        "ВСЕГО: 3 560,00\n"
        "Сдал ____",
    ),
    Paper(
        "write-off",
        Kind.OTHER,
        UNTOLD,
        "ЕСЕПТЕН ШЫҒАРУ АКТІСІ\nНан 2 x 100,00 200,00\nБАРЛЫҒЫ: 200,00",
    ),
    Paper(
        "a-total-without-anything-of-a-receipt",
        Kind.OTHER,
        UNTOLD,
        "Мука 4 x 890,00 3 560,00\nВСЕГО: 3 560,00",
    ),
    Paper(
        "phone",
        Kind.SALE,
        10000,
        "Кассовый чек\nТел. +7 707 361 76 00\nХлеб 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "goods-named-copy-in-whole-tenge",
        Kind.PREBILL,
        1780000,
        "ПРЕДВАРИТЕЛЬНЫЙ СЧЕТ\nКопия   2   17 800\nКиевского\nИТОГО К ОПЛАТЕ 17 800",
    ),
    Paper(
        "address-before-a-title",
        Kind.RETURN,
        -10000,
        "ИП Сапарова\n"
        "Абай даңғылы, 12 г. Алматы, ул. Абая, 12 л. 3\n"
        "САТУДЫ ҚАЙТАРУ ЧЕГІ\n"
        "Нан 100,00\n"
        "БАРЛЫҒЫ: 100,00",
    ),
    Paper(
        "return-by-its-original",
        Kind.RETURN,
        -10000,
        "Кассовый документ\nЧек-основание № 15\nТорт 100,00\nИТОГО: 100,00",
    ),
    Paper(
        "rounded-no-change",
        Kind.SALE,
        530,
        "TOTAL 5.32\nROUNDING -0.02\nCASH 5.30",
    ),
]
