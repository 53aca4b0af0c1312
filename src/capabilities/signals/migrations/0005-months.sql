-- Whole months (UTC) of readings, added up from their days once they are over: a year of a measure is then read from a hundred rows instead of four hundred.
create table rollup_month (
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

-- Months whose days changed after the month was last added up, and those that are not over.
create table rollup_stale_month (
  measure uuid not null,
  month timestamptz not null,
  primary key (measure, month)
);
create index rollup_stale_month_month on rollup_stale_month (month);
insert into rollup_stale_month (measure, month) select distinct measure, date_trunc('month', at, 'UTC') from rollup_day;
