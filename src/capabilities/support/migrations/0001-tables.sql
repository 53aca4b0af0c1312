create sequence ref_incident;
create table "incident" (
  id uuid primary key references record (id),
  ref text not null unique,
  "title" text not null,
  "state" text not null,
  "owner" uuid references record (id),
  "tags" text[] not null default '{}',
  "version" integer not null,
  "created_at" timestamptz not null,
  "created_by" uuid,
  "changed_at" timestamptz not null,
  "changed_by" uuid,
  "description" text,
  "service" uuid references record (id),
  "component" uuid references record (id),
  "customer" uuid references record (id),
  "requester" uuid references record (id),
  "reported_by" text,
  "channel" text,
  "category" text,
  "subcategory" text,
  "location" text,
  "impact" text,
  "urgency" text,
  "priority" text,
  "major" boolean,
  "parent" uuid references record (id),
  "team" uuid references record (id),
  "waiting_for" text,
  "opened_at" timestamptz not null,
  "responded_at" timestamptz,
  "resolved_at" timestamptz,
  "closed_at" timestamptz,
  "due_at" timestamptz,
  "level_state" text,
  "reassignments" bigint,
  "reopenings" bigint,
  "resolution_code" text,
  "resolution" text,
  "met_at_source" boolean
);
-- Lists are filtered by one of these and read newest first: each index gives both.
create index incident_opened_at on incident (opened_at, id);
create index incident_state on incident (state, opened_at, id);
create index incident_service on incident (service, opened_at, id);
create index incident_team on incident (team, opened_at, id);
create index incident_priority on incident (priority, opened_at, id);
create index incident_level_state on incident (level_state, opened_at, id);
create index incident_component on incident (component, opened_at, id) where component is not null;
create index incident_requester on incident (requester, opened_at, id) where requester is not null;
create index incident_owner on incident (owner, opened_at, id) where owner is not null;
create index incident_customer on incident (customer, opened_at, id) where customer is not null;
create index incident_parent on incident (parent, opened_at, id) where parent is not null;
create index incident_resolved_at on incident (resolved_at, id);
create index incident_changed_at on incident (changed_at, id);
create index incident_created_at on incident (created_at, id);
-- Open work is a small part of all: queues by due time read only that.
create index incident_due_at on incident (due_at, id);
create index incident_open on incident (opened_at, id) where state in ('new', 'active', 'pending');
create index incident_open_service on incident (service, opened_at, id) where state in ('new', 'active', 'pending');
create index incident_open_team on incident (team, opened_at, id) where state in ('new', 'active', 'pending');
