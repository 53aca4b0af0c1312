-- What waits to be closed by itself is a small part of all.
create index incident_to_close on incident (resolved_at, id) where state = 'resolved';
