create sequence ref_source;
create table "source" (
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
  "source_type" text not null,
  "address" text,
  "settings" jsonb,
  "subject_label" text,
  "subject" uuid references record (id),
  "late_after" bigint,
  "zone" text,
  "max_series" bigint,
  "last_seen_at" timestamptz
);
create index source_title on "source" (title, id);
create index source_state on "source" ("state", id);
create index source_created_at on "source" ("created_at", id);
create index source_changed_at on "source" ("changed_at", id);
create index source_source_type on "source" ("source_type", id);

create sequence ref_measure;
create table "measure" (
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
  "subject" uuid references record (id),
  "measure_type" text not null,
  "description" text,
  "unit" text,
  "direction" text,
  "aggregation" text not null,
  "quantile" double precision,
  "data_quality" text,
  "source" uuid references record (id),
  "series" jsonb,
  "marked_series" jsonb,
  "marked_are" text,
  "good_when" text,
  "good_level" double precision,
  "query" text,
  "every" bigint,
  "last_at" timestamptz,
  "last_value" double precision
);
create index measure_title on "measure" (title, id);
create index measure_state on "measure" ("state", id);
create index measure_created_at on "measure" ("created_at", id);
create index measure_changed_at on "measure" ("changed_at", id);
create index measure_subject on "measure" ("subject", id);
create index measure_measure_type on "measure" ("measure_type", id);
create index measure_source on "measure" ("source", id);

create sequence ref_check;
create table "check" (
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
  "subject" uuid not null references record (id),
  "check_type" text not null,
  "target" text,
  "every" bigint not null,
  "timeout" bigint,
  "fails_after" bigint,
  "slow_after" double precision,
  "assertions" jsonb,
  "standing" text,
  "standing_since" timestamptz,
  "up_measure" uuid references record (id),
  "time_measure" uuid references record (id)
);
create index check_title on "check" (title, id);
create index check_state on "check" ("state", id);
create index check_created_at on "check" ("created_at", id);
create index check_changed_at on "check" ("changed_at", id);
create index check_subject on "check" ("subject", id);
create index check_check_type on "check" ("check_type", id);
create index check_standing on "check" ("standing", id);

create sequence ref_alert;
create table "alert" (
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
  "subject" uuid references record (id),
  "severity" text not null,
  "source" uuid references record (id),
  "alert_key" text,
  "started_at" timestamptz not null,
  "ended_at" timestamptz,
  "told" bigint,
  "labels" jsonb,
  "text" text,
  "link" text,
  "caused_by" uuid references record (id)
);
create index alert_title on "alert" (title, id);
create index alert_state on "alert" ("state", id);
create index alert_created_at on "alert" ("created_at", id);
create index alert_changed_at on "alert" ("changed_at", id);
create index alert_subject on "alert" ("subject", id);
create index alert_severity on "alert" ("severity", id);
create index alert_source on "alert" ("source", id);
create index alert_started_at on "alert" ("started_at", id);

create sequence ref_outage;
create table "outage" (
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
  "subject" uuid not null references record (id),
  "severity" text not null,
  "started_at" timestamptz not null,
  "ended_at" timestamptz,
  "found_by" text,
  "check" uuid references record (id),
  "alert" uuid references record (id),
  "cause" uuid references record (id),
  "own_fault" boolean,
  "what_happened" text,
  "users_hit" bigint,
  "found_as" text
);
create index outage_title on "outage" (title, id);
create index outage_state on "outage" ("state", id);
create index outage_created_at on "outage" ("created_at", id);
create index outage_changed_at on "outage" ("changed_at", id);
create index outage_subject on "outage" ("subject", id);
create index outage_severity on "outage" ("severity", id);
create index outage_started_at on "outage" ("started_at", id);
create index outage_ended_at on "outage" ("ended_at", id);

create sequence ref_correction;
create table "correction" (
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
  "subject" uuid not null references record (id),
  "outage" uuid references record (id),
  "starts_at" timestamptz not null,
  "ends_at" timestamptz not null,
  "reason_type" text not null,
  "explanation" text not null,
  "approved_by" uuid references record (id),
  "approved_at" timestamptz
);
create index correction_title on "correction" (title, id);
create index correction_state on "correction" ("state", id);
create index correction_created_at on "correction" ("created_at", id);
create index correction_changed_at on "correction" ("changed_at", id);
create index correction_subject on "correction" ("subject", id);
create index correction_starts_at on "correction" ("starts_at", id);
create index correction_reason_type on "correction" ("reason_type", id);

create sequence ref_maintenance;
create table "maintenance" (
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
  "subjects" uuid[] not null default '{}',
  "starts_at" timestamptz not null,
  "ends_at" timestamptz not null,
  "announced_at" timestamptz,
  "down" boolean,
  "description" text,
  "public" boolean
);
create index maintenance_title on "maintenance" (title, id);
create index maintenance_state on "maintenance" ("state", id);
create index maintenance_created_at on "maintenance" ("created_at", id);
create index maintenance_changed_at on "maintenance" ("changed_at", id);
create index maintenance_starts_at on "maintenance" ("starts_at", id);
create index maintenance_ends_at on "maintenance" ("ends_at", id);
create index maintenance_subjects on "maintenance" using gin ("subjects");
