-- What the runs of a check in a row come to, and what they opened: so that an outage begins with the first failure and an episode is told once.
alter table check_run
  add column failing_since timestamptz,
  add column bad integer not null default 0,
  add column bad_since timestamptz,
  add column outage uuid,
  add column alert uuid;
