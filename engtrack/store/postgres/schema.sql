-- What a register on a server consists of: records with the columns that filters need, and a journal that only grows.
select pg_advisory_xact_lock(hashtext('engtrack store init'));  -- several at once make it once
create schema if not exists engtrack;

create table if not exists engtrack.record (
    kind text not null,                 -- the letter of its id; 'register' and 'config' are single rows
    number integer not null check (number > 0),
    record jsonb not null,
    said text not null default '',      -- the words that a search looks in, without case and accents
    status text generated always as (record ->> 'status') stored,
    due text generated always as (record ->> 'due') stored,
    meeting text generated always as (record ->> 'meeting') stored,
    primary key (kind, number),
    constraint known_kind check (kind in ('S', 'M', 'P', 'A', 'R') or (kind in ('register', 'config') and number = 1))
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

-- An entry follows the last one, and its columns say what its line says: nobody can append anything else.
create or replace function engtrack.follows() returns trigger language plpgsql as $$
declare
    last engtrack.journal;
    said json := new.line::json;
begin
    select * into last from engtrack.journal order by seq desc limit 1;
    if new.seq is distinct from coalesce(last.seq, 0) + 1
        or new.prev is distinct from last.hash
        or said ->> 'seq' is distinct from new.seq::text
        or said ->> 'prev' is distinct from coalesce(new.prev, repeat('0', 64))
        or said ->> 'hash' is distinct from new.hash
        or said ->> 'by' is distinct from new.author
        or new.ids is distinct from array(select json_object_keys(said -> 'changes'))
        or (select count(*) <> count(distinct key) from json_object_keys(said) as key)
        or right(new.line, 75) is distinct from ',"hash":"' || new.hash || '"}'
        or encode(sha256(convert_to(left(new.line, -75) || '}', 'UTF8')), 'hex') is distinct from new.hash
    then
        raise exception 'entry % does not follow the journal', new.seq using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
drop trigger if exists follows on engtrack.journal;
create trigger follows before insert on engtrack.journal for each row execute function engtrack.follows();
