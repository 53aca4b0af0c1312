create sequence ref_unit;
create table "unit" (
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
  "parent" uuid references record (id),
  "code" text,
  "unit_type" text,
  "head" uuid references record (id),
  "headcount" bigint,
  "site" text
);
create index unit_title on "unit" (title, id);
create index unit_state on "unit" ("state", id);
create index unit_created_at on "unit" ("created_at", id);
create index unit_changed_at on "unit" ("changed_at", id);

create sequence ref_person;
create table "person" (
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
  "email" text,
  "unit" uuid references record (id),
  "level" text,
  "job_title" text,
  "phone" text,
  "time_zone" text,
  "external" boolean,
  "employer" uuid references record (id)
);
create index person_title on "person" (title, id);
create index person_state on "person" ("state", id);
create index person_created_at on "person" ("created_at", id);
create index person_changed_at on "person" ("changed_at", id);
create unique index person_email on "person" ("email");

create sequence ref_team;
create table "team" (
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
  "supplier" uuid references record (id),
  "lead" uuid references record (id),
  "members" uuid[] not null default '{}',
  "email" text,
  "line" text,
  "about" text
);
create index team_title on "team" (title, id);
create index team_state on "team" ("state", id);
create index team_created_at on "team" ("created_at", id);
create index team_changed_at on "team" ("changed_at", id);
create index team_members on "team" using gin ("members");

create sequence ref_role;
create table "role" (
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
  "about" text,
  "rights" text[] not null default '{}',
  "desk" text
);
create index role_title on "role" (title, id);
create index role_state on "role" ("state", id);
create index role_created_at on "role" ("created_at", id);
create index role_changed_at on "role" ("changed_at", id);

create sequence ref_role_holding;
create table "role_holding" (
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
  "person" uuid not null references record (id),
  "role" uuid not null references record (id),
  "for_unit" uuid references record (id),
  "for_services" uuid[] not null default '{}',
  "from_day" date,
  "until_day" date
);
create index role_holding_title on "role_holding" (title, id);
create index role_holding_state on "role_holding" ("state", id);
create index role_holding_created_at on "role_holding" ("created_at", id);
create index role_holding_changed_at on "role_holding" ("changed_at", id);
create index role_holding_person on "role_holding" ("person", id);
create index role_holding_role on "role_holding" ("role", id);
create index role_holding_for_services on "role_holding" using gin ("for_services");

