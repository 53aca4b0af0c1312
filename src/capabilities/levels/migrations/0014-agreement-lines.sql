-- Which promises ever stood in which agreement, those that were moved or removed since too: what an agreement was on a day is read from their events.
create table agreement_line (agreement uuid not null, promise uuid not null, primary key (agreement, promise));

insert into agreement_line (agreement, promise)
  select agreement, id from promise where agreement is not null
  union
  select (side.held ->> 'agreement')::uuid, event.record_id
  from event cross join lateral (values (event.before), (event.after)) as side (held)
  where event.kind = 'promise' and side.held ->> 'agreement' is not null
on conflict do nothing;

create function agreement_line_kept() returns trigger language plpgsql as $$
begin
  insert into agreement_line (agreement, promise) select agreement, id from written where agreement is not null on conflict do nothing;
  return null;
end $$;
create trigger promise_line_added after insert on promise
  referencing new table as written for each statement execute function agreement_line_kept();
create trigger promise_line_moved after update on promise
  referencing new table as written for each statement execute function agreement_line_kept();
