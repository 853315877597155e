"""The first step: which languages slips speak, and the shop's name on them."""

from collections.abc import Mapping
from typing import Final

from agent.core.assistant.blocks import Block, Option, choice, field, text
from agent.core.assistant.step import Step
from agent.core.assistant.words import Words

_PAIRS: Final = ("kk,ru", "ru,kk", "kk", "ru", "kk,en", "ru,en", "en")
_NAMES: Final = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


class ShopStep(Step):
    """Languages and name."""

    name = "shop"
    owns = ("slip",)

    @property
    def is_set(self) -> bool:
        """Tell whether slips have a name, or languages of their own."""
        return self.draft.has("slip.shop") or self.draft.has("slip.languages")

    def blocks(self, said: Words) -> list[Block]:
        """Return what is shown, from top to bottom."""
        now = ",".join(self.draft.texts("slip.languages", ("kk", "ru")))
        pairs = _PAIRS if now in _PAIRS else (now, *_PAIRS)
        options = [
            Option(it, " + ".join(_NAMES.get(one, one) for one in it.split(","))) for it in pairs
        ]
        return [
            text("lead", said("shop.lead")),
            choice("languages", said("shop.languages"), options, now),
            field(
                "shop", said("shop.name"), self.draft.text("slip.shop"), hint=said("shop.name_hint")
            ),
        ]

    def take(self, values: Mapping[str, str]) -> None:
        """Put what was chosen and typed into the draft."""
        chosen = values.get("languages", "")
        if chosen in _PAIRS:
            self.draft.put("slip.languages", chosen.split(","))
        self.draft.put("slip.shop", values.get("shop", "").strip())
