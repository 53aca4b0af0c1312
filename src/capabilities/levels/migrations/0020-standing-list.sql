-- The list of how promises stand: those of windows that still run, by state; and those of one window.
-- Neither index holds a figure that moves each minute, so that most evaluations write the row alone.
create index standing_state on standing (state, promise, subject) where not closed;
create index standing_window on standing (window_name, state);
