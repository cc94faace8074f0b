-- What a register on a server consists of: records with the columns that filters need, and a journal that only grows.
create schema if not exists engtrack;

create table if not exists engtrack.record (
    kind text not null,                 -- the letter of its id; 'register' and 'config' are single rows
    number integer not null check (number > 0),
    record jsonb not null,
    said text not null default '',      -- the words that a search looks in, without case and accents
    status text generated always as (record ->> 'status') stored,
    due text generated always as (record ->> 'due') stored,
    meeting text generated always as (record ->> 'meeting') stored,
    primary key (kind, number)
);
create index if not exists record_status on engtrack.record (kind, status, due);
create index if not exists record_meeting on engtrack.record (meeting);
create index if not exists record_owner on engtrack.record using gin ((record -> 'owner') jsonb_path_ops);
create index if not exists record_depends on engtrack.record (kind, number)
    where jsonb_array_length(coalesce(record -> 'depends_on', '[]')) > 0;

create table if not exists engtrack.journal (
    seq bigint primary key check (seq > 0),
    hash text not null unique,
    prev text unique references engtrack.journal (hash),    -- null in the first entry alone
    at timestamptz not null,
    author text not null,
    ids text[] not null,                -- the records that it changed
    line text not null                  -- the entry itself, as it stands in the journal of a file
);
create unique index if not exists journal_first on engtrack.journal ((prev is null)) where prev is null;
create index if not exists journal_ids on engtrack.journal using gin (ids);
