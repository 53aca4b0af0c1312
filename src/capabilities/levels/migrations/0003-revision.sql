-- Rises with each change of a ticket's chain; its clocks carry that of the chain by which they were read.
-- A reading of all clocks that overlaps a change of one ticket sees by it that the ticket has a newer reading already.
alter table chain add column revision integer not null default 1;
alter table clock add column revision integer not null default 1;
-- Up to which ticket, in order of ids, all clocks were read.
alter table level_reread add column place uuid;
