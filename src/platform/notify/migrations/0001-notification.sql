create table notification (
  id bigint generated always as identity primary key,
  person uuid not null references record (id) on delete cascade,
  at timestamptz not null,
  record_id uuid references record (id) on delete cascade,
  kind text,
  ref text,
  verb text not null,
  text text not null,
  actor uuid,
  read_at timestamptz,
  mailed_at timestamptz
);
create index notification_person on notification (person, id);
create index notification_unread on notification (person, id) where read_at is null;
create index notification_to_mail on notification (at, person) where read_at is null and mailed_at is null;
create index notification_record on notification (record_id) where record_id is not null;
