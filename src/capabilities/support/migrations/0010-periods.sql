-- Volumes of a period by service. Partial: a new incident enters none of these.
create index incident_ended on incident (service, (coalesce(resolved_at, closed_at))) where coalesce(resolved_at, closed_at) is not null;
create index incident_closed on incident (service, closed_at) where closed_at is not null;
create index incident_reopened on incident (service) where reopenings > 0;
create index incident_major on incident (opened_at) where major;
