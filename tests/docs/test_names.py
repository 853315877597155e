"""Names that the documentation says are those of the code: settings, metrics, reasons, numbers."""

import re
from dataclasses import fields

from hub.core.alerts import AlertKind
from hub.core.policy import Policy
from hub.usecases.preflight import Wrong
from hub.usecases.settlement_desk import Halt
from hub.web.metering import Meter
from tests.docs.pages import PAGES, ROOT, codes, rows, text_of


def test_settings_are_settings() -> None:
    """What a page calls a setting stands in .env.example, which says what each is."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    # HUB alone is a variable of the examples; these two are of the environment, not of the file.
    known = set(re.findall(r"\b(?:HUB|TON|JWT)_[A-Z_]+", example)) | {"HUB_ENV_FILE", "HUB_HOME"}
    for page in PAGES:
        said = set(re.findall(r"\b(?:HUB|TON|JWT)_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8")))
        assert said <= known, page.name


def test_metrics_are_metrics() -> None:
    """What a page calls a metric is one that a hub shows."""
    shown = {metric.name for metric in Meter(on_chain=True).registry.collect()}
    for page in PAGES:
        for code in codes(page.read_text(encoding="utf-8")):
            if re.fullmatch(r"hub_[a-z_]+(\{.*\})?", code):
                assert code.partition("{")[0] in shown, f"{page.name}: {code}"


def test_what_stops_settlement_has_its_steps() -> None:
    """Every reason to halt, every alert of the chain and every finding of the look before."""
    steps = text_of("docs/chain.md").partition("## When something is wrong")[2]
    said = set(codes(steps))
    assert {it.value for it in Halt} <= said
    assert {it.value for it in AlertKind if it.value.startswith("chain.")} <= said
    assert {it.value for it in Wrong} <= said


def test_the_policy_of_the_chain_is_said_as_it_is() -> None:
    """The table of the operator's numbers has their names and defaults."""
    known = {it.name: it.default for it in fields(Policy)}
    said = {
        codes(row[0])[0]: row[1] for row in rows("docs/operating.md", "### Numbers of the policy")
    }
    assert said
    for name, default in said.items():
        assert default.replace(" ", "").replace(",", "") == str(known[name]), name


def test_exit_codes_are_those_of_the_sources() -> None:
    """Each number of ours that the page explains is a constant of the contracts."""
    sources = "\n".join(
        it.read_text(encoding="utf-8") for it in sorted((ROOT / "contracts/ton").rglob("*.tolk"))
    )
    known = set(re.findall(r"= (1\d{3})$", sources, re.MULTILINE))
    said = [code for row in rows("docs/chain.md", "### Exit codes") for code in codes(row[0])]
    assert said
    assert set(said) <= known
