-- Desks look for what was missed among all services: a small part of the promises, and sums that are read without their rows.
create index promise_month_missed on promise_month (month, service, promise) where missed > 0;
create index service_month_sums on service_month (month) include (service, opened, resolved, kept, missed);
