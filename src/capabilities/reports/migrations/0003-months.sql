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
-- The state is forgotten, so that everything is made anew with its months.
delete from service_day_state;
