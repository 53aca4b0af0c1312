-- Ends a transaction whose work rests on something that was changed meanwhile, so that it is tried again: for use inside an expression.
create function try_again(why text) returns bigint language plpgsql as $$
begin
  raise exception using errcode = 'serialization_failure', message = why;
end $$;
