-- Service credits: what suppliers owe for missed promises, one for each promise, subject and window. And how suppliers are judged, month by month.
alter table agreement add column credit_cap double precision;

create sequence ref_credit;
create table "credit" (
  id uuid primary key references record (id),
  ref text not null unique,
  "title" text not null,
  "state" text not null,
  "owner" uuid references record (id),
  "tags" text[] not null default '{}',
  "version" integer not null,
  "created_at" timestamptz not null,
  "created_by" uuid references record (id),
  "changed_at" timestamptz not null,
  "changed_by" uuid references record (id),
  "supplier" uuid references record (id),
  "agreement" uuid not null references record (id),
  "promise" uuid not null references record (id),
  "subject" uuid references record (id),
  "contract" uuid references record (id),
  "period" text not null,
  "origin" text,
  "result" double precision,
  "promised" double precision,
  "missed_by" double precision,
  "share" double precision,
  "charge" numeric,
  "amount" numeric,
  "capped" numeric,
  "claimed_amount" numeric,
  "agreed_amount" numeric,
  "currency" text,
  "claimed_at" timestamptz,
  "claimed_by" uuid references record (id),
  "agreed_at" timestamptz,
  "agreed_by" uuid references record (id),
  "refused_because" text,
  "credit_note" text,
  "booked_on" date,
  "result_now" double precision,
  "amount_now" numeric,
  "evidence" jsonb,
  "computed_at" timestamptz
);
create index credit_title on "credit" (title, id);
create index credit_state on "credit" ("state", id);
create index credit_created_at on "credit" ("created_at", id);
create index credit_changed_at on "credit" ("changed_at", id);
create index credit_supplier on "credit" ("supplier", id);
create index credit_agreement on "credit" ("agreement", id);
create index credit_promise on "credit" ("promise", id);
create index credit_contract on "credit" ("contract", id);
create index credit_period on "credit" ("period", id);

create sequence ref_scorecard;
create table "scorecard" (
  id uuid primary key references record (id),
  ref text not null unique,
  "title" text not null,
  "state" text not null,
  "owner" uuid references record (id),
  "tags" text[] not null default '{}',
  "version" integer not null,
  "created_at" timestamptz not null,
  "created_by" uuid references record (id),
  "changed_at" timestamptz not null,
  "changed_by" uuid references record (id),
  "supplier" uuid not null references record (id),
  "weights" jsonb,
  "given" jsonb
);
create index scorecard_title on "scorecard" (title, id);
create index scorecard_state on "scorecard" ("state", id);
create index scorecard_created_at on "scorecard" ("created_at", id);
create index scorecard_changed_at on "scorecard" ("changed_at", id);
create index scorecard_supplier on "scorecard" ("supplier", id);
create unique index credit_once on credit (promise, coalesce(subject, promise), period) where state <> 'waived';
create unique index scorecard_once on scorecard (supplier) where state = 'active';

-- The scorecard of a month that is over, as it was when it closed: its figures do not change when old tickets do.
create table scorecard_month (
  supplier uuid not null references record (id),
  month text not null,
  total double precision,
  coverage double precision not null,
  parts jsonb not null,
  frozen_at timestamptz not null,
  primary key (supplier, month)
);

-- Work in the hands of suppliers.
create index custody_supplier on custody (holder) where holder_type = 'supplier';
