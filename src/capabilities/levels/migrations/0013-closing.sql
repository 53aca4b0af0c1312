-- Rolling windows end whenever they were last judged, so that all of them look over: the few that close are found without them.
drop index standing_closing;
create index standing_closing on standing (to_at) where not closed and window_name <> 'rolling';
