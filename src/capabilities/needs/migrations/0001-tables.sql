create sequence ref_need;
create table "need" (
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
  "unit" uuid references record (id),
  "statement" text,
  "volume" double precision,
  "volume_unit" text,
  "known_by" text,
  "value" text,
  "services" uuid[] not null default '{}',
  "confirmed_on" date,
  "confirmed_by" uuid references record (id),
  "aspects" text[] not null default '{}'
);
create index need_title on "need" (title, id);
create index need_state on "need" ("state", id);
create index need_created_at on "need" ("created_at", id);
create index need_changed_at on "need" ("changed_at", id);
create index need_unit on "need" ("unit", id);
create index need_services on "need" using gin ("services");

