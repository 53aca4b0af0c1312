create sequence ref_status_page;
create table "status_page" (
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
  "slug" text not null,
  "public" boolean,
  "about" text,
  "time_zone" text not null,
  "website" text,
  "help_url" text,
  "subscribing" text
);
create index status_page_title on "status_page" (title, id);
create index status_page_state on "status_page" ("state", id);
create index status_page_created_at on "status_page" ("created_at", id);
create index status_page_changed_at on "status_page" ("changed_at", id);
create unique index status_page_slug on "status_page" ("slug");

create sequence ref_status_item;
create table "status_item" (
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
  "page" uuid not null references record (id),
  "subjects" uuid[] not null default '{}',
  "group_name" text,
  "sorting" bigint,
  "about" text,
  "recorded_since" date,
  "hide_days" boolean
);
create index status_item_title on "status_item" (title, id);
create index status_item_state on "status_item" ("state", id);
create index status_item_created_at on "status_item" ("created_at", id);
create index status_item_changed_at on "status_item" ("changed_at", id);
create index status_item_page on "status_item" ("page", id);
create index status_item_subjects on "status_item" using gin ("subjects");

create sequence ref_status_notice;
create table "status_notice" (
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
  "page" uuid not null references record (id),
  "notice_type" text not null,
  "impact" text not null,
  "items" uuid[] not null default '{}',
  "started_at" timestamptz not null,
  "ended_at" timestamptz,
  "incident" uuid references record (id),
  "outages" uuid[] not null default '{}',
  "maintenance" uuid references record (id)
);
create index status_notice_title on "status_notice" (title, id);
create index status_notice_state on "status_notice" ("state", id);
create index status_notice_created_at on "status_notice" ("created_at", id);
create index status_notice_changed_at on "status_notice" ("changed_at", id);
create index status_notice_page on "status_notice" ("page", id);
create index status_notice_notice_type on "status_notice" ("notice_type", id);
create index status_notice_started_at on "status_notice" ("started_at", id);
create index status_notice_ended_at on "status_notice" ("ended_at", id);
create index status_notice_items on "status_notice" using gin ("items");
create index status_notice_outages on "status_notice" using gin ("outages");

create sequence ref_status_update;
create table "status_update" (
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
  "notice" uuid not null references record (id),
  "stage" text not null,
  "words" text not null,
  "at" timestamptz not null
);
create index status_update_title on "status_update" (title, id);
create index status_update_state on "status_update" ("state", id);
create index status_update_created_at on "status_update" ("created_at", id);
create index status_update_changed_at on "status_update" ("changed_at", id);
create index status_update_notice on "status_update" ("notice", id);
create index status_update_at on "status_update" ("at", id);

-- Readers are no records: what the event log holds stays for ever, and an address must go when its owner asks for it.
create table status_subscriber (
  id uuid primary key,
  page uuid not null references record (id) on delete cascade,
  channel text not null check (channel in ('mail', 'webhook')),
  mail text not null,
  url text check ((url is null) = (channel = 'mail')),
  items uuid[] not null default '{}',
  key text not null unique,
  secret text,
  asked_at timestamptz not null,
  asked_from text not null,
  confirmed_at timestamptz,
  stopped_at timestamptz,
  stopped_because text
);
create unique index status_subscriber_once on status_subscriber (page, lower(mail), coalesce(url, ''));
create index status_subscriber_asked on status_subscriber (asked_at);

create table status_delivery (
  id uuid primary key,
  subscriber uuid not null references status_subscriber (id) on delete cascade,
  told uuid not null references record (id) on delete cascade,
  state text not null check (state in ('queued', 'sent', 'failed')),
  tries integer not null default 0,
  next_try_at timestamptz,
  last_error text,
  made_at timestamptz not null,
  done_at timestamptz,
  unique (subscriber, told)
);
create index status_delivery_due on status_delivery (next_try_at) where state = 'queued';
create index status_delivery_told on status_delivery (told);
create index status_delivery_made on status_delivery (made_at);
