-- Events that told numbers, by the hash of their source and id: told again they count once.
create table source_event (
  source uuid not null references record (id),
  hash text not null,
  at timestamptz not null,
  primary key (source, hash)
);
create index source_event_at on source_event (at);

-- From when on the minutes of a source are all there. What is older was let go: an hour of it could not be added up anew, so that no reading of it is taken.
alter table source_intake add column kept_from timestamptz;

create index source_drop_hour on source_drop (hour);

-- Every reading changes what lists show of its measure: with room on its page that touches none of the measure's indexes.
alter table measure set (fillfactor = 45);
