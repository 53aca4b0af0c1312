create sequence touch_n;

-- The key by which a tool sends to a source; only its hash is kept.
create table source_key (
  id uuid primary key,
  source uuid not null references record (id),
  hash text not null unique,
  prefix text not null,
  made_at timestamptz not null,
  made_by uuid references record (id),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index source_key_source on source_key (source);

-- One row a source: locked by whoever writes its readings, so that a measure has one writer at a time.
create table source_intake (
  source uuid primary key references record (id),
  taken bigint not null default 0,
  series_n bigint not null default 0,
  revision bigint not null default 0,
  last_at timestamptz
) with (fillfactor = 50);

-- What was not taken, by hour and reason, with one example.
create table source_drop (
  source uuid not null references record (id),
  hour timestamptz not null,
  reason text not null,
  n bigint not null,
  example text,
  primary key (source, hour, reason)
);

-- Series of a source: which ones it has, and where a counter stood, so that its next reading gives an increase.
create table series (
  source uuid not null references record (id),
  hash text not null,
  name text not null,
  labels jsonb not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  total_at timestamptz,
  total double precision,
  buckets jsonb,
  resets integer not null default 0,
  primary key (source, hash)
) with (fillfactor = 80);

-- Readings of a measure, added up by minute, hour and day (UTC). Mergeable: two of one kind add up to the rollup of both.
-- marks: which readings are in it already, so that one sent twice counts once; sketch: how many readings lie in each bucket of a logarithmic scale.
create table rollup_minute (
  measure uuid not null,
  at timestamptz not null,
  count double precision not null,
  good double precision not null,
  sum double precision not null,
  min double precision,
  max double precision,
  last double precision,
  last_at timestamptz,
  sketch bytea,
  marks bytea,
  primary key (measure, at)
) with (fillfactor = 70);
create table rollup_hour (
  measure uuid not null,
  at timestamptz not null,
  count double precision not null,
  good double precision not null,
  sum double precision not null,
  min double precision,
  max double precision,
  last double precision,
  last_at timestamptz,
  sketch bytea,
  primary key (measure, at)
) with (fillfactor = 70);
create table rollup_day (
  measure uuid not null,
  at timestamptz not null,
  count double precision not null,
  good double precision not null,
  sum double precision not null,
  min double precision,
  max double precision,
  last double precision,
  last_at timestamptz,
  sketch bytea,
  primary key (measure, at)
) with (fillfactor = 70);

-- Hours whose readings changed after their hour and day were last added up from the minutes.
create table rollup_stale (
  measure uuid not null,
  hour timestamptz not null,
  n bigint not null default nextval('touch_n'),
  primary key (measure, hour)
);
create index rollup_stale_hour on rollup_stale (hour);

-- What changed since it was last looked at by whoever judges: a measure's readings, or the times of a subject's outages. From the earliest moment touched on.
create table touched (
  id uuid primary key,
  what text not null check (what in ('measure', 'subject')),
  from_at timestamptz not null,
  n bigint not null default nextval('touch_n')
);
create index touched_n on touched (n);

-- Which measures a source's series feed: rises with every change of a measure or a source.
create sequence signal_version_n;
create table signal_version (one boolean primary key default true check (one), n bigint not null);
insert into signal_version (n) values (nextval('signal_version_n'));
create function signals_changed() returns trigger language plpgsql as $$
begin
  update signal_version set n = nextval('signal_version_n');
  return null;
end $$;
create trigger measure_changed after insert or delete or update of state, source, series, marked_series, marked_are, good_when, good_level, aggregation on measure
  for each statement execute function signals_changed();
create trigger source_changed after insert or delete or update of state, late_after, max_series, zone, subject_label, subject, settings, address on source
  for each statement execute function signals_changed();

-- The state of checks between their runs, whichever process runs them.
create table check_run (
  "check" uuid primary key references record (id),
  next_at timestamptz not null,
  claimed_until timestamptz,
  last_at timestamptz,
  last_ms double precision,
  last_text text,
  failures integer not null default 0,
  successes integer not null default 0,
  beat_key text unique
) with (fillfactor = 50);
create index check_run_next on check_run (next_at);

create index alert_key on alert (source, alert_key);
create unique index alert_episode on alert (source, alert_key) where state <> 'resolved';
create index outage_of on outage (subject, started_at);
create index outage_open on outage (subject) where ended_at is null and state = 'ongoing';
create index correction_of on correction (subject, starts_at);
