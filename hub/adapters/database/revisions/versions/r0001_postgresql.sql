CREATE TABLE accounts (
  id BIGINT NOT NULL,
  balance BIGINT DEFAULT '0' NOT NULL,
  least BIGINT,
  CONSTRAINT pk_accounts PRIMARY KEY (id),
  CONSTRAINT ck_accounts_least CHECK (least IS NULL OR balance >= least)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE accruals (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  total BIGINT NOT NULL,
  returned BIGINT DEFAULT '0' NOT NULL,
  receipt BYTEA NOT NULL,
  number TEXT,
  printed_at TEXT,
  register TEXT,
  sign TEXT,
  cashier TEXT,
  state TEXT NOT NULL,
  CONSTRAINT pk_accruals PRIMARY KEY (till, sequence),
  CONSTRAINT ck_accruals_returned CHECK (returned >= 0 AND returned <= total),
  CONSTRAINT ck_accruals_state CHECK (state IN ('good', 'void', 'duplicate', 'review'))
)
--;
CREATE INDEX ix_accruals_at ON accruals (partner, at)
--;
CREATE INDEX ix_accruals_number ON accruals (till, number)
--;
CREATE INDEX ix_accruals_total ON accruals (till, total, at)
--;
CREATE UNIQUE INDEX uq_accruals_receipt ON accruals (receipt) WHERE state <> 'duplicate'
--;
CREATE TABLE adjustments (
  seq BIGSERIAL NOT NULL,
  id BYTEA NOT NULL,
  member BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  points BIGINT NOT NULL,
  reason TEXT NOT NULL,
  asked_by BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  approved_by BIGINT,
  approved_at BIGINT,
  state TEXT NOT NULL,
  CONSTRAINT pk_adjustments PRIMARY KEY (seq),
  CONSTRAINT ck_adjustments_two_people CHECK (approved_by IS NULL OR approved_by <> asked_by),
  CONSTRAINT ck_adjustments_state CHECK (state IN ('waiting', 'done', 'refused')),
  CONSTRAINT ck_adjustments_points CHECK (points <> 0),
  CONSTRAINT uq_adjustments_id UNIQUE (id)
)
--;
CREATE INDEX ix_adjustments_asked ON adjustments (asked_by, asked_at)
--;
CREATE TABLE attempts (
  subject BYTEA NOT NULL,
  since BIGINT NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT pk_attempts PRIMARY KEY (subject)
)
--;
CREATE INDEX ix_attempts_since ON attempts (since)
--;
CREATE TABLE audit (
  id BIGSERIAL NOT NULL,
  at BIGINT NOT NULL,
  staff BIGINT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  facts JSON NOT NULL,
  partner BIGINT,
  CONSTRAINT pk_audit PRIMARY KEY (id)
)
--;
CREATE INDEX ix_audit_at ON audit (at)
--;
CREATE INDEX ix_audit_partner ON audit (partner, id)
--;
CREATE INDEX ix_audit_staff ON audit (staff, id)
--;
CREATE INDEX ix_audit_subject ON audit (subject)
--;
CREATE TABLE batch_claims (
  batch BIGINT NOT NULL,
  wallet TEXT NOT NULL,
  cumulative BIGINT NOT NULL,
  CONSTRAINT pk_batch_claims PRIMARY KEY (batch, wallet)
)
--;
CREATE INDEX ix_batch_claims_wallet ON batch_claims (wallet)
--;
CREATE TABLE blocks (
  number BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  count BIGINT NOT NULL,
  root BYTEA NOT NULL,
  previous BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  leaves BYTEA NOT NULL,
  sealed_at BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  CONSTRAINT pk_blocks PRIMARY KEY (number),
  CONSTRAINT uq_blocks_hash UNIQUE (hash)
)
--;
CREATE TABLE cancellations (
  number BIGINT NOT NULL,
  voucher BIGINT NOT NULL,
  scope TEXT NOT NULL,
  place BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_cancellations PRIMARY KEY (number)
)
--;
CREATE INDEX ix_cancellations_place ON cancellations (scope, place, number)
--;
CREATE INDEX ix_cancellations_voucher ON cancellations (voucher)
--;
CREATE TABLE card_receipts (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  claim BIGINT NOT NULL,
  card BIGINT NOT NULL,
  member BIGINT,
  at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  refusal TEXT,
  CONSTRAINT pk_card_receipts PRIMARY KEY (till, sequence),
  CONSTRAINT ck_card_receipts_outcome CHECK (outcome IN ('credited', 'refused')),
  CONSTRAINT ck_card_receipts_refusal CHECK ((outcome = 'refused') = (refusal IS NOT NULL))
)
--;
CREATE INDEX ix_card_receipts_member ON card_receipts (member)
--;
CREATE TABLE cashiers (
  id BIGSERIAL NOT NULL,
  shop BIGINT NOT NULL,
  name TEXT NOT NULL,
  pin TEXT NOT NULL,
  state TEXT DEFAULT 'active' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_cashiers PRIMARY KEY (id),
  CONSTRAINT ck_cashiers_state CHECK (state IN ('active', 'suspended'))
)
--;
CREATE INDEX ix_cashiers_shop ON cashiers (shop)
--;
CREATE TABLE chain_messages (
  kind TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  boc BYTEA NOT NULL,
  hash BYTEA NOT NULL,
  sequence BIGINT NOT NULL,
  valid_until BIGINT NOT NULL,
  stored_at BIGINT NOT NULL,
  CONSTRAINT pk_chain_messages PRIMARY KEY (kind, epoch, attempt),
  CONSTRAINT ck_chain_messages_kind CHECK (kind IN ('root', 'shares'))
)
--;
CREATE TABLE chain_returns (
  account TEXT NOT NULL,
  lt BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  sender TEXT NOT NULL,
  points BIGINT NOT NULL,
  reward BIGINT NOT NULL,
  nonce TEXT NOT NULL,
  at BIGINT NOT NULL,
  member BIGINT,
  credited_at BIGINT,
  unmatched BIGINT DEFAULT '0' NOT NULL,
  purchase TEXT,
  CONSTRAINT pk_chain_returns PRIMARY KEY (account, lt, hash),
  CONSTRAINT ck_chain_returns_points CHECK (points > 0),
  CONSTRAINT ck_chain_returns_purchase CHECK (purchase IN ('open', 'done', 'refused'))
)
--;
CREATE INDEX ix_chain_returns_buying ON chain_returns (lt) WHERE purchase = 'open'
--;
CREATE INDEX ix_chain_returns_member ON chain_returns (member)
--;
CREATE INDEX ix_chain_returns_waiting ON chain_returns (sender) WHERE credited_at IS NULL
--;
CREATE TABLE claim_batches (
  number BIGSERIAL NOT NULL,
  query BIGINT NOT NULL,
  boc BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  valid_until BIGINT NOT NULL,
  cost BIGINT NOT NULL,
  state TEXT NOT NULL,
  ended_at BIGINT,
  CONSTRAINT pk_claim_batches PRIMARY KEY (number),
  CONSTRAINT ck_claim_batches_state CHECK (state IN ('stored', 'done', 'over'))
)
--;
CREATE INDEX ix_claim_batches_created_at ON claim_batches (created_at)
--;
CREATE INDEX ix_claim_batches_open ON claim_batches (number) WHERE state = 'stored'
--;
CREATE TABLE claimed (
  wallet TEXT NOT NULL,
  cumulative BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  CONSTRAINT pk_claimed PRIMARY KEY (wallet)
)
--;
CREATE TABLE claims (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  member BIGINT NOT NULL,
  total BIGINT NOT NULL,
  sealed_at BIGINT NOT NULL,
  claimed_at BIGINT NOT NULL,
  hint BYTEA NOT NULL,
  points BIGINT NOT NULL,
  taken_back BIGINT DEFAULT '0' NOT NULL,
  rule BIGINT,
  lot BIGINT,
  transfer BYTEA,
  exposed BIGINT DEFAULT '0' NOT NULL,
  why JSON NOT NULL,
  state TEXT NOT NULL,
  cashier TEXT,
  CONSTRAINT pk_claims PRIMARY KEY (till, sequence),
  CONSTRAINT ck_claims_taken_back CHECK (taken_back >= 0 AND taken_back <= points),
  CONSTRAINT ck_claims_state CHECK (state IN ('unconfirmed', 'confirmed', 'review', 'reversed', 'rejected'))
)
--;
CREATE INDEX ix_claims_member ON claims (member, claimed_at)
--;
CREATE INDEX ix_claims_partner ON claims (partner, claimed_at)
--;
CREATE INDEX ix_claims_shop ON claims (shop, claimed_at)
--;
CREATE INDEX ix_claims_till ON claims (till, claimed_at)
--;
CREATE INDEX ix_claims_unconfirmed ON claims (claimed_at) WHERE state = 'unconfirmed'
--;
CREATE TABLE clearing (
  day TEXT NOT NULL,
  issuer BIGINT NOT NULL,
  taker BIGINT NOT NULL,
  points BIGINT NOT NULL,
  CONSTRAINT pk_clearing PRIMARY KEY (day, issuer, taker)
)
--;
CREATE TABLE clearing_marks (
  name TEXT NOT NULL,
  seq BIGINT DEFAULT '0' NOT NULL,
  remainders JSON NOT NULL,
  CONSTRAINT pk_clearing_marks PRIMARY KEY (name)
)
--;
CREATE TABLE consents (
  id BIGSERIAL NOT NULL,
  member BIGINT NOT NULL,
  version TEXT NOT NULL,
  text_digest BYTEA NOT NULL,
  language TEXT NOT NULL,
  channel TEXT NOT NULL,
  given BOOLEAN NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_consents PRIMARY KEY (id)
)
--;
CREATE INDEX ix_consents_member ON consents (member)
--;
CREATE TABLE custody (
  member BIGINT NOT NULL,
  confirmed BIGINT NOT NULL,
  held BIGINT NOT NULL,
  CONSTRAINT pk_custody PRIMARY KEY (member)
)
--;
CREATE TABLE deliveries (
  id BIGSERIAL NOT NULL,
  webhook BIGINT NOT NULL,
  feed BIGINT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT DEFAULT '0' NOT NULL,
  next_at BIGINT NOT NULL,
  last TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_deliveries PRIMARY KEY (id)
)
--;
CREATE INDEX ix_deliveries_due ON deliveries (state, next_at)
--;
CREATE UNIQUE INDEX uq_deliveries_once ON deliveries (webhook, feed)
--;
CREATE TABLE earning_rules (
  id BIGSERIAL NOT NULL,
  partner BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body JSON NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_until BIGINT,
  created_at BIGINT NOT NULL,
  replaces BIGINT,
  active BOOLEAN NOT NULL,
  CONSTRAINT pk_earning_rules PRIMARY KEY (id)
)
--;
CREATE INDEX ix_earning_rules_partner ON earning_rules (partner)
--;
CREATE TABLE epochs (
  epoch BIGINT NOT NULL,
  block BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  root BYTEA NOT NULL,
  issued BIGINT NOT NULL,
  custody BIGINT NOT NULL,
  sum_root BYTEA NOT NULL,
  state TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  found JSON,
  CONSTRAINT pk_epochs PRIMARY KEY (epoch),
  CONSTRAINT ck_epochs_state CHECK (state IN ('stored', 'confirmed')),
  CONSTRAINT ck_epochs_amounts CHECK (epoch > 0 AND issued >= 0 AND custody >= 0)
)
--;
CREATE UNIQUE INDEX uq_epochs_stored ON epochs (state) WHERE state = 'stored'
--;
CREATE TABLE events (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  kind TEXT NOT NULL,
  hash BYTEA NOT NULL,
  raw BYTEA NOT NULL,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  refusal TEXT,
  detail TEXT,
  CONSTRAINT pk_events PRIMARY KEY (till, sequence)
)
--;
CREATE INDEX ix_events_refused ON events (till, sequence) WHERE refusal IS NOT NULL
--;
CREATE TABLE exposures (
  scope TEXT NOT NULL,
  owner BIGINT NOT NULL,
  points BIGINT NOT NULL,
  most BIGINT NOT NULL,
  CONSTRAINT pk_exposures PRIMARY KEY (scope, owner),
  CONSTRAINT ck_exposures_most CHECK (points >= 0 AND points <= most)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE feed (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  member BIGINT,
  till BIGINT,
  partner BIGINT,
  body JSON NOT NULL,
  at BIGINT NOT NULL,
  position BIGINT,
  CONSTRAINT pk_feed PRIMARY KEY (id),
  CONSTRAINT uq_feed_position UNIQUE (position)
)
--;
CREATE INDEX ix_feed_at ON feed (at)
--;
CREATE INDEX ix_feed_unnumbered ON feed (id) WHERE position IS NULL
--;
CREATE TABLE fiscal_claims (
  id BIGSERIAL NOT NULL,
  receipt BYTEA NOT NULL,
  member BIGINT NOT NULL,
  register TEXT NOT NULL,
  sign TEXT NOT NULL,
  total BIGINT NOT NULL,
  printed_at BIGINT NOT NULL,
  claimed_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  CONSTRAINT pk_fiscal_claims PRIMARY KEY (id),
  CONSTRAINT ck_fiscal_claims_state CHECK (state IN ('waiting', 'credited', 'review', 'differs', 'duplicate', 'unknown', 'rejected')),
  CONSTRAINT uq_fiscal_claims_receipt UNIQUE (receipt)
)
--;
CREATE INDEX ix_fiscal_claims_member ON fiscal_claims (member)
--;
CREATE INDEX ix_fiscal_claims_waiting ON fiscal_claims (register, sign) WHERE state = 'waiting'
--;
CREATE TABLE forked_events (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  raw BYTEA NOT NULL,
  received_at BIGINT NOT NULL,
  CONSTRAINT pk_forked_events PRIMARY KEY (till, sequence, hash)
)
--;
CREATE TABLE heartbeats (
  name TEXT NOT NULL,
  at BIGINT NOT NULL,
  facts JSON NOT NULL,
  CONSTRAINT pk_heartbeats PRIMARY KEY (name)
)
--;
CREATE TABLE idempotency (
  principal TEXT NOT NULL,
  key TEXT NOT NULL,
  digest BYTEA NOT NULL,
  status BIGINT,
  reply BYTEA,
  at BIGINT NOT NULL,
  CONSTRAINT pk_idempotency PRIMARY KEY (principal, key)
)
--;
CREATE INDEX ix_idempotency_at ON idempotency (at)
--;
CREATE TABLE imported_members (
  phone_digest BYTEA NOT NULL,
  partner BIGINT NOT NULL,
  points BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  member BIGINT,
  claimed_at BIGINT,
  CONSTRAINT pk_imported_members PRIMARY KEY (phone_digest, partner)
)
--;
CREATE TABLE imports (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  partner BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  rows BIGINT NOT NULL,
  staff BIGINT,
  at BIGINT NOT NULL,
  CONSTRAINT pk_imports PRIMARY KEY (id)
)
--;
CREATE TABLE insight_clock (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  hour SMALLINT NOT NULL,
  receipts BIGINT DEFAULT '0' NOT NULL,
  total BIGINT DEFAULT '0' NOT NULL,
  returned BIGINT DEFAULT '0' NOT NULL,
  voided BIGINT DEFAULT '0' NOT NULL,
  claimed BIGINT DEFAULT '0' NOT NULL,
  claimed_total BIGINT DEFAULT '0' NOT NULL,
  earned BIGINT DEFAULT '0' NOT NULL,
  claims BIGINT DEFAULT '0' NOT NULL,
  ended BIGINT DEFAULT '0' NOT NULL,
  redeemed BIGINT DEFAULT '0' NOT NULL,
  redeemed_points BIGINT DEFAULT '0' NOT NULL,
  redeemed_value BIGINT DEFAULT '0' NOT NULL,
  undone BIGINT DEFAULT '0' NOT NULL,
  lost BIGINT DEFAULT '0' NOT NULL,
  lost_value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_clock PRIMARY KEY (partner, day, hour)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE insight_cohorts (
  owner BIGINT NOT NULL,
  first BIGINT NOT NULL,
  month BIGINT NOT NULL,
  members BIGINT NOT NULL,
  CONSTRAINT pk_insight_cohorts PRIMARY KEY (owner, first, month)
)
--;
CREATE TABLE insight_days (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  till BIGINT NOT NULL,
  cashier TEXT NOT NULL,
  receipts BIGINT DEFAULT '0' NOT NULL,
  total BIGINT DEFAULT '0' NOT NULL,
  returned BIGINT DEFAULT '0' NOT NULL,
  voided BIGINT DEFAULT '0' NOT NULL,
  claimed BIGINT DEFAULT '0' NOT NULL,
  claimed_total BIGINT DEFAULT '0' NOT NULL,
  earned BIGINT DEFAULT '0' NOT NULL,
  claims BIGINT DEFAULT '0' NOT NULL,
  ended BIGINT DEFAULT '0' NOT NULL,
  redeemed BIGINT DEFAULT '0' NOT NULL,
  redeemed_points BIGINT DEFAULT '0' NOT NULL,
  redeemed_value BIGINT DEFAULT '0' NOT NULL,
  undone BIGINT DEFAULT '0' NOT NULL,
  lost BIGINT DEFAULT '0' NOT NULL,
  lost_value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_days PRIMARY KEY (partner, day, shop, till, cashier)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE insight_frequency (
  owner BIGINT NOT NULL,
  days BIGINT NOT NULL,
  visits BIGINT NOT NULL,
  members BIGINT NOT NULL,
  CONSTRAINT pk_insight_frequency PRIMARY KEY (owner, days, visits)
)
--;
CREATE TABLE insight_gaps (
  scope TEXT NOT NULL,
  owner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  back SMALLINT NOT NULL,
  since BIGINT NOT NULL,
  members BIGINT NOT NULL,
  CONSTRAINT pk_insight_gaps PRIMARY KEY (scope, owner, back, day, since)
)
--;
CREATE TABLE insight_hours (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  hour SMALLINT NOT NULL,
  shop BIGINT NOT NULL,
  till BIGINT NOT NULL,
  cashier TEXT NOT NULL,
  receipts BIGINT DEFAULT '0' NOT NULL,
  total BIGINT DEFAULT '0' NOT NULL,
  returned BIGINT DEFAULT '0' NOT NULL,
  voided BIGINT DEFAULT '0' NOT NULL,
  claimed BIGINT DEFAULT '0' NOT NULL,
  claimed_total BIGINT DEFAULT '0' NOT NULL,
  earned BIGINT DEFAULT '0' NOT NULL,
  claims BIGINT DEFAULT '0' NOT NULL,
  ended BIGINT DEFAULT '0' NOT NULL,
  redeemed BIGINT DEFAULT '0' NOT NULL,
  redeemed_points BIGINT DEFAULT '0' NOT NULL,
  redeemed_value BIGINT DEFAULT '0' NOT NULL,
  undone BIGINT DEFAULT '0' NOT NULL,
  lost BIGINT DEFAULT '0' NOT NULL,
  lost_value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_hours PRIMARY KEY (partner, day, hour, shop, till, cashier)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX ix_insight_hours_hour ON insight_hours (hour, day)
--;
CREATE TABLE insight_marks (
  id BIGSERIAL NOT NULL,
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  visits BOOLEAN NOT NULL,
  CONSTRAINT pk_insight_marks PRIMARY KEY (id)
)
--;
CREATE TABLE insight_points (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  till BIGINT NOT NULL,
  issued BIGINT DEFAULT '0' NOT NULL,
  taken_back BIGINT DEFAULT '0' NOT NULL,
  expired BIGINT DEFAULT '0' NOT NULL,
  live BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_points PRIMARY KEY (partner, day, shop, till)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE insight_progress (
  name TEXT NOT NULL,
  upto BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_insight_progress PRIMARY KEY (name)
)
--;
CREATE TABLE insight_rewards (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  reward BIGINT NOT NULL,
  taken BIGINT DEFAULT '0' NOT NULL,
  points BIGINT DEFAULT '0' NOT NULL,
  value BIGINT DEFAULT '0' NOT NULL,
  undone BIGINT DEFAULT '0' NOT NULL,
  issued BIGINT DEFAULT '0' NOT NULL,
  unused BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_rewards PRIMARY KEY (partner, day, shop, reward)
)
--;
CREATE TABLE insight_rfm (
  owner BIGINT NOT NULL,
  recency SMALLINT NOT NULL,
  frequency SMALLINT NOT NULL,
  money SMALLINT NOT NULL,
  members BIGINT DEFAULT '0' NOT NULL,
  visits BIGINT DEFAULT '0' NOT NULL,
  spend BIGINT DEFAULT '0' NOT NULL,
  points BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_rfm PRIMARY KEY (owner, recency, frequency, money)
)
--;
CREATE TABLE insight_shops (
  partner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  receipts BIGINT DEFAULT '0' NOT NULL,
  total BIGINT DEFAULT '0' NOT NULL,
  returned BIGINT DEFAULT '0' NOT NULL,
  voided BIGINT DEFAULT '0' NOT NULL,
  claimed BIGINT DEFAULT '0' NOT NULL,
  claimed_total BIGINT DEFAULT '0' NOT NULL,
  earned BIGINT DEFAULT '0' NOT NULL,
  claims BIGINT DEFAULT '0' NOT NULL,
  ended BIGINT DEFAULT '0' NOT NULL,
  redeemed BIGINT DEFAULT '0' NOT NULL,
  redeemed_points BIGINT DEFAULT '0' NOT NULL,
  redeemed_value BIGINT DEFAULT '0' NOT NULL,
  undone BIGINT DEFAULT '0' NOT NULL,
  lost BIGINT DEFAULT '0' NOT NULL,
  lost_value BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_shops PRIMARY KEY (partner, day, shop)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE insight_tiers (
  owner BIGINT NOT NULL,
  day BIGINT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  members BIGINT NOT NULL,
  CONSTRAINT pk_insight_tiers PRIMARY KEY (owner, day, before, after)
)
--;
CREATE TABLE jobs (
  name TEXT NOT NULL,
  done_at BIGINT DEFAULT '0' NOT NULL,
  leased_until BIGINT DEFAULT '0' NOT NULL,
  holder TEXT DEFAULT '' NOT NULL,
  facts JSON NOT NULL,
  CONSTRAINT pk_jobs PRIMARY KEY (name)
)
--;
CREATE TABLE leases (
  id BIGINT NOT NULL,
  till BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  count BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  granted_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  spent_count BIGINT DEFAULT '0' NOT NULL,
  spent_amount BIGINT DEFAULT '0' NOT NULL,
  closed_at BIGINT,
  CONSTRAINT pk_leases PRIMARY KEY (id),
  CONSTRAINT ck_leases_state CHECK (state IN ('granted', 'taken', 'closed', 'written_off')),
  CONSTRAINT ck_leases_size CHECK (count >= 0 AND amount >= 0),
  CONSTRAINT ck_leases_spent CHECK (spent_count >= 0 AND spent_amount >= 0)
)
--;
CREATE INDEX ix_leases_shop ON leases (shop)
--;
CREATE UNIQUE INDEX uq_leases_open ON leases (till) WHERE state IN ('granted', 'taken')
--;
CREATE TABLE leaves (
  wallet TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  cumulative BIGINT NOT NULL,
  CONSTRAINT pk_leaves PRIMARY KEY (wallet, epoch),
  CONSTRAINT ck_leaves_cumulative CHECK (cumulative > 0)
)
--;
CREATE TABLE losses (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  partner BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  till BIGINT NOT NULL,
  lease BIGINT,
  redemption BYTEA,
  amount BIGINT NOT NULL,
  shown BIGINT DEFAULT '0' NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_losses PRIMARY KEY (id),
  CONSTRAINT ck_losses_kind CHECK (kind IN ('written_off', 'redemption')),
  CONSTRAINT ck_losses_amount CHECK (amount >= 0 AND shown >= 0 AND shown <= amount),
  CONSTRAINT uq_losses_redemption UNIQUE (redemption)
)
--;
CREATE INDEX ix_losses_partner ON losses (partner)
--;
CREATE UNIQUE INDEX uq_losses_written_off ON losses (till) WHERE kind = 'written_off'
--;
CREATE TABLE lot_uses (
  transfer BYTEA NOT NULL,
  lot BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  CONSTRAINT pk_lot_uses PRIMARY KEY (transfer, lot),
  CONSTRAINT ck_lot_uses_amount CHECK (amount > 0)
)
--;
CREATE INDEX ix_lot_uses_lot ON lot_uses (lot)
--;
CREATE TABLE lots (
  id BIGSERIAL NOT NULL,
  source BYTEA NOT NULL,
  member BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  remaining BIGINT NOT NULL,
  earned_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  spendable BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  reference TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_lots PRIMARY KEY (id),
  CONSTRAINT ck_lots_remaining CHECK (remaining >= 0 AND remaining <= amount),
  CONSTRAINT uq_lots_source UNIQUE (source)
)
 WITH (fillfactor = 70)
--;
CREATE INDEX ix_lots_live ON lots (member, expires_at)
--;
CREATE INDEX ix_lots_unvested ON lots (id) WHERE reason = 'bonus' AND NOT confirmed
--;
CREATE TABLE member_cards (
  number BIGINT NOT NULL,
  member BIGINT NOT NULL,
  key_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  partner BIGINT,
  issued_at BIGINT NOT NULL,
  ended_at BIGINT,
  pin TEXT NOT NULL,
  wrong BIGINT DEFAULT '0' NOT NULL,
  wait_until BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_member_cards PRIMARY KEY (number),
  CONSTRAINT ck_member_cards_state CHECK (state IN ('active', 'blocked', 'replaced')),
  CONSTRAINT ck_member_cards_ended CHECK ((state = 'active') = (ended_at IS NULL)),
  CONSTRAINT ck_member_cards_number CHECK (number BETWEEN 100000000 AND 999999999)
)
--;
CREATE INDEX ix_member_cards_member ON member_cards (member)
--;
CREATE INDEX ix_member_cards_partner ON member_cards (partner)
--;
CREATE UNIQUE INDEX uq_member_cards_member ON member_cards (member) WHERE state = 'active'
--;
CREATE TABLE members (
  id BIGSERIAL NOT NULL,
  telegram BIGINT,
  first_name TEXT COLLATE "C" DEFAULT '' NOT NULL,
  language TEXT DEFAULT 'ru' NOT NULL,
  tier TEXT DEFAULT 'bronze' NOT NULL,
  tier_since BIGINT DEFAULT '0' NOT NULL,
  tier_at_risk_since BIGINT,
  tier_given_until BIGINT,
  birthday TEXT,
  phone_digest BYTEA,
  wallet TEXT,
  referral_code BYTEA,
  referred_by BIGINT,
  staff_of BIGINT,
  blocked BOOLEAN DEFAULT '0' NOT NULL,
  settings JSON NOT NULL,
  created_at BIGINT NOT NULL,
  erased_at BIGINT,
  merged_into BIGINT,
  CONSTRAINT pk_members PRIMARY KEY (id),
  CONSTRAINT ck_members_language CHECK (language IN ('kk', 'ru', 'en')),
  CONSTRAINT ck_members_tier CHECK (tier IN ('bronze', 'silver', 'gold')),
  CONSTRAINT ck_members_merged CHECK (merged_into IS NULL OR erased_at IS NOT NULL),
  CONSTRAINT uq_members_telegram UNIQUE (telegram),
  CONSTRAINT uq_members_phone_digest UNIQUE (phone_digest),
  CONSTRAINT uq_members_wallet UNIQUE (wallet),
  CONSTRAINT uq_members_referral_code UNIQUE (referral_code)
)
--;
CREATE INDEX ix_members_blocked ON members (id) WHERE blocked
--;
CREATE INDEX ix_members_first_name ON members (first_name)
--;
CREATE INDEX ix_members_merged ON members (merged_into) WHERE merged_into IS NOT NULL
--;
CREATE INDEX ix_members_tier ON members (tier, id)
--;
CREATE TABLE move_lots (
  move BYTEA NOT NULL,
  lot BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  points BIGINT NOT NULL,
  back BIGINT DEFAULT '0' NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT pk_move_lots PRIMARY KEY (move, lot),
  CONSTRAINT ck_move_lots_points CHECK (points > 0 AND back >= 0 AND back <= points)
)
--;
CREATE TABLE moves (
  number BIGSERIAL NOT NULL,
  id BYTEA NOT NULL,
  transfer BYTEA,
  member BIGINT NOT NULL,
  wallet TEXT NOT NULL,
  points BIGINT NOT NULL,
  back BIGINT DEFAULT '0' NOT NULL,
  asked_at BIGINT NOT NULL,
  epoch BIGINT,
  graced_until BIGINT,
  booked BOOLEAN NOT NULL,
  CONSTRAINT pk_moves PRIMARY KEY (number),
  CONSTRAINT ck_moves_points CHECK (points > 0 AND back >= 0 AND back <= points),
  CONSTRAINT uq_moves_id UNIQUE (id),
  CONSTRAINT uq_moves_transfer UNIQUE (transfer)
)
--;
CREATE INDEX ix_moves_epoch ON moves (epoch)
--;
CREATE INDEX ix_moves_member ON moves (member)
--;
CREATE INDEX ix_moves_open ON moves (number) WHERE back < points
--;
CREATE INDEX ix_moves_unstated ON moves (number) WHERE epoch IS NULL
--;
CREATE INDEX ix_moves_wallet ON moves (wallet)
--;
CREATE TABLE notices (
  id BIGSERIAL NOT NULL,
  name TEXT NOT NULL,
  member BIGINT NOT NULL,
  kind TEXT NOT NULL,
  facts JSON NOT NULL,
  state TEXT NOT NULL,
  tries BIGINT DEFAULT '0' NOT NULL,
  next_at BIGINT NOT NULL,
  good_until BIGINT NOT NULL,
  ended_at BIGINT,
  last TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_notices PRIMARY KEY (id),
  CONSTRAINT ck_notices_state CHECK (state IN ('waiting', 'sent', 'dropped', 'unknown')),
  CONSTRAINT ck_notices_ended CHECK ((ended_at IS NULL) = (state = 'waiting')),
  CONSTRAINT uq_notices_name UNIQUE (name)
)
--;
CREATE INDEX ix_notices_due ON notices (next_at) WHERE state = 'waiting'
--;
CREATE INDEX ix_notices_ended ON notices (ended_at)
--;
CREATE INDEX ix_notices_member ON notices (member)
--;
CREATE TABLE one_time_codes (
  digest BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  owner BIGINT NOT NULL,
  facts JSON NOT NULL,
  attempts BIGINT DEFAULT '0' NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT pk_one_time_codes PRIMARY KEY (digest)
)
--;
CREATE INDEX ix_one_time_codes_expires_at ON one_time_codes (expires_at)
--;
CREATE TABLE operator_receipts (
  register TEXT NOT NULL,
  sign TEXT NOT NULL,
  partner BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  total BIGINT NOT NULL,
  at BIGINT NOT NULL,
  imported_at BIGINT NOT NULL,
  CONSTRAINT pk_operator_receipts PRIMARY KEY (register, sign)
)
--;
CREATE TABLE outages (
  id BIGSERIAL NOT NULL,
  began_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  CONSTRAINT pk_outages PRIMARY KEY (id)
)
--;
CREATE TABLE partners (
  id BIGSERIAL NOT NULL,
  name TEXT NOT NULL,
  wallet TEXT,
  state TEXT NOT NULL,
  tier TEXT DEFAULT 'bronze' NOT NULL,
  tier_since BIGINT DEFAULT '0' NOT NULL,
  tier_at_risk_since BIGINT,
  tier_given_until BIGINT,
  settings JSON NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_partners PRIMARY KEY (id),
  CONSTRAINT ck_partners_state CHECK (state IN ('pending', 'active', 'suspended')),
  CONSTRAINT ck_partners_tier CHECK (tier IN ('bronze', 'silver', 'gold')),
  CONSTRAINT uq_partners_wallet UNIQUE (wallet)
)
--;
CREATE TABLE passkeys (
  id BIGSERIAL NOT NULL,
  member BIGINT NOT NULL,
  credential BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  handle BYTEA NOT NULL,
  counter BIGINT NOT NULL,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  CONSTRAINT pk_passkeys PRIMARY KEY (id),
  CONSTRAINT uq_passkeys_credential UNIQUE (credential)
)
--;
CREATE INDEX ix_passkeys_member ON passkeys (member)
--;
CREATE TABLE pictures (
  digest BYTEA NOT NULL,
  kind TEXT NOT NULL,
  content BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_pictures PRIMARY KEY (digest)
)
--;
CREATE TABLE programme (
  id BIGINT NOT NULL,
  generation BIGINT DEFAULT '1' NOT NULL,
  policy JSON NOT NULL,
  policy_version BIGINT DEFAULT '1' NOT NULL,
  keys JSON NOT NULL,
  next_voucher BIGINT DEFAULT '1' NOT NULL,
  next_version BIGINT DEFAULT '1' NOT NULL,
  next_lease BIGINT DEFAULT '1' NOT NULL,
  next_cancellation BIGINT DEFAULT '1' NOT NULL,
  catalogue BIGINT DEFAULT '1' NOT NULL,
  secret_mark BYTEA,
  CONSTRAINT pk_programme PRIMARY KEY (id),
  CONSTRAINT ck_programme_one CHECK (id = 1)
)
--;
CREATE TABLE proof_parts (
  kind TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  number BIGINT NOT NULL,
  content BYTEA NOT NULL,
  CONSTRAINT pk_proof_parts PRIMARY KEY (kind, epoch, number),
  CONSTRAINT ck_proof_parts_kind CHECK (kind IN ('claims', 'sums'))
)
--;
CREATE TABLE redemptions (
  id BYTEA NOT NULL,
  voucher BIGINT NOT NULL,
  member BIGINT,
  version BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  till BIGINT NOT NULL,
  sequence BIGINT,
  lease BIGINT,
  at BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  points BIGINT NOT NULL,
  value BIGINT,
  receipt_total BIGINT,
  cashier TEXT,
  state TEXT NOT NULL,
  why TEXT DEFAULT '' NOT NULL,
  lot BIGINT,
  accrual BIGINT,
  undone_at BIGINT,
  undone_by TEXT,
  CONSTRAINT pk_redemptions PRIMARY KEY (id),
  CONSTRAINT ck_redemptions_state CHECK (state IN ('good', 'undone', 'loss')),
  CONSTRAINT ck_redemptions_undone CHECK ((state = 'undone') = (undone_at IS NOT NULL))
)
--;
CREATE INDEX ix_redemptions_member ON redemptions (member, at)
--;
CREATE INDEX ix_redemptions_partner ON redemptions (partner, at)
--;
CREATE INDEX ix_redemptions_till ON redemptions (till, at)
--;
CREATE INDEX ix_redemptions_unmatched ON redemptions (at) WHERE accrual IS NULL AND state = 'good'
--;
CREATE INDEX ix_redemptions_voucher ON redemptions (voucher)
--;
CREATE UNIQUE INDEX uq_redemptions_event ON redemptions (till, sequence)
--;
CREATE UNIQUE INDEX uq_redemptions_voucher ON redemptions (voucher) WHERE state = 'good'
--;
CREATE TABLE retired_keys (
  kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  key_id BIGINT NOT NULL,
  retired_at BIGINT,
  closed BOOLEAN NOT NULL,
  CONSTRAINT pk_retired_keys PRIMARY KEY (kind, owner, key_id)
)
--;
CREATE TABLE returns (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  shop BIGINT NOT NULL,
  receipt BYTEA NOT NULL,
  total BIGINT NOT NULL,
  at BIGINT NOT NULL,
  original TEXT,
  original_receipt BYTEA,
  accrual BIGINT,
  state TEXT NOT NULL,
  sale_till BIGINT,
  sale_sequence BIGINT,
  CONSTRAINT pk_returns PRIMARY KEY (till, sequence),
  CONSTRAINT ck_returns_state CHECK (state IN ('waiting', 'matched', 'review', 'ignored')),
  CONSTRAINT uq_returns_receipt UNIQUE (receipt)
)
--;
CREATE INDEX ix_returns_original_receipt ON returns (original_receipt)
--;
CREATE INDEX ix_returns_sale ON returns (sale_till, sale_sequence)
--;
CREATE INDEX ix_returns_waiting ON returns (shop, state)
--;
CREATE TABLE reviews (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  partner BIGINT,
  shop BIGINT,
  member BIGINT,
  why JSON NOT NULL,
  state TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  decided_at BIGINT,
  decided_by BIGINT,
  note TEXT DEFAULT '' NOT NULL,
  CONSTRAINT pk_reviews PRIMARY KEY (id),
  CONSTRAINT ck_reviews_state CHECK (state IN ('open', 'approved', 'rejected', 'undone'))
)
--;
CREATE INDEX ix_reviews_member ON reviews (member)
--;
CREATE INDEX ix_reviews_state ON reviews (state, opened_at)
--;
CREATE INDEX ix_reviews_subject ON reviews (subject)
--;
CREATE UNIQUE INDEX uq_reviews_open ON reviews (kind, subject) WHERE state = 'open'
--;
CREATE TABLE reward_uses (
  reward BIGINT NOT NULL,
  member BIGINT NOT NULL,
  count BIGINT NOT NULL,
  most BIGINT,
  CONSTRAINT pk_reward_uses PRIMARY KEY (reward, member),
  CONSTRAINT ck_reward_uses_most CHECK (count >= 0 AND (most IS NULL OR count <= most))
)
--;
CREATE TABLE reward_versions (
  version BIGINT NOT NULL,
  reward BIGINT NOT NULL,
  kind TEXT NOT NULL,
  price BIGINT NOT NULL,
  value BIGINT,
  percent BIGINT,
  most BIGINT,
  texts JSON NOT NULL,
  terms JSON NOT NULL,
  offline BOOLEAN NOT NULL,
  picture BYTEA,
  limit_each BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_reward_versions PRIMARY KEY (version),
  CONSTRAINT ck_reward_versions_version_fits_the_wire CHECK (version BETWEEN 1 AND 16777215),
  CONSTRAINT ck_reward_versions_price CHECK (price >= 0),
  CONSTRAINT ck_reward_versions_offline_needs_a_value CHECK (NOT offline OR value IS NOT NULL)
)
--;
CREATE INDEX ix_reward_versions_reward ON reward_versions (reward)
--;
CREATE TABLE rewards (
  id BIGSERIAL NOT NULL,
  partner BIGINT NOT NULL,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  stock BIGINT,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_rewards PRIMARY KEY (id),
  CONSTRAINT ck_rewards_stock CHECK (stock IS NULL OR stock >= 0),
  CONSTRAINT ck_rewards_state CHECK (state IN ('draft', 'offered', 'withdrawn'))
)
--;
CREATE INDEX ix_rewards_partner ON rewards (partner)
--;
CREATE TABLE roles (
  id BIGSERIAL NOT NULL,
  staff BIGINT NOT NULL,
  role TEXT NOT NULL,
  partner BIGINT,
  shop BIGINT,
  CONSTRAINT pk_roles PRIMARY KEY (id),
  CONSTRAINT ck_roles_role CHECK (role IN ('operator', 'owner', 'manager', 'cashier', 'auditor')),
  CONSTRAINT ck_roles_shop_of_partner CHECK (shop IS NULL OR partner IS NOT NULL),
  CONSTRAINT ck_roles_scope CHECK (CASE WHEN role = 'operator' THEN partner IS NULL WHEN role = 'auditor' THEN TRUE ELSE partner IS NOT NULL END)
)
--;
CREATE INDEX ix_roles_staff ON roles (staff)
--;
CREATE TABLE sessions (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  family BYTEA NOT NULL,
  refresh_digest BYTEA NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT ck_sessions_kind CHECK (kind IN ('member', 'staff')),
  CONSTRAINT uq_sessions_refresh_digest UNIQUE (refresh_digest)
)
--;
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)
--;
CREATE INDEX ix_sessions_family ON sessions (family)
--;
CREATE INDEX ix_sessions_owner ON sessions (kind, owner)
--;
CREATE TABLE settlement (
  id BIGINT NOT NULL,
  seq BIGINT DEFAULT '0' NOT NULL,
  halted TEXT DEFAULT '' NOT NULL,
  halted_at BIGINT,
  returns BIGINT DEFAULT '0' NOT NULL,
  audited BIGINT DEFAULT '0' NOT NULL,
  query BIGINT DEFAULT '0' NOT NULL,
  CONSTRAINT pk_settlement PRIMARY KEY (id),
  CONSTRAINT ck_settlement_one CHECK (id = 1)
)
--;
CREATE TABLE share_epochs (
  epoch BIGINT NOT NULL,
  root BYTEA NOT NULL,
  total BIGINT NOT NULL,
  state TEXT NOT NULL,
  stored_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  CONSTRAINT pk_share_epochs PRIMARY KEY (epoch),
  CONSTRAINT ck_share_epochs_state CHECK (state IN ('stored', 'confirmed'))
)
--;
CREATE UNIQUE INDEX uq_share_epochs_stored ON share_epochs (state) WHERE state = 'stored'
--;
CREATE TABLE share_leaves (
  wallet TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  cumulative BIGINT NOT NULL,
  CONSTRAINT pk_share_leaves PRIMARY KEY (wallet, epoch),
  CONSTRAINT ck_share_leaves_cumulative CHECK (cumulative > 0)
)
--;
CREATE TABLE share_standings (
  partner BIGINT NOT NULL,
  peak BIGINT NOT NULL,
  waiting BIGINT NOT NULL,
  CONSTRAINT pk_share_standings PRIMARY KEY (partner),
  CONSTRAINT ck_share_standings_amounts CHECK (peak >= 0 AND waiting >= 0)
)
--;
CREATE TABLE shops (
  id BIGSERIAL NOT NULL,
  partner BIGINT NOT NULL,
  name TEXT NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'active' NOT NULL,
  settings JSON NOT NULL,
  voucher_key BIGINT DEFAULT '0' NOT NULL,
  online_only BOOLEAN DEFAULT '0' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_shops PRIMARY KEY (id),
  CONSTRAINT ck_shops_state CHECK (state IN ('active', 'suspended')),
  CONSTRAINT ck_shops_id_fits_the_wire CHECK (id < 16777216)
)
--;
CREATE INDEX ix_shops_partner ON shops (partner)
--;
CREATE TABLE short_codes (
  shop BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  voucher BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT pk_short_codes PRIMARY KEY (shop, digest)
)
--;
CREATE INDEX ix_short_codes_expires_at ON short_codes (expires_at)
--;
CREATE INDEX ix_short_codes_voucher ON short_codes (voucher)
--;
CREATE TABLE slips (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  claim BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  cashier TEXT,
  at BIGINT NOT NULL,
  CONSTRAINT pk_slips PRIMARY KEY (till, sequence)
)
--;
CREATE INDEX ix_slips_claim ON slips (till, claim)
--;
CREATE TABLE staff (
  id BIGSERIAL NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password TEXT,
  totp_salt BYTEA,
  totp_on BOOLEAN DEFAULT '0' NOT NULL,
  totp_step BIGINT DEFAULT '0' NOT NULL,
  recovery JSON NOT NULL,
  wallet TEXT,
  state TEXT DEFAULT 'active' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_staff PRIMARY KEY (id),
  CONSTRAINT ck_staff_state CHECK (state IN ('active', 'suspended')),
  CONSTRAINT uq_staff_login UNIQUE (login),
  CONSTRAINT uq_staff_wallet UNIQUE (wallet)
)
--;
CREATE TABLE takings (
  id BYTEA NOT NULL,
  lot BIGINT NOT NULL,
  points BIGINT NOT NULL,
  from_lot BIGINT NOT NULL,
  from_other_lots BIGINT NOT NULL,
  below_zero BIGINT NOT NULL,
  shortfall BIGINT NOT NULL,
  forgiven BIGINT NOT NULL,
  reason TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_takings PRIMARY KEY (id),
  CONSTRAINT ck_takings_whole CHECK (from_lot + from_other_lots + below_zero + shortfall + forgiven = points)
)
--;
CREATE INDEX ix_takings_lot ON takings (lot)
--;
CREATE TABLE tier_history (
  id BIGSERIAL NOT NULL,
  kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  why JSON NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_tier_history PRIMARY KEY (id)
)
--;
CREATE INDEX ix_tier_history_at ON tier_history (kind, at)
--;
CREATE INDEX ix_tier_history_owner ON tier_history (kind, owner, at)
--;
CREATE TABLE tills (
  id BIGSERIAL NOT NULL,
  shop BIGINT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  enrolment TEXT,
  public_key BYTEA,
  code_digest BYTEA,
  code_expires_at BIGINT,
  claim_key BIGINT DEFAULT '0' NOT NULL,
  till_key BIGINT DEFAULT '0' NOT NULL,
  head_sequence BIGINT DEFAULT '0' NOT NULL,
  head_hash BYTEA,
  head_at BIGINT,
  synced_at BIGINT,
  disk_head BIGINT,
  resend_from BIGINT,
  revoked_at BIGINT,
  revoked_head BIGINT,
  fork_from BIGINT,
  cancellations_acked BIGINT DEFAULT '0' NOT NULL,
  generation BIGINT DEFAULT '1' NOT NULL,
  registers JSON NOT NULL,
  settings JSON NOT NULL,
  health JSON NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_tills PRIMARY KEY (id),
  CONSTRAINT ck_tills_state CHECK (state IN ('waiting', 'active', 'quarantined', 'revoked', 'written_off')),
  CONSTRAINT ck_tills_id_fits_the_wire CHECK (id < 16777216),
  CONSTRAINT uq_tills_code_digest UNIQUE (code_digest)
)
--;
CREATE INDEX ix_tills_shop ON tills (shop)
--;
CREATE TABLE transfers (
  seq BIGSERIAL NOT NULL,
  id BYTEA NOT NULL,
  debit BIGINT NOT NULL,
  credit BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  phase SMALLINT NOT NULL,
  resolves BYTEA,
  reason TEXT NOT NULL,
  reference TEXT DEFAULT '' NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT pk_transfers PRIMARY KEY (seq),
  CONSTRAINT ck_transfers_amount CHECK (amount > 0),
  CONSTRAINT ck_transfers_two_accounts CHECK (debit <> credit),
  CONSTRAINT ck_transfers_phase CHECK (phase BETWEEN 0 AND 3),
  CONSTRAINT ck_transfers_reference CHECK (length(reference) <= 64),
  CONSTRAINT ck_transfers_resolves CHECK ((phase < 2) = (resolves IS NULL)),
  CONSTRAINT uq_transfers_id UNIQUE (id)
)
--;
CREATE INDEX ix_transfers_commission ON transfers (at) WHERE reason = 'commission'
--;
CREATE INDEX ix_transfers_credit ON transfers (credit, seq) WHERE credit & 15 < 5
--;
CREATE INDEX ix_transfers_debit ON transfers (debit, seq) WHERE debit & 15 < 5
--;
CREATE UNIQUE INDEX uq_transfers_resolves ON transfers (resolves) WHERE resolves IS NOT NULL
--;
CREATE TABLE usages (
  rule BIGINT NOT NULL,
  scope TEXT NOT NULL,
  owner BIGINT NOT NULL,
  period TEXT NOT NULL,
  points BIGINT NOT NULL,
  CONSTRAINT pk_usages PRIMARY KEY (rule, scope, owner, period),
  CONSTRAINT ck_usages_points CHECK (points >= 0)
)
 WITH (fillfactor = 70)
--;
CREATE TABLE used_nonces (
  purpose TEXT NOT NULL,
  nonce BYTEA NOT NULL,
  expires_at BIGINT NOT NULL,
  CONSTRAINT pk_used_nonces PRIMARY KEY (purpose, nonce)
)
--;
CREATE INDEX ix_used_nonces_expires_at ON used_nonces (expires_at)
--;
CREATE TABLE vouchers (
  id BIGINT NOT NULL,
  request BYTEA NOT NULL,
  member BIGINT NOT NULL,
  reward BIGINT NOT NULL,
  version BIGINT NOT NULL,
  partner BIGINT NOT NULL,
  scope TEXT NOT NULL,
  place BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  not_after BIGINT NOT NULL,
  points BIGINT NOT NULL,
  hold BYTEA,
  state TEXT NOT NULL,
  offline BOOLEAN NOT NULL,
  cancellation BIGINT,
  ended_at BIGINT,
  CONSTRAINT pk_vouchers PRIMARY KEY (id),
  CONSTRAINT ck_vouchers_id_fits_the_wire CHECK (id BETWEEN 1 AND 1099511627775),
  CONSTRAINT ck_vouchers_state CHECK (state IN ('held', 'redeemed', 'cancelling', 'expiring', 'undoing', 'cancelled', 'expired', 'undone')),
  CONSTRAINT uq_vouchers_request UNIQUE (request),
  CONSTRAINT uq_vouchers_hold UNIQUE (hold)
)
--;
CREATE INDEX ix_vouchers_ending ON vouchers (id) WHERE state IN ('cancelling', 'expiring', 'undoing')
--;
CREATE INDEX ix_vouchers_issued ON vouchers (partner, issued_at)
--;
CREATE INDEX ix_vouchers_live ON vouchers (not_after) WHERE state = 'held'
--;
CREATE INDEX ix_vouchers_member ON vouchers (member)
--;
CREATE INDEX ix_vouchers_partner ON vouchers (partner, id)
--;
CREATE INDEX ix_vouchers_unused ON vouchers (partner, ended_at) WHERE state IN ('cancelled', 'expired')
--;
CREATE INDEX ix_vouchers_version ON vouchers (version, not_after)
--;
CREATE TABLE webhooks (
  id BIGSERIAL NOT NULL,
  partner BIGINT NOT NULL,
  url TEXT NOT NULL,
  secret BYTEA NOT NULL,
  kinds JSON NOT NULL,
  active BOOLEAN NOT NULL,
  feed_after BIGINT DEFAULT '0' NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT pk_webhooks PRIMARY KEY (id)
)
--;
CREATE INDEX ix_webhooks_partner ON webhooks (partner)
--;
CREATE TABLE z_reports (
  till BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  number TEXT,
  register TEXT,
  sales_total BIGINT,
  sales_count BIGINT,
  returns_total BIGINT,
  returns_count BIGINT,
  accrued_total BIGINT,
  state TEXT NOT NULL,
  CONSTRAINT pk_z_reports PRIMARY KEY (till, sequence)
)
--;
CREATE OR REPLACE FUNCTION ledger_keeps() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger keeps what was written: %', TG_TABLE_NAME USING ERRCODE = '23000'; END $$
--;
CREATE OR REPLACE TRIGGER keep_transfers_update BEFORE UPDATE ON transfers FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_blocks_update BEFORE UPDATE ON blocks FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lot_uses_update BEFORE UPDATE ON lot_uses FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_takings_update BEFORE UPDATE ON takings FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_audit_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lots_update BEFORE UPDATE OF id, source, member, partner, amount, earned_at, reason, reference ON lots FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_accounts_update BEFORE UPDATE OF id ON accounts FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_transfers_delete BEFORE DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_blocks_delete BEFORE DELETE ON blocks FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lot_uses_delete BEFORE DELETE ON lot_uses FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_takings_delete BEFORE DELETE ON takings FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_audit_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lots_delete BEFORE DELETE ON lots FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_accounts_delete BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_transfers_truncate BEFORE TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_blocks_truncate BEFORE TRUNCATE ON blocks FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lot_uses_truncate BEFORE TRUNCATE ON lot_uses FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_takings_truncate BEFORE TRUNCATE ON takings FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_audit_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_lots_truncate BEFORE TRUNCATE ON lots FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
--;
CREATE OR REPLACE TRIGGER keep_accounts_truncate BEFORE TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION ledger_keeps()
