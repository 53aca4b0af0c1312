create table comment (
  id uuid primary key,
  record_id uuid not null references record (id) on delete cascade,
  author uuid references record (id) on delete set null,
  at timestamptz not null,
  edited_at timestamptz,
  removed_at timestamptz,
  -- As written, in Markdown, and as HTML that has been made safe.
  text text not null,
  html text not null,
  mentions uuid[] not null default '{}'
);
create index comment_record on comment (record_id, id) where removed_at is null;

-- "@Ada Moss" is looked up by name.
create index record_called on record (lower(title)) where kind in ('person', 'team');
