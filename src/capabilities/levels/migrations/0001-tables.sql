create sequence ref_calendar;
create table "calendar" (
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
  "time_zone" text not null,
  "hours" jsonb not null,
  "holidays" jsonb,
  "shifts" jsonb,
  "breaks" jsonb
);
create index calendar_title on "calendar" (title, id);
create index calendar_state on "calendar" ("state", id);
create index calendar_created_at on "calendar" ("created_at", id);
create index calendar_changed_at on "calendar" ("changed_at", id);

create sequence ref_agreement;
create table "agreement" (
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
  "agreement_type" text not null,
  "provider" uuid references record (id),
  "customer" uuid references record (id),
  "services" uuid[] not null default '{}',
  "contract" uuid references record (id),
  "calendar" uuid not null references record (id),
  "starts_on" date,
  "ends_on" date,
  "pauses_on" text[] not null default '{}',
  "when_reopened" text,
  "terms" text
);
create index agreement_title on "agreement" (title, id);
create index agreement_state on "agreement" ("state", id);
create index agreement_created_at on "agreement" ("created_at", id);
create index agreement_changed_at on "agreement" ("changed_at", id);
create index agreement_agreement_type on "agreement" ("agreement_type", id);
create index agreement_starts_on on "agreement" ("starts_on", id);
create index agreement_services on "agreement" using gin ("services");

create sequence ref_promise;
create table "promise" (
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
  "agreement" uuid not null references record (id),
  "measure" text not null,
  "priority" text,
  "target" bigint not null,
  "share" double precision,
  "calendar" uuid references record (id),
  "warn_at" double precision,
  "order" bigint
);
create index promise_title on "promise" (title, id);
create index promise_state on "promise" ("state", id);
create index promise_created_at on "promise" ("created_at", id);
create index promise_changed_at on "promise" ("changed_at", id);
create index promise_agreement on "promise" ("agreement", id);

