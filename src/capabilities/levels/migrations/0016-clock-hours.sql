-- How many clocks of a promise were kept and missed, by the hour (UTC) in which that became certain: what promises about tickets are judged by, however many tickets there were.
create table clock_hour (
  promise uuid not null,
  hour timestamptz not null,
  kept integer not null,
  missed integer not null,
  primary key (promise, hour)
) with (fillfactor = 85);

-- Hours whose clocks changed since they were last counted. Whoever writes a clock adds to it, so that it has no key on which writers would wait for each other.
create table clock_touched (
  n bigint generated always as identity primary key,
  promise uuid not null,
  hour timestamptz not null
);

create function clock_hour_of(state text, breached_at timestamptz, stopped_at timestamptz) returns timestamptz language sql immutable as $$
  select date_bin('1 hour', case when state = 'missed' then breached_at else stopped_at end, '2000-01-01 00:00:00+00')
$$;

-- By statement, since clocks are copied in by the thousand.
create function clocks_written() returns trigger language plpgsql as $$
begin
  insert into clock_touched (promise, hour)
    select distinct promise, clock_hour_of(state, breached_at, stopped_at) from written where state in ('met', 'missed');
  return null;
end $$;
create trigger clock_written after insert on clock referencing new table as written for each statement execute function clocks_written();

-- By row, since a reading of all clocks anew leaves most of them as they were.
create function clock_changed() returns trigger language plpgsql as $$
begin
  if old.state in ('met', 'missed') then
    insert into clock_touched (promise, hour) values (old.promise, clock_hour_of(old.state, old.breached_at, old.stopped_at));
  end if;
  if tg_op = 'UPDATE' and new.state in ('met', 'missed') then
    insert into clock_touched (promise, hour) values (new.promise, clock_hour_of(new.state, new.breached_at, new.stopped_at));
  end if;
  return null;
end $$;
create trigger clock_changed after update on clock for each row
  when ((old.state in ('met', 'missed') or new.state in ('met', 'missed'))
    and (old.state, old.breached_at, case when old.state = 'met' then old.stopped_at end) is distinct from (new.state, new.breached_at, case when new.state = 'met' then new.stopped_at end))
  execute function clock_changed();
create trigger clock_gone after delete on clock for each row when (old.state in ('met', 'missed')) execute function clock_changed();

insert into clock_touched (promise, hour)
  select distinct promise, clock_hour_of(state, breached_at, stopped_at) from clock where state in ('met', 'missed');
