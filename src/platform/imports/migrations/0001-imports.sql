-- One row a run of an import: what was sent, how it was read, what came of it.
create table import_run (
  id uuid primary key,
  reader text not null,
  source text not null,
  state text not null check (state in ('reading', 'checked', 'applying', 'applied', 'failed', 'undone')),
  -- What the process that works on it does at the moment; null when nobody works on it.
  doing text check (doing in ('check', 'apply', 'undo')),
  files jsonb not null,
  mapping jsonb not null,
  columns jsonb not null default '[]',
  -- Some values of each column, for choosing what it is.
  samples jsonb not null default '{}',
  progress jsonb,
  summary jsonb,
  message text,
  batch uuid,
  via text not null,
  made_at timestamptz not null,
  made_by uuid,
  changed_at timestamptz not null,
  -- The uploaded files are taken away after a while; the run stays.
  files_until timestamptz
);
create index import_run_made_at on import_run (made_at desc, id desc);
create index import_run_source on import_run (source, made_at desc);
create index import_run_working on import_run (id) where doing is not null;
create index import_run_files on import_run (files_until) where files_until is not null;

-- What is wrong with a run's lines: the first ten thousand; the run's summary counts them all.
create table import_issue (
  run uuid not null references import_run (id) on delete cascade,
  number integer not null,
  severity text not null check (severity in ('refused', 'warning')),
  file text,
  line integer,
  path text,
  rule text not null,
  message text not null,
  primary key (run, number)
);

-- How a source is read, remembered from run to run.
create table import_mapping (
  source text not null,
  reader text not null,
  mapping jsonb not null,
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (source, reader)
);
