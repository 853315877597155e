CREATE TABLE accounts (
  id INTEGER NOT NULL,
  balance INTEGER DEFAULT '0' NOT NULL,
  least INTEGER,
  CONSTRAINT pk_accounts PRIMARY KEY (id),
  CONSTRAINT ck_accounts_least CHECK (least IS NULL OR balance >= least)
)
--;
CREATE TABLE accruals (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  total INTEGER NOT NULL,
  returned INTEGER DEFAULT '0' NOT NULL,
  receipt BLOB NOT NULL,
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
  seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL,
  member INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  points INTEGER NOT NULL,
  reason TEXT NOT NULL,
  asked_by INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  approved_by INTEGER,
  approved_at INTEGER,
  state TEXT NOT NULL,
  CONSTRAINT ck_adjustments_two_people CHECK (approved_by IS NULL OR approved_by <> asked_by),
  CONSTRAINT ck_adjustments_state CHECK (state IN ('waiting', 'done', 'refused')),
  CONSTRAINT ck_adjustments_points CHECK (points <> 0),
  CONSTRAINT uq_adjustments_id UNIQUE (id)
)
--;
CREATE INDEX ix_adjustments_asked ON adjustments (asked_by, asked_at)
--;
CREATE TABLE attempts (
  subject BLOB NOT NULL,
  since INTEGER NOT NULL,
  count INTEGER NOT NULL,
  CONSTRAINT pk_attempts PRIMARY KEY (subject)
)
--;
CREATE INDEX ix_attempts_since ON attempts (since)
--;
CREATE TABLE audit (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  staff INTEGER,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  facts JSON NOT NULL,
  partner INTEGER
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
  batch INTEGER NOT NULL,
  wallet TEXT NOT NULL,
  cumulative INTEGER NOT NULL,
  CONSTRAINT pk_batch_claims PRIMARY KEY (batch, wallet)
)
--;
CREATE INDEX ix_batch_claims_wallet ON batch_claims (wallet)
--;
CREATE TABLE blocks (
  number INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  count INTEGER NOT NULL,
  root BLOB NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  leaves BLOB NOT NULL,
  sealed_at INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  CONSTRAINT pk_blocks PRIMARY KEY (number),
  CONSTRAINT uq_blocks_hash UNIQUE (hash)
)
--;
CREATE TABLE cancellations (
  number INTEGER NOT NULL,
  voucher INTEGER NOT NULL,
  scope TEXT NOT NULL,
  place INTEGER NOT NULL,
  at INTEGER NOT NULL,
  CONSTRAINT pk_cancellations PRIMARY KEY (number)
)
--;
CREATE INDEX ix_cancellations_place ON cancellations (scope, place, number)
--;
CREATE INDEX ix_cancellations_voucher ON cancellations (voucher)
--;
CREATE TABLE card_receipts (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  card INTEGER NOT NULL,
  member INTEGER,
  at INTEGER NOT NULL,
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
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  shop INTEGER NOT NULL,
  name TEXT NOT NULL,
  pin TEXT NOT NULL,
  state TEXT DEFAULT 'active' NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_cashiers_state CHECK (state IN ('active', 'suspended'))
)
--;
CREATE INDEX ix_cashiers_shop ON cashiers (shop)
--;
CREATE TABLE chain_messages (
  kind TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  boc BLOB NOT NULL,
  hash BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  CONSTRAINT pk_chain_messages PRIMARY KEY (kind, epoch, attempt),
  CONSTRAINT ck_chain_messages_kind CHECK (kind IN ('root', 'shares'))
)
--;
CREATE TABLE chain_returns (
  account TEXT NOT NULL,
  lt INTEGER NOT NULL,
  hash BLOB NOT NULL,
  sender TEXT NOT NULL,
  points INTEGER NOT NULL,
  reward INTEGER NOT NULL,
  nonce TEXT NOT NULL,
  at INTEGER NOT NULL,
  member INTEGER,
  credited_at INTEGER,
  unmatched INTEGER DEFAULT '0' NOT NULL,
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
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "query" INTEGER NOT NULL,
  boc BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  state TEXT NOT NULL,
  ended_at INTEGER,
  CONSTRAINT ck_claim_batches_state CHECK (state IN ('stored', 'done', 'over'))
)
--;
CREATE INDEX ix_claim_batches_created_at ON claim_batches (created_at)
--;
CREATE INDEX ix_claim_batches_open ON claim_batches (number) WHERE state = 'stored'
--;
CREATE TABLE claimed (
  wallet TEXT NOT NULL,
  cumulative INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  CONSTRAINT pk_claimed PRIMARY KEY (wallet)
)
--;
CREATE TABLE claims (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  member INTEGER NOT NULL,
  total INTEGER NOT NULL,
  sealed_at INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL,
  hint BLOB NOT NULL,
  points INTEGER NOT NULL,
  taken_back INTEGER DEFAULT '0' NOT NULL,
  rule INTEGER,
  lot INTEGER,
  transfer BLOB,
  exposed INTEGER DEFAULT '0' NOT NULL,
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
  issuer INTEGER NOT NULL,
  taker INTEGER NOT NULL,
  points INTEGER NOT NULL,
  CONSTRAINT pk_clearing PRIMARY KEY (day, issuer, taker)
)
--;
CREATE TABLE clearing_marks (
  name TEXT NOT NULL,
  seq INTEGER DEFAULT '0' NOT NULL,
  remainders JSON NOT NULL,
  CONSTRAINT pk_clearing_marks PRIMARY KEY (name)
)
--;
CREATE TABLE consents (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL,
  version TEXT NOT NULL,
  text_digest BLOB NOT NULL,
  language TEXT NOT NULL,
  channel TEXT NOT NULL,
  given BOOLEAN NOT NULL,
  at INTEGER NOT NULL
)
--;
CREATE INDEX ix_consents_member ON consents (member)
--;
CREATE TABLE custody (
  member INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  held INTEGER NOT NULL,
  CONSTRAINT pk_custody PRIMARY KEY (member)
)
--;
CREATE TABLE deliveries (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  webhook INTEGER NOT NULL,
  feed INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  next_at INTEGER NOT NULL,
  last TEXT DEFAULT '' NOT NULL
)
--;
CREATE INDEX ix_deliveries_due ON deliveries (state, next_at)
--;
CREATE UNIQUE INDEX uq_deliveries_once ON deliveries (webhook, feed)
--;
CREATE TABLE earning_rules (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body JSON NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER,
  created_at INTEGER NOT NULL,
  replaces INTEGER,
  active BOOLEAN NOT NULL
)
--;
CREATE INDEX ix_earning_rules_partner ON earning_rules (partner)
--;
CREATE TABLE epochs (
  epoch INTEGER NOT NULL,
  block INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  root BLOB NOT NULL,
  issued INTEGER NOT NULL,
  custody INTEGER NOT NULL,
  sum_root BLOB NOT NULL,
  state TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  found JSON,
  CONSTRAINT pk_epochs PRIMARY KEY (epoch),
  CONSTRAINT ck_epochs_state CHECK (state IN ('stored', 'confirmed')),
  CONSTRAINT ck_epochs_amounts CHECK (epoch > 0 AND issued >= 0 AND custody >= 0)
)
--;
CREATE UNIQUE INDEX uq_epochs_stored ON epochs (state) WHERE state = 'stored'
--;
CREATE TABLE events (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  hash BLOB NOT NULL,
  raw BLOB NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  refusal TEXT,
  detail TEXT,
  CONSTRAINT pk_events PRIMARY KEY (till, sequence)
)
--;
CREATE INDEX ix_events_refused ON events (till, sequence) WHERE refusal IS NOT NULL
--;
CREATE TABLE exposures (
  scope TEXT NOT NULL,
  owner INTEGER NOT NULL,
  points INTEGER NOT NULL,
  most INTEGER NOT NULL,
  CONSTRAINT pk_exposures PRIMARY KEY (scope, owner),
  CONSTRAINT ck_exposures_most CHECK (points >= 0 AND points <= most)
)
--;
CREATE TABLE feed (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  member INTEGER,
  till INTEGER,
  partner INTEGER,
  body JSON NOT NULL,
  at INTEGER NOT NULL,
  position INTEGER,
  CONSTRAINT uq_feed_position UNIQUE (position)
)
--;
CREATE INDEX ix_feed_at ON feed (at)
--;
CREATE INDEX ix_feed_unnumbered ON feed (id) WHERE position IS NULL
--;
CREATE TABLE fiscal_claims (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  receipt BLOB NOT NULL,
  member INTEGER NOT NULL,
  register TEXT NOT NULL,
  sign TEXT NOT NULL,
  total INTEGER NOT NULL,
  printed_at INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  CONSTRAINT ck_fiscal_claims_state CHECK (state IN ('waiting', 'credited', 'review', 'differs', 'duplicate', 'unknown', 'rejected')),
  CONSTRAINT uq_fiscal_claims_receipt UNIQUE (receipt)
)
--;
CREATE INDEX ix_fiscal_claims_member ON fiscal_claims (member)
--;
CREATE INDEX ix_fiscal_claims_waiting ON fiscal_claims (register, sign) WHERE state = 'waiting'
--;
CREATE TABLE forked_events (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  hash BLOB NOT NULL,
  raw BLOB NOT NULL,
  received_at INTEGER NOT NULL,
  CONSTRAINT pk_forked_events PRIMARY KEY (till, sequence, hash)
)
--;
CREATE TABLE heartbeats (
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  facts JSON NOT NULL,
  CONSTRAINT pk_heartbeats PRIMARY KEY (name)
)
--;
CREATE TABLE idempotency (
  principal TEXT NOT NULL,
  "key" TEXT NOT NULL,
  digest BLOB NOT NULL,
  status INTEGER,
  reply BLOB,
  at INTEGER NOT NULL,
  CONSTRAINT pk_idempotency PRIMARY KEY (principal, "key")
)
--;
CREATE INDEX ix_idempotency_at ON idempotency (at)
--;
CREATE TABLE imported_members (
  phone_digest BLOB NOT NULL,
  partner INTEGER NOT NULL,
  points INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  member INTEGER,
  claimed_at INTEGER,
  CONSTRAINT pk_imported_members PRIMARY KEY (phone_digest, partner)
)
--;
CREATE TABLE imports (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  partner INTEGER NOT NULL,
  digest BLOB NOT NULL,
  rows INTEGER NOT NULL,
  staff INTEGER,
  at INTEGER NOT NULL
)
--;
CREATE TABLE insight_clock (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  hour SMALLINT NOT NULL,
  receipts INTEGER DEFAULT '0' NOT NULL,
  total INTEGER DEFAULT '0' NOT NULL,
  returned INTEGER DEFAULT '0' NOT NULL,
  voided INTEGER DEFAULT '0' NOT NULL,
  claimed INTEGER DEFAULT '0' NOT NULL,
  claimed_total INTEGER DEFAULT '0' NOT NULL,
  earned INTEGER DEFAULT '0' NOT NULL,
  claims INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER DEFAULT '0' NOT NULL,
  redeemed INTEGER DEFAULT '0' NOT NULL,
  redeemed_points INTEGER DEFAULT '0' NOT NULL,
  redeemed_value INTEGER DEFAULT '0' NOT NULL,
  undone INTEGER DEFAULT '0' NOT NULL,
  lost INTEGER DEFAULT '0' NOT NULL,
  lost_value INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_clock PRIMARY KEY (partner, day, hour)
)
--;
CREATE TABLE insight_cohorts (
  owner INTEGER NOT NULL,
  first INTEGER NOT NULL,
  month INTEGER NOT NULL,
  members INTEGER NOT NULL,
  CONSTRAINT pk_insight_cohorts PRIMARY KEY (owner, first, month)
)
--;
CREATE TABLE insight_days (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  till INTEGER NOT NULL,
  cashier TEXT NOT NULL,
  receipts INTEGER DEFAULT '0' NOT NULL,
  total INTEGER DEFAULT '0' NOT NULL,
  returned INTEGER DEFAULT '0' NOT NULL,
  voided INTEGER DEFAULT '0' NOT NULL,
  claimed INTEGER DEFAULT '0' NOT NULL,
  claimed_total INTEGER DEFAULT '0' NOT NULL,
  earned INTEGER DEFAULT '0' NOT NULL,
  claims INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER DEFAULT '0' NOT NULL,
  redeemed INTEGER DEFAULT '0' NOT NULL,
  redeemed_points INTEGER DEFAULT '0' NOT NULL,
  redeemed_value INTEGER DEFAULT '0' NOT NULL,
  undone INTEGER DEFAULT '0' NOT NULL,
  lost INTEGER DEFAULT '0' NOT NULL,
  lost_value INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_days PRIMARY KEY (partner, day, shop, till, cashier)
)
--;
CREATE TABLE insight_frequency (
  owner INTEGER NOT NULL,
  days INTEGER NOT NULL,
  visits INTEGER NOT NULL,
  members INTEGER NOT NULL,
  CONSTRAINT pk_insight_frequency PRIMARY KEY (owner, days, visits)
)
--;
CREATE TABLE insight_gaps (
  scope TEXT NOT NULL,
  owner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  back SMALLINT NOT NULL,
  since INTEGER NOT NULL,
  members INTEGER NOT NULL,
  CONSTRAINT pk_insight_gaps PRIMARY KEY (scope, owner, back, day, since)
)
--;
CREATE TABLE insight_hours (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  hour SMALLINT NOT NULL,
  shop INTEGER NOT NULL,
  till INTEGER NOT NULL,
  cashier TEXT NOT NULL,
  receipts INTEGER DEFAULT '0' NOT NULL,
  total INTEGER DEFAULT '0' NOT NULL,
  returned INTEGER DEFAULT '0' NOT NULL,
  voided INTEGER DEFAULT '0' NOT NULL,
  claimed INTEGER DEFAULT '0' NOT NULL,
  claimed_total INTEGER DEFAULT '0' NOT NULL,
  earned INTEGER DEFAULT '0' NOT NULL,
  claims INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER DEFAULT '0' NOT NULL,
  redeemed INTEGER DEFAULT '0' NOT NULL,
  redeemed_points INTEGER DEFAULT '0' NOT NULL,
  redeemed_value INTEGER DEFAULT '0' NOT NULL,
  undone INTEGER DEFAULT '0' NOT NULL,
  lost INTEGER DEFAULT '0' NOT NULL,
  lost_value INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_hours PRIMARY KEY (partner, day, hour, shop, till, cashier)
)
--;
CREATE INDEX ix_insight_hours_hour ON insight_hours (hour, day)
--;
CREATE TABLE insight_marks (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  visits BOOLEAN NOT NULL
)
--;
CREATE TABLE insight_points (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  till INTEGER NOT NULL,
  issued INTEGER DEFAULT '0' NOT NULL,
  taken_back INTEGER DEFAULT '0' NOT NULL,
  expired INTEGER DEFAULT '0' NOT NULL,
  live INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_points PRIMARY KEY (partner, day, shop, till)
)
--;
CREATE TABLE insight_progress (
  name TEXT NOT NULL,
  upto INTEGER NOT NULL,
  at INTEGER NOT NULL,
  CONSTRAINT pk_insight_progress PRIMARY KEY (name)
)
--;
CREATE TABLE insight_rewards (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  reward INTEGER NOT NULL,
  taken INTEGER DEFAULT '0' NOT NULL,
  points INTEGER DEFAULT '0' NOT NULL,
  value INTEGER DEFAULT '0' NOT NULL,
  undone INTEGER DEFAULT '0' NOT NULL,
  issued INTEGER DEFAULT '0' NOT NULL,
  unused INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_rewards PRIMARY KEY (partner, day, shop, reward)
)
--;
CREATE TABLE insight_rfm (
  owner INTEGER NOT NULL,
  recency SMALLINT NOT NULL,
  frequency SMALLINT NOT NULL,
  money SMALLINT NOT NULL,
  members INTEGER DEFAULT '0' NOT NULL,
  visits INTEGER DEFAULT '0' NOT NULL,
  spend INTEGER DEFAULT '0' NOT NULL,
  points INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_rfm PRIMARY KEY (owner, recency, frequency, money)
)
--;
CREATE TABLE insight_shops (
  partner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  receipts INTEGER DEFAULT '0' NOT NULL,
  total INTEGER DEFAULT '0' NOT NULL,
  returned INTEGER DEFAULT '0' NOT NULL,
  voided INTEGER DEFAULT '0' NOT NULL,
  claimed INTEGER DEFAULT '0' NOT NULL,
  claimed_total INTEGER DEFAULT '0' NOT NULL,
  earned INTEGER DEFAULT '0' NOT NULL,
  claims INTEGER DEFAULT '0' NOT NULL,
  ended INTEGER DEFAULT '0' NOT NULL,
  redeemed INTEGER DEFAULT '0' NOT NULL,
  redeemed_points INTEGER DEFAULT '0' NOT NULL,
  redeemed_value INTEGER DEFAULT '0' NOT NULL,
  undone INTEGER DEFAULT '0' NOT NULL,
  lost INTEGER DEFAULT '0' NOT NULL,
  lost_value INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_insight_shops PRIMARY KEY (partner, day, shop)
)
--;
CREATE TABLE insight_tiers (
  owner INTEGER NOT NULL,
  day INTEGER NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  members INTEGER NOT NULL,
  CONSTRAINT pk_insight_tiers PRIMARY KEY (owner, day, "before", "after")
)
--;
CREATE TABLE jobs (
  name TEXT NOT NULL,
  done_at INTEGER DEFAULT '0' NOT NULL,
  leased_until INTEGER DEFAULT '0' NOT NULL,
  holder TEXT DEFAULT '' NOT NULL,
  facts JSON NOT NULL,
  CONSTRAINT pk_jobs PRIMARY KEY (name)
)
--;
CREATE TABLE leases (
  id INTEGER NOT NULL,
  till INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  count INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  granted_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  spent_count INTEGER DEFAULT '0' NOT NULL,
  spent_amount INTEGER DEFAULT '0' NOT NULL,
  closed_at INTEGER,
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
  epoch INTEGER NOT NULL,
  cumulative INTEGER NOT NULL,
  CONSTRAINT pk_leaves PRIMARY KEY (wallet, epoch),
  CONSTRAINT ck_leaves_cumulative CHECK (cumulative > 0)
)
--;
CREATE TABLE losses (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  partner INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  till INTEGER NOT NULL,
  lease INTEGER,
  redemption BLOB,
  amount INTEGER NOT NULL,
  shown INTEGER DEFAULT '0' NOT NULL,
  at INTEGER NOT NULL,
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
  transfer BLOB NOT NULL,
  lot INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  CONSTRAINT pk_lot_uses PRIMARY KEY (transfer, lot),
  CONSTRAINT ck_lot_uses_amount CHECK (amount > 0)
)
--;
CREATE INDEX ix_lot_uses_lot ON lot_uses (lot)
--;
CREATE TABLE lots (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  source BLOB NOT NULL,
  member INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  remaining INTEGER NOT NULL,
  earned_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  confirmed BOOLEAN NOT NULL,
  spendable BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  reference TEXT DEFAULT '' NOT NULL,
  CONSTRAINT ck_lots_remaining CHECK (remaining >= 0 AND remaining <= amount),
  CONSTRAINT uq_lots_source UNIQUE (source)
)
--;
CREATE INDEX ix_lots_live ON lots (member, expires_at)
--;
CREATE INDEX ix_lots_unvested ON lots (id) WHERE reason = 'bonus' AND NOT confirmed
--;
CREATE TABLE member_cards (
  number INTEGER NOT NULL,
  member INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  partner INTEGER,
  issued_at INTEGER NOT NULL,
  ended_at INTEGER,
  pin TEXT NOT NULL,
  wrong INTEGER DEFAULT '0' NOT NULL,
  wait_until INTEGER DEFAULT '0' NOT NULL,
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
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  telegram INTEGER,
  first_name TEXT DEFAULT '' NOT NULL,
  language TEXT DEFAULT 'ru' NOT NULL,
  tier TEXT DEFAULT 'bronze' NOT NULL,
  tier_since INTEGER DEFAULT '0' NOT NULL,
  tier_at_risk_since INTEGER,
  tier_given_until INTEGER,
  birthday TEXT,
  phone_digest BLOB,
  wallet TEXT,
  referral_code BLOB,
  referred_by INTEGER,
  staff_of INTEGER,
  blocked BOOLEAN DEFAULT '0' NOT NULL,
  settings JSON NOT NULL,
  created_at INTEGER NOT NULL,
  erased_at INTEGER,
  merged_into INTEGER,
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
  move BLOB NOT NULL,
  lot INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  points INTEGER NOT NULL,
  back INTEGER DEFAULT '0' NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT pk_move_lots PRIMARY KEY (move, lot),
  CONSTRAINT ck_move_lots_points CHECK (points > 0 AND back >= 0 AND back <= points)
)
--;
CREATE TABLE moves (
  number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL,
  transfer BLOB,
  member INTEGER NOT NULL,
  wallet TEXT NOT NULL,
  points INTEGER NOT NULL,
  back INTEGER DEFAULT '0' NOT NULL,
  asked_at INTEGER NOT NULL,
  epoch INTEGER,
  graced_until INTEGER,
  booked BOOLEAN NOT NULL,
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
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  member INTEGER NOT NULL,
  kind TEXT NOT NULL,
  facts JSON NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER DEFAULT '0' NOT NULL,
  next_at INTEGER NOT NULL,
  good_until INTEGER NOT NULL,
  ended_at INTEGER,
  last TEXT DEFAULT '' NOT NULL,
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
  digest BLOB NOT NULL,
  purpose TEXT NOT NULL,
  owner INTEGER NOT NULL,
  facts JSON NOT NULL,
  attempts INTEGER DEFAULT '0' NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  CONSTRAINT pk_one_time_codes PRIMARY KEY (digest)
)
--;
CREATE INDEX ix_one_time_codes_expires_at ON one_time_codes (expires_at)
--;
CREATE TABLE operator_receipts (
  register TEXT NOT NULL,
  sign TEXT NOT NULL,
  partner INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  total INTEGER NOT NULL,
  at INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  CONSTRAINT pk_operator_receipts PRIMARY KEY (register, sign)
)
--;
CREATE TABLE outages (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  began_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
)
--;
CREATE TABLE partners (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  wallet TEXT,
  state TEXT NOT NULL,
  tier TEXT DEFAULT 'bronze' NOT NULL,
  tier_since INTEGER DEFAULT '0' NOT NULL,
  tier_at_risk_since INTEGER,
  tier_given_until INTEGER,
  settings JSON NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_partners_state CHECK (state IN ('pending', 'active', 'suspended')),
  CONSTRAINT ck_partners_tier CHECK (tier IN ('bronze', 'silver', 'gold')),
  CONSTRAINT uq_partners_wallet UNIQUE (wallet)
)
--;
CREATE TABLE passkeys (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  member INTEGER NOT NULL,
  credential BLOB NOT NULL,
  public_key BLOB NOT NULL,
  handle BLOB NOT NULL,
  counter INTEGER NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  CONSTRAINT uq_passkeys_credential UNIQUE (credential)
)
--;
CREATE INDEX ix_passkeys_member ON passkeys (member)
--;
CREATE TABLE pictures (
  digest BLOB NOT NULL,
  kind TEXT NOT NULL,
  content BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT pk_pictures PRIMARY KEY (digest)
)
--;
CREATE TABLE programme (
  id INTEGER NOT NULL,
  generation INTEGER DEFAULT '1' NOT NULL,
  policy JSON NOT NULL,
  policy_version INTEGER DEFAULT '1' NOT NULL,
  keys JSON NOT NULL,
  next_voucher INTEGER DEFAULT '1' NOT NULL,
  next_version INTEGER DEFAULT '1' NOT NULL,
  next_lease INTEGER DEFAULT '1' NOT NULL,
  next_cancellation INTEGER DEFAULT '1' NOT NULL,
  catalogue INTEGER DEFAULT '1' NOT NULL,
  secret_mark BLOB,
  CONSTRAINT pk_programme PRIMARY KEY (id),
  CONSTRAINT ck_programme_one CHECK (id = 1)
)
--;
CREATE TABLE proof_parts (
  kind TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  CONSTRAINT pk_proof_parts PRIMARY KEY (kind, epoch, number),
  CONSTRAINT ck_proof_parts_kind CHECK (kind IN ('claims', 'sums'))
)
--;
CREATE TABLE redemptions (
  id BLOB NOT NULL,
  voucher INTEGER NOT NULL,
  member INTEGER,
  version INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  till INTEGER NOT NULL,
  sequence INTEGER,
  lease INTEGER,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  points INTEGER NOT NULL,
  value INTEGER,
  receipt_total INTEGER,
  cashier TEXT,
  state TEXT NOT NULL,
  why TEXT DEFAULT '' NOT NULL,
  lot INTEGER,
  accrual INTEGER,
  undone_at INTEGER,
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
  owner INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  retired_at INTEGER,
  closed BOOLEAN NOT NULL,
  CONSTRAINT pk_retired_keys PRIMARY KEY (kind, owner, key_id)
)
--;
CREATE TABLE returns (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  receipt BLOB NOT NULL,
  total INTEGER NOT NULL,
  at INTEGER NOT NULL,
  original TEXT,
  original_receipt BLOB,
  accrual INTEGER,
  state TEXT NOT NULL,
  sale_till INTEGER,
  sale_sequence INTEGER,
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
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  partner INTEGER,
  shop INTEGER,
  member INTEGER,
  why JSON NOT NULL,
  state TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by INTEGER,
  note TEXT DEFAULT '' NOT NULL,
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
  reward INTEGER NOT NULL,
  member INTEGER NOT NULL,
  count INTEGER NOT NULL,
  most INTEGER,
  CONSTRAINT pk_reward_uses PRIMARY KEY (reward, member),
  CONSTRAINT ck_reward_uses_most CHECK (count >= 0 AND (most IS NULL OR count <= most))
)
--;
CREATE TABLE reward_versions (
  version INTEGER NOT NULL,
  reward INTEGER NOT NULL,
  kind TEXT NOT NULL,
  price INTEGER NOT NULL,
  value INTEGER,
  percent INTEGER,
  most INTEGER,
  texts JSON NOT NULL,
  terms JSON NOT NULL,
  offline BOOLEAN NOT NULL,
  picture BLOB,
  limit_each INTEGER,
  created_at INTEGER NOT NULL,
  CONSTRAINT pk_reward_versions PRIMARY KEY (version),
  CONSTRAINT ck_reward_versions_version_fits_the_wire CHECK (version BETWEEN 1 AND 16777215),
  CONSTRAINT ck_reward_versions_price CHECK (price >= 0),
  CONSTRAINT ck_reward_versions_offline_needs_a_value CHECK (NOT offline OR value IS NOT NULL)
)
--;
CREATE INDEX ix_reward_versions_reward ON reward_versions (reward)
--;
CREATE TABLE rewards (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  stock INTEGER,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_rewards_stock CHECK (stock IS NULL OR stock >= 0),
  CONSTRAINT ck_rewards_state CHECK (state IN ('draft', 'offered', 'withdrawn'))
)
--;
CREATE INDEX ix_rewards_partner ON rewards (partner)
--;
CREATE TABLE roles (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  staff INTEGER NOT NULL,
  role TEXT NOT NULL,
  partner INTEGER,
  shop INTEGER,
  CONSTRAINT ck_roles_role CHECK (role IN ('operator', 'owner', 'manager', 'cashier', 'auditor')),
  CONSTRAINT ck_roles_shop_of_partner CHECK (shop IS NULL OR partner IS NOT NULL),
  CONSTRAINT ck_roles_scope CHECK (CASE WHEN role = 'operator' THEN partner IS NULL WHEN role = 'auditor' THEN TRUE ELSE partner IS NOT NULL END)
)
--;
CREATE INDEX ix_roles_staff ON roles (staff)
--;
CREATE TABLE sessions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  owner INTEGER NOT NULL,
  family BLOB NOT NULL,
  refresh_digest BLOB NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  revoked_at INTEGER,
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
  id INTEGER NOT NULL,
  seq INTEGER DEFAULT '0' NOT NULL,
  halted TEXT DEFAULT '' NOT NULL,
  halted_at INTEGER,
  returns INTEGER DEFAULT '0' NOT NULL,
  audited INTEGER DEFAULT '0' NOT NULL,
  "query" INTEGER DEFAULT '0' NOT NULL,
  CONSTRAINT pk_settlement PRIMARY KEY (id),
  CONSTRAINT ck_settlement_one CHECK (id = 1)
)
--;
CREATE TABLE share_epochs (
  epoch INTEGER NOT NULL,
  root BLOB NOT NULL,
  total INTEGER NOT NULL,
  state TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  confirmed_at INTEGER,
  CONSTRAINT pk_share_epochs PRIMARY KEY (epoch),
  CONSTRAINT ck_share_epochs_state CHECK (state IN ('stored', 'confirmed'))
)
--;
CREATE UNIQUE INDEX uq_share_epochs_stored ON share_epochs (state) WHERE state = 'stored'
--;
CREATE TABLE share_leaves (
  wallet TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  cumulative INTEGER NOT NULL,
  CONSTRAINT pk_share_leaves PRIMARY KEY (wallet, epoch),
  CONSTRAINT ck_share_leaves_cumulative CHECK (cumulative > 0)
)
--;
CREATE TABLE share_standings (
  partner INTEGER NOT NULL,
  peak INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  CONSTRAINT pk_share_standings PRIMARY KEY (partner),
  CONSTRAINT ck_share_standings_amounts CHECK (peak >= 0 AND waiting >= 0)
)
--;
CREATE TABLE shops (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL,
  name TEXT NOT NULL,
  address TEXT DEFAULT '' NOT NULL,
  state TEXT DEFAULT 'active' NOT NULL,
  settings JSON NOT NULL,
  voucher_key INTEGER DEFAULT '0' NOT NULL,
  online_only BOOLEAN DEFAULT '0' NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_shops_state CHECK (state IN ('active', 'suspended')),
  CONSTRAINT ck_shops_id_fits_the_wire CHECK (id < 16777216)
)
--;
CREATE INDEX ix_shops_partner ON shops (partner)
--;
CREATE TABLE short_codes (
  shop INTEGER NOT NULL,
  digest BLOB NOT NULL,
  voucher INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT pk_short_codes PRIMARY KEY (shop, digest)
)
--;
CREATE INDEX ix_short_codes_expires_at ON short_codes (expires_at)
--;
CREATE INDEX ix_short_codes_voucher ON short_codes (voucher)
--;
CREATE TABLE slips (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  claim INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  cashier TEXT,
  at INTEGER NOT NULL,
  CONSTRAINT pk_slips PRIMARY KEY (till, sequence)
)
--;
CREATE INDEX ix_slips_claim ON slips (till, claim)
--;
CREATE TABLE staff (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  password TEXT,
  totp_salt BLOB,
  totp_on BOOLEAN DEFAULT '0' NOT NULL,
  totp_step INTEGER DEFAULT '0' NOT NULL,
  recovery JSON NOT NULL,
  wallet TEXT,
  state TEXT DEFAULT 'active' NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_staff_state CHECK (state IN ('active', 'suspended')),
  CONSTRAINT uq_staff_login UNIQUE (login),
  CONSTRAINT uq_staff_wallet UNIQUE (wallet)
)
--;
CREATE TABLE takings (
  id BLOB NOT NULL,
  lot INTEGER NOT NULL,
  points INTEGER NOT NULL,
  from_lot INTEGER NOT NULL,
  from_other_lots INTEGER NOT NULL,
  below_zero INTEGER NOT NULL,
  shortfall INTEGER NOT NULL,
  forgiven INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  CONSTRAINT pk_takings PRIMARY KEY (id),
  CONSTRAINT ck_takings_whole CHECK (from_lot + from_other_lots + below_zero + shortfall + forgiven = points)
)
--;
CREATE INDEX ix_takings_lot ON takings (lot)
--;
CREATE TABLE tier_history (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  owner INTEGER NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  why JSON NOT NULL,
  at INTEGER NOT NULL
)
--;
CREATE INDEX ix_tier_history_at ON tier_history (kind, at)
--;
CREATE INDEX ix_tier_history_owner ON tier_history (kind, owner, at)
--;
CREATE TABLE tills (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  shop INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  enrolment TEXT,
  public_key BLOB,
  code_digest BLOB,
  code_expires_at INTEGER,
  claim_key INTEGER DEFAULT '0' NOT NULL,
  till_key INTEGER DEFAULT '0' NOT NULL,
  head_sequence INTEGER DEFAULT '0' NOT NULL,
  head_hash BLOB,
  head_at INTEGER,
  synced_at INTEGER,
  disk_head INTEGER,
  resend_from INTEGER,
  revoked_at INTEGER,
  revoked_head INTEGER,
  fork_from INTEGER,
  cancellations_acked INTEGER DEFAULT '0' NOT NULL,
  generation INTEGER DEFAULT '1' NOT NULL,
  registers JSON NOT NULL,
  settings JSON NOT NULL,
  health JSON NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  created_at INTEGER NOT NULL,
  CONSTRAINT ck_tills_state CHECK (state IN ('waiting', 'active', 'quarantined', 'revoked', 'written_off')),
  CONSTRAINT ck_tills_id_fits_the_wire CHECK (id < 16777216),
  CONSTRAINT uq_tills_code_digest UNIQUE (code_digest)
)
--;
CREATE INDEX ix_tills_shop ON tills (shop)
--;
CREATE TABLE transfers (
  seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL,
  debit INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  phase SMALLINT NOT NULL,
  resolves BLOB,
  reason TEXT NOT NULL,
  reference TEXT DEFAULT '' NOT NULL,
  at INTEGER NOT NULL,
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
  rule INTEGER NOT NULL,
  scope TEXT NOT NULL,
  owner INTEGER NOT NULL,
  period TEXT NOT NULL,
  points INTEGER NOT NULL,
  CONSTRAINT pk_usages PRIMARY KEY (rule, scope, owner, period),
  CONSTRAINT ck_usages_points CHECK (points >= 0)
)
--;
CREATE TABLE used_nonces (
  purpose TEXT NOT NULL,
  nonce BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  CONSTRAINT pk_used_nonces PRIMARY KEY (purpose, nonce)
)
--;
CREATE INDEX ix_used_nonces_expires_at ON used_nonces (expires_at)
--;
CREATE TABLE vouchers (
  id INTEGER NOT NULL,
  request BLOB NOT NULL,
  member INTEGER NOT NULL,
  reward INTEGER NOT NULL,
  version INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  scope TEXT NOT NULL,
  place INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  points INTEGER NOT NULL,
  hold BLOB,
  state TEXT NOT NULL,
  offline BOOLEAN NOT NULL,
  cancellation INTEGER,
  ended_at INTEGER,
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
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL,
  url TEXT NOT NULL,
  secret BLOB NOT NULL,
  kinds JSON NOT NULL,
  active BOOLEAN NOT NULL,
  feed_after INTEGER DEFAULT '0' NOT NULL,
  created_at INTEGER NOT NULL
)
--;
CREATE INDEX ix_webhooks_partner ON webhooks (partner)
--;
CREATE TABLE z_reports (
  till INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  number TEXT,
  register TEXT,
  sales_total INTEGER,
  sales_count INTEGER,
  returns_total INTEGER,
  returns_count INTEGER,
  accrued_total INTEGER,
  state TEXT NOT NULL,
  CONSTRAINT pk_z_reports PRIMARY KEY (till, sequence)
)
--;
CREATE TRIGGER IF NOT EXISTS keep_transfers_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_blocks_update BEFORE UPDATE ON blocks BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_lot_uses_update BEFORE UPDATE ON lot_uses BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_takings_update BEFORE UPDATE ON takings BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_lots_update BEFORE UPDATE OF id, source, member, partner, amount, earned_at, reason, reference ON lots BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_accounts_update BEFORE UPDATE OF id ON accounts BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_transfers_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_blocks_delete BEFORE DELETE ON blocks BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_lot_uses_delete BEFORE DELETE ON lot_uses BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_takings_delete BEFORE DELETE ON takings BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_lots_delete BEFORE DELETE ON lots BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
--;
CREATE TRIGGER IF NOT EXISTS keep_accounts_delete BEFORE DELETE ON accounts BEGIN SELECT RAISE(ABORT, 'the ledger keeps what was written'); END
