-- Slices of time that were good, by day (UTC), of promises that count in slices: a year of minutes is read once. Taken away when something of the day changes.
create table slice_day (
  promise uuid not null,
  day date not null,
  -- By what they were judged: other indicators, lengths or shares make other days.
  rule text not null,
  good double precision not null,
  valid double precision not null,
  unknown double precision not null,
  primary key (promise, day)
);
