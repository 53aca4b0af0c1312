-- Work that one process of the cluster does at a time, for as long as it says that it is still there.
create table lease (
  name text primary key,
  holder uuid not null,
  until timestamptz not null
);
