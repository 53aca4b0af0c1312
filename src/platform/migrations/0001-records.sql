-- Every record of every kind stands here once: its ref, what full-text search reads, and where it was imported from.
create table record (
  id uuid primary key,
  kind text not null,
  ref text not null,
  title text not null,
  state text not null,
  source text,
  source_ref text,
  batch uuid,
  words tsvector not null,
  changed_at timestamptz not null
);
create unique index record_ref on record (ref);
create unique index record_source on record (source, source_ref, kind) where source is not null;
create index record_words on record using gin (words);
create index record_kind on record (kind, changed_at desc);
create index record_batch on record (batch) where batch is not null;

-- What happened: append-only. tx and era order it for the seal; a restored database starts a new era.
create table event (
  id bigint generated always as identity primary key,
  tx xid8 not null default pg_current_xact_id(),
  era smallint not null default 0,
  at timestamptz not null,
  occurred_at timestamptz,
  actor uuid,
  via text not null,
  verb text not null,
  kind text not null,
  record_id uuid not null,
  version integer,
  before jsonb,
  after jsonb,
  reason text,
  batch uuid
);
create index event_record on event (record_id, id);
create index event_batch on event (batch, id) where batch is not null;
create index event_actor on event (actor, id) where actor is not null;
create index event_at on event (at, id);
create index event_seal_order on event (era, tx, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the event log is append-only';
end $$;
create trigger event_append_only before update or delete on event for each row execute function refuse_change();

-- Sealed blocks: each covers the events of finished transactions after the block before it.
create table event_seal (
  block bigint primary key,
  era smallint not null,
  last_tx xid8 not null,
  events bigint not null,
  hash text not null,
  sealed_at timestamptz not null
);

-- Work of many records that is undone as one: an import, a bulk edit.
create table batch (
  id uuid primary key,
  label text not null,
  made_at timestamptz not null,
  made_by uuid,
  undone_at timestamptz,
  undone_by uuid
);

-- Answers to requests that carried an Idempotency-Key, so that a retry acts once.
create table idempotency (
  key text not null,
  actor uuid not null,
  request text not null,
  status integer,
  answer jsonb,
  made_at timestamptz not null,
  primary key (actor, key)
);
create index idempotency_age on idempotency (made_at);

create table setting (
  name text primary key,
  value jsonb not null
);

create sequence ref_view;
create table view (
  id uuid primary key references record (id),
  ref text not null unique,
  title text not null,
  state text not null,
  owner uuid,
  tags text[] not null default '{}',
  version integer not null,
  created_at timestamptz not null,
  created_by uuid,
  changed_at timestamptz not null,
  changed_by uuid,
  of_kind text not null,
  query text,
  shared boolean,
  pinned boolean,
  made_by uuid
);
create index view_of_kind on view (of_kind, id);
create index view_made_by on view (made_by, id);
create index view_state on view (state, id);
create index view_created_at on view (created_at, id);
create index view_changed_at on view (changed_at, id);
