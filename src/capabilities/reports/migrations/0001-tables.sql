create sequence ref_report;
create table "report" (
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
  "report_type" text not null,
  "service" uuid references record (id),
  "period" text not null,
  "as_of" timestamptz,
  "issued_at" timestamptz,
  "issued_by" uuid references record (id),
  "foreword" text
);
create index report_title on "report" (title, id);
create index report_state on "report" ("state", id);
create index report_created_at on "report" ("created_at", id);
create index report_changed_at on "report" ("changed_at", id);
create index report_service on "report" ("service", id);
create index report_period on "report" ("period", id);
create index report_issued_at on "report" ("issued_at", id);

