-- Sums of the days by month, for pages over many services: cost does not grow with the days. `month` is '2016-03'.
create table service_month (
  month text not null,
  service uuid not null,
  opened integer not null,
  resolved integer not null,
  kept integer not null,
  missed integer not null,
  primary key (month, service)
);
create table promise_month (
  month text not null,
  service uuid not null,
  promise uuid not null,
  kept integer not null,
  missed integer not null,
  primary key (month, service, promise)
);
-- The sum of service_month over all services.
create table month_total (
  month text primary key,
  opened integer not null,
  resolved integer not null,
  kept integer not null,
  missed integer not null
);
-- What had been seen when the days were last made: events of transactions that this snapshot does not see are still to be followed.
-- The state is forgotten, so that everything is made anew with its months.
delete from service_day_state;
alter table service_day_state drop column tx, add column seen pg_snapshot not null;
