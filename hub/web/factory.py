"""Makes the Flask app out of the hub and the blueprints."""

from collections.abc import Sequence

from flask import Flask
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from hub.core.ports.hub import Hub
from hub.web import surroundings as around_us
from hub.web.adjustments import adjustments
from hub.web.app_browser import app_browser
from hub.web.app_card import app_card
from hub.web.app_keys import app_keys
from hub.web.app_wallet import app_wallet, wallet_files
from hub.web.auth import bp as auth
from hub.web.bot import bot
from hub.web.catalogue import catalogue, pictures, redemptions
from hub.web.chain import chain, chain_public
from hub.web.claim_page import claim_page
from hub.web.context import EXTENSION
from hub.web.description import Web
from hub.web.docs import docs_of
from hub.web.earning_rules import rules
from hub.web.exports import exports, old_cards
from hub.web.gate import stand_gate
from hub.web.guards import let_in
from hub.web.headers import send_headers
from hub.web.health import health
from hub.web.imports import fiscal_claims, operator_receipts
from hub.web.insights import insights
from hub.web.landing import landing
from hub.web.live import live, prepare_live
from hub.web.look import look
from hub.web.loyalty import claims, loyalty
from hub.web.metering import measure
from hub.web.miniapp import miniapp
from hub.web.owner.pages import owner
from hub.web.partners import cashiers, partners, shops
from hub.web.privacy import me, people
from hub.web.problems import speak_problems
from hub.web.profile import my_profile
from hub.web.returns import clearings, returns
from hub.web.reviews import my_reviews, reviews, staff_members
from hub.web.rewards import rewards, vouchers
from hub.web.settlement import partner_shares, settlement
from hub.web.staff import audit, staff
from hub.web.surroundings import Surroundings
from hub.web.tiers import my_tier, tiers
from hub.web.till_cards import till_cards
from hub.web.till_redemptions import till_redemptions
from hub.web.till_slips import till_slips
from hub.web.till_wire import till_wire
from hub.web.tills import shop_tills, tills
from hub.web.webhooks import partner_webhooks, webhooks

BLUEPRINTS: list[APIBlueprint] = [
    auth,
    partners,
    shops,
    cashiers,
    staff,
    audit,
    till_wire,
    till_redemptions,
    till_slips,
    till_cards,
    rewards,
    vouchers,
    catalogue,
    pictures,
    redemptions,
    tills,
    shop_tills,
    me,
    people,
    exports,
    old_cards,
    live,
    webhooks,
    partner_webhooks,
    claims,
    loyalty,
    rules,
    returns,
    clearings,
    reviews,
    my_reviews,
    adjustments,
    staff_members,
    my_tier,
    tiers,
    operator_receipts,
    fiscal_claims,
    chain,
    chain_public,
    settlement,
    partner_shares,
    insights,
    my_profile,
    miniapp,
    app_browser,
    app_keys,
    app_card,
    app_wallet,
]
"""Every blueprint; each has its guard or is named among the open doors in guards.py."""


def create_web(
    hub: Hub, around: Surroundings, blueprints: Sequence[APIBlueprint] | None = None
) -> OpenAPI:
    """Return the WSGI app over *hub*, with all blueprints unless some are named."""
    app = Web()
    app.extensions[EXTENSION] = hub
    app.extensions[around_us.EXTENSION] = around
    measure(app)
    speak_problems(app)
    send_headers(app)
    for blueprint in BLUEPRINTS if blueprints is None else blueprints:
        app.register_api(blueprint)
    app.register_blueprint(docs_of(app))
    app.register_blueprint(health)
    app.register_blueprint(bot)
    app.register_blueprint(landing)
    app.register_blueprint(claim_page)
    app.register_blueprint(look)
    app.register_blueprint(wallet_files)
    app.register_blueprint(owner)
    prepare_live(app, hub)
    stand_gate(app, let_in)
    _behind_proxies(app, around.settings.proxies)
    return app


def _behind_proxies(app: Flask, count: int) -> None:
    """Believe what *count* proxies say of who asks; with none, believe nobody."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask is wrapped
            app.wsgi_app, x_for=count, x_proto=count, x_host=0
        )
