-- A ticket whose work is followed: what its clocks depend on besides its chain, and what was last shown of them.
create table chain (
  ticket uuid primary key references record (id),
  kind text not null,
  service uuid,
  opened_at timestamptz not null,
  due_at timestamptz,
  level_state text not null,
  -- The version of all agreements by which its clocks were read.
  level_version bigint not null
) with (fillfactor = 85);

-- Who held a ticket, in which state, from when until when. Written with the ticket, many at once by COPY: no foreign key but the chain's.
create table custody (
  ticket uuid not null,
  seq integer not null,
  from_at timestamptz not null,
  to_at timestamptz,
  holder_type text not null check (holder_type in ('customer', 'team', 'supplier', 'approval')),
  holder uuid,
  holder_name text,
  state text not null,
  meaning text not null check (meaning in ('open', 'active', 'waiting', 'done', 'closed', 'cancelled')),
  waiting_for text,
  owner uuid,
  priority text,
  primary key (ticket, seq),
  check (to_at > from_at)
);

-- What each promise's clock read at read_at. Times of working seconds are exact; told: 1 = a warning was given, 2 = the miss was told.
create table clock (
  ticket uuid not null,
  promise uuid not null,
  agreement uuid not null,
  measure text not null,
  state text not null check (state in ('running', 'paused', 'met', 'missed', 'cancelled')),
  started_at timestamptz,
  stopped_at timestamptz,
  due_at timestamptz,
  breached_at timestamptz,
  warn_at timestamptz,
  misses_at timestamptz,
  target_s bigint not null,
  elapsed_s double precision not null,
  paused_s double precision not null,
  read_at timestamptz not null,
  calendar uuid not null,
  calendar_version integer not null,
  agreement_version integer not null,
  promise_version integer not null,
  told smallint not null default 0,
  -- When something is to be told of it next.
  next_at timestamptz generated always as (
    case
      when state = 'missed' and told < 2 then breached_at
      when state = 'running' and told < 1 then least(warn_at, misses_at)
      when state = 'running' then misses_at
    end
  ) stored,
  primary key (ticket, promise)
) with (fillfactor = 85);
create index clock_next on clock (next_at) where next_at is not null;
-- A new reading of a stopped clock seldom changes what stands in an index, so that it stays on its page.
create index clock_open on clock (promise) where state in ('running', 'paused');

-- Rises with every change that clocks depend on, whoever makes it. From a sequence, so that a number stands for one content even after a rollback.
create sequence level_version_n;
create table level_version (one boolean primary key default true check (one), n bigint not null);
insert into level_version (n) values (nextval('level_version_n'));

-- The reading of all clocks anew: to which version it came, and how far it is.
create table level_reread (
  one boolean primary key default true check (one),
  finished_n bigint not null,
  terms text,
  wanted_n bigint,
  total bigint not null default 0,
  done bigint not null default 0,
  started_at timestamptz,
  finished_at timestamptz
);
insert into level_reread (finished_n) values (0);

create function levels_changed() returns trigger language plpgsql as $$
begin
  update level_version set n = nextval('level_version_n');
  return null;
end $$;
create trigger calendar_changed after insert or delete or update of time_zone, hours, holidays, shifts, breaks on calendar
  for each statement execute function levels_changed();
create trigger agreement_changed after insert or delete or update of state, agreement_type, provider, services, calendar, starts_on, ends_on, pauses_on, when_reopened on agreement
  for each statement execute function levels_changed();
create trigger promise_changed after insert or delete or update of state, agreement, measure, priority, target, calendar, warn_at on promise
  for each statement execute function levels_changed();

create unique index promise_once on promise (agreement, measure, coalesce(priority, '')) where state = 'active';
