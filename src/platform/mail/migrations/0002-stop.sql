-- Where a program of mail stops further letters of this kind by a POST (RFC 8058).
alter table mail add column stop_at text;
