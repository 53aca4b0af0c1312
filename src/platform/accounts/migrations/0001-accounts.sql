-- How a person proves who they are. What they may do stands elsewhere.
create table account (
  person uuid primary key references record (id),
  made_at timestamptz not null,
  password_hash text,
  password_changed_at timestamptz,
  totp_secret text,
  totp_confirmed_at timestamptz,
  -- The last 30-second step whose code was taken: no code works twice.
  totp_step bigint,
  disabled_at timestamptz,
  preferences jsonb not null default '{}',
  check (totp_confirmed_at is null or totp_secret is not null)
);

-- A person as an OpenID Connect provider knows them. Addresses change hands, issuer and subject do not.
create table account_identity (
  issuer text not null,
  subject text not null,
  person uuid not null references record (id),
  provider text not null,
  made_at timestamptz not null,
  last_used_at timestamptz,
  primary key (issuer, subject)
);
create index account_identity_person on account_identity (person);

-- id = sha256 of the cookie's value, so that who reads this table cannot take a session over.
create table account_session (
  id text primary key,
  person uuid not null references record (id),
  made_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  via text not null,
  user_agent text
);
create index account_session_person on account_session (person);
create index account_session_seen on account_session (seen_at);

create table account_token (
  id uuid primary key,
  person uuid not null references record (id),
  title text not null,
  hash text not null unique,
  prefix text not null,
  rights text[] not null check (cardinality(rights) > 0),
  expires_on date not null,
  made_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index account_token_person on account_token (person, made_at);

-- Failed tries by account and by address, draining with time. Known by digest, whether such an account exists or not.
create table account_try (
  key text primary key,
  failed double precision not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
create index account_try_last on account_try (last_at);

-- The one key that seals the cookie between the two halves of a provider sign-in, shared by all processes.
create table account_key (
  single boolean primary key default true check (single),
  key bytea not null
);
