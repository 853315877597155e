"""Frozen records for a process that counts its megabytes: dataclasses bring two of them."""

from collections.abc import Iterator
from typing import ClassVar, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """A base for classes whose annotated fields are set once, compared, shown and matched."""

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.__match_args__ = tuple(cls.__annotations__)  # type: ignore[misc]  # so does mypy

    def __init__(self, *values: object, **named: object) -> None:
        given = dict(zip(self.__match_args__, values, strict=False)) | named
        if len(values) + len(named) != len(given) or given.keys() != set(self.__match_args__):
            raise TypeError(f"{type(self).__name__} needs {', '.join(self.__match_args__)}")
        self.__dict__.update(given)

    def __iter__(self) -> Iterator[object]:
        return (self.__dict__[name] for name in self.__match_args__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({fields})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is set once; {value!r} came later")
