create sequence ref_service;
create table "service" (
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
  "service_kind" text not null,
  "purpose" text,
  "unit" uuid references record (id),
  "team" uuid references record (id),
  "consumers" uuid[] not null default '{}',
  "criticality" text,
  "delivery" text,
  "supplier" uuid references record (id),
  "live_on" date,
  "functional_unit" text,
  "portfolio_group" text,
  "attributes" jsonb,
  "confirmed_on" date
);
create index service_title on "service" (title, id);
create index service_state on "service" ("state", id);
create index service_created_at on "service" ("created_at", id);
create index service_changed_at on "service" ("changed_at", id);
create index service_service_kind on "service" ("service_kind", id);
create index service_unit on "service" ("unit", id);
create index service_team on "service" ("team", id);
create index service_criticality on "service" ("criticality", id);
create index service_portfolio_group on "service" ("portfolio_group", id);
create index service_consumers on "service" using gin ("consumers");

create sequence ref_offering;
create table "offering" (
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
  "service" uuid not null references record (id),
  "description" text,
  "level_name" text,
  "price" double precision,
  "price_currency" text,
  "requestable" boolean,
  "calendar" uuid references record (id)
);
create index offering_title on "offering" (title, id);
create index offering_state on "offering" ("state", id);
create index offering_created_at on "offering" ("created_at", id);
create index offering_changed_at on "offering" ("changed_at", id);
create index offering_service on "offering" ("service", id);

create sequence ref_component;
create table "component" (
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
  "component_type" text,
  "description" text,
  "team" uuid references record (id),
  "supplier" uuid references record (id),
  "vendor" text,
  "model" text,
  "serial" text,
  "location" text,
  "installed_on" date,
  "support_ends_on" date,
  "portfolio_group" text
);
create index component_title on "component" (title, id);
create index component_state on "component" ("state", id);
create index component_created_at on "component" ("created_at", id);
create index component_changed_at on "component" ("changed_at", id);
create index component_component_type on "component" ("component_type", id);
create index component_team on "component" ("team", id);
create index component_support_ends_on on "component" ("support_ends_on", id);

create sequence ref_dependency;
create table "dependency" (
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
  "dependent" uuid not null references record (id),
  "provider" uuid not null references record (id),
  "means" text not null,
  "group" text,
  "needs_k" bigint,
  "note" text
);
create index dependency_title on "dependency" (title, id);
create index dependency_state on "dependency" ("state", id);
create index dependency_created_at on "dependency" ("created_at", id);
create index dependency_changed_at on "dependency" ("changed_at", id);
create index dependency_dependent on "dependency" ("dependent", id);
create index dependency_provider on "dependency" ("provider", id);

