"""Modules that others import and hardly ever use: loaded when something of theirs is wanted."""

import sys
from types import ModuleType


def load_late(name: str) -> None:
    """Have module *name* loaded by its first use instead of its first import."""
    sys.modules.setdefault(name, _Late(name))


class _Late(ModuleType):
    """Stands for a module, and becomes it."""

    def __getattr__(self, wanted: str) -> object:
        if wanted.startswith("__"):  # the import system looks at it: that is no use
            raise AttributeError(wanted)
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        module = __import__(name)
        self.__dict__.update(vars(module))
        found: object = getattr(module, wanted)
        return found
