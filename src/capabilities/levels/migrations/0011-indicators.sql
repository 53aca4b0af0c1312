-- Promises about availability and about any measure, beside those about tickets.
alter table promise
  alter column target drop not null,
  add column subject uuid references record (id),
  add column indicator uuid references record (id),
  add column statistic text,
  add column comparator text,
  add column level double precision,
  add column budgeting text,
  add column slice bigint,
  add column slice_share double precision,
  add column window_type text,
  add column window_length bigint,
  add column maintenance_counts text,
  add column maintenance_notice bigint,
  add column budget_policy jsonb,
  add column burn_alerts jsonb,
  add column credit_steps jsonb,
  add column consequence text,
  add column slo_name text unique,
  add constraint promise_target check (target is not null or measure not in ('response', 'resolution'));
create index promise_measure on promise (measure, id);
create index promise_subject on promise (subject, id);
create index promise_indicator on promise (indicator, id);

drop index promise_once;
create unique index promise_once on promise (agreement, measure, coalesce(priority, '')) where state = 'active' and measure in ('response', 'resolution');

-- How a promise stands in a window of time, for one subject: kept from evaluation to evaluation. A calendar window is named by its period (2026-03), a rolling one 'rolling'.
-- value: a share for availability and good events, the level itself otherwise; low and high where part of the time is unknown; if_kept: the value when nothing else fails.
-- left_share and left_s: what is left of the error budget, as a share of it and in seconds; both may be negative. burn: how many times the even rate it burned in the last hour.
create table standing (
  promise uuid not null,
  subject uuid not null,
  window_name text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  agreement uuid not null,
  value double precision,
  low double precision,
  high double precision,
  if_kept double precision,
  target double precision not null,
  left_share double precision,
  left_s double precision,
  burn double precision,
  state text not null check (state in ('no_data', 'kept', 'at_risk', 'missed')),
  policy text,
  firing text,
  good double precision,
  valid double precision,
  promise_version integer not null,
  agreement_version integer not null,
  evaluated_at timestamptz not null,
  closed boolean not null default false,
  primary key (promise, subject, window_name)
) with (fillfactor = 70);
create index standing_subject on standing (subject, from_at);
create index standing_agreement on standing (agreement, from_at);
create index standing_closing on standing (to_at) where not closed;

-- Rises with every change of what promises over windows are made of, whoever makes it.
create sequence line_version_n;
create table line_version (one boolean primary key default true check (one), n bigint not null);
insert into line_version (n) values (nextval('line_version_n'));
create function lines_changed() returns trigger language plpgsql as $$
begin
  update line_version set n = nextval('line_version_n');
  return null;
end $$;
create trigger promise_line after insert or update or delete on promise for each statement execute function lines_changed();
create trigger agreement_line after insert or update or delete on agreement for each statement execute function lines_changed();
create trigger calendar_line after insert or update or delete on calendar for each statement execute function lines_changed();
