-- Who is told of changes of a record. Owner and creator are told without a row; a row with watching = false is somebody who said no.
create table watch (
  record_id uuid not null references record (id) on delete cascade,
  person uuid not null references record (id) on delete cascade,
  watching boolean not null,
  since timestamptz not null,
  primary key (record_id, person)
);
create index watch_person on watch (person);
