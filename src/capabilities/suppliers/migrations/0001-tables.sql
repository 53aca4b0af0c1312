create sequence ref_supplier;
create table "supplier" (
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
  "category" text,
  "manager" uuid references record (id),
  "website" text,
  "support_email" text,
  "support_phone" text,
  "account_number" text,
  "country" text,
  "about" text
);
create index supplier_title on "supplier" (title, id);
create index supplier_state on "supplier" ("state", id);
create index supplier_created_at on "supplier" ("created_at", id);
create index supplier_changed_at on "supplier" ("changed_at", id);

create sequence ref_contract;
create table "contract" (
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
  "services" uuid[] not null default '{}',
  "number" text,
  "starts_on" date,
  "ends_on" date,
  "notice_days" bigint,
  "notice_by" date,
  "how_to_cancel" text,
  "renewal" text,
  "renewal_months" bigint,
  "first_alert_days" bigint,
  "second_alert_days" bigint,
  "yearly_cost" numeric,
  "currency" text,
  "billing" text,
  "signed" boolean,
  "terms" text
);
create index contract_title on "contract" (title, id);
create index contract_state on "contract" ("state", id);
create index contract_created_at on "contract" ("created_at", id);
create index contract_changed_at on "contract" ("changed_at", id);
create index contract_supplier on "contract" ("supplier", id);
create index contract_starts_on on "contract" ("starts_on", id);
create index contract_ends_on on "contract" ("ends_on", id);
create index contract_notice_by on "contract" ("notice_by", id);
create index contract_services on "contract" using gin ("services");

