-- Promises made of others, and the weight of a promise in those.
alter table promise
  add column parts uuid[] not null default '{}',
  add column part_weight double precision;
create index promise_parts on promise using gin (parts);
