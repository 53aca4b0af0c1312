-- Every e-mail that Reeve wrote, with what became of it.
create table mail (
  id uuid primary key,
  person uuid references record (id) on delete set null,
  "to" text not null,
  subject text not null,
  text text not null,
  html text not null,
  state text not null check (state in ('queued', 'sent', 'failed', 'not_configured')),
  tries integer not null default 0,
  next_try_at timestamptz,
  last_error text,
  made_at timestamptz not null,
  sent_at timestamptz
);
create index mail_due on mail (next_try_at) where state = 'queued';
create index mail_made on mail (made_at);
