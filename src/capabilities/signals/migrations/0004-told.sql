-- Of which causes people were told, and who: once for a cause, whichever process looks and however often it starts anew.
create table told_cause (
  id bigint generated always as identity primary key,
  subject uuid not null references record (id) on delete cascade,
  severity text not null check (severity in ('degraded', 'down')),
  since timestamptz not null,
  seen_at timestamptz not null,
  -- null while it is held back
  told_at timestamptz,
  -- null while it fails
  gone_at timestamptz,
  -- set once it is over for good
  over_at timestamptz,
  -- how often it failed
  times integer not null default 1,
  -- services that it takes down or degrades
  hit uuid[] not null default '{}',
  -- what fails by itself as well and is explained by it
  explains uuid[] not null default '{}'
);
create unique index told_cause_open on told_cause (subject) where over_at is null;
create index told_cause_over on told_cause (over_at) where over_at is not null;

create table told_person (
  cause bigint not null references told_cause (id) on delete cascade,
  person uuid not null references record (id) on delete cascade,
  severity text not null check (severity in ('degraded', 'down')),
  -- what of theirs it hits, and how many other services
  theirs uuid[] not null default '{}',
  others integer not null default 0,
  primary key (cause, person)
);
create index told_person_person on told_person (person);
