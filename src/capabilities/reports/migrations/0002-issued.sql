-- A report as it was issued: nothing that happens later changes these rows.
create table report_issue (
  report uuid primary key references record (id),
  facts jsonb not null,
  html text not null,
  issued_at timestamptz not null,
  issued_by uuid,
  sha256 text not null
);
create table report_figure (
  report uuid not null references report_issue (report),
  key text not null,
  record_ids uuid[] not null,
  primary key (report, key)
);
create function refuse_reissue() returns trigger language plpgsql as $$
begin
  raise exception 'an issued report is never changed';
end $$;
create trigger report_issue_frozen before update on report_issue for each row execute function refuse_reissue();
create trigger report_figure_frozen before update on report_figure for each row execute function refuse_reissue();

-- What happened to the incidents of a service on each date of its zone: made from them, kept current from events, and made anew at any time.
create table service_day (
  service uuid not null,
  day date not null,
  opened integer not null default 0,
  resolved integer not null default 0,
  closed integer not null default 0,
  reopened integer not null default 0,
  kept integer not null default 0,
  missed integer not null default 0,
  primary key (service, day)
);
create index service_day_day on service_day (day, service);
-- Clocks that were decided on a date, by promise; kept and missed above are the sums of those that customers were promised.
create table promise_day (
  service uuid not null,
  day date not null,
  promise uuid not null,
  kept integer not null,
  missed integer not null,
  primary key (service, day, promise)
);
-- By whose clock a service's dates begin.
create table service_zone (
  service uuid primary key,
  time_zone text not null
);
-- How far the days have followed events and clocks.
create table service_day_state (
  one boolean primary key default true check (one),
  era smallint not null,
  tx xid8 not null,
  reread_n bigint not null,
  at timestamptz not null
);
