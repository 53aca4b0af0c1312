-- Promises are summed by month alone: by day they are nearly as many as the clocks themselves.
drop table promise_day;
-- The state is forgotten, so that everything is made anew.
delete from service_day_state;
