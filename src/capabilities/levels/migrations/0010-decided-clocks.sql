-- Clocks by the moment at which their outcome became certain: what a period's shares of kept and missed promises are counted by.
create index clock_decided on clock ((case when state = 'missed' then breached_at else stopped_at end)) where state in ('met', 'missed');
