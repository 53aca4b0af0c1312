-- Files of records. Their content lies in the data folder under its SHA-256, once however many files have it.
create table file (
  id uuid primary key,
  record_id uuid not null references record (id) on delete cascade,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  made_by uuid references record (id) on delete set null,
  made_at timestamptz not null,
  removed_at timestamptz
);
create index file_record on file (record_id, id) where removed_at is null;
create index file_content on file (sha256);
