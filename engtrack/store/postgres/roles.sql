-- Three roles to grant to people: who reads, who works on the register, and whose it is.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['engtrack_reader', 'engtrack_writer', 'engtrack_owner'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
    begin
        execute format('grant engtrack_owner to %I', current_user);
    exception when insufficient_privilege then
        null;  -- somebody else made the roles, and has to grant this one
    end;
end
$$;

alter schema engtrack owner to engtrack_owner;
alter table engtrack.record owner to engtrack_owner;
alter table engtrack.journal owner to engtrack_owner;
alter function engtrack.follows() owner to engtrack_owner;
grant usage on schema engtrack to engtrack_reader, engtrack_writer;
grant select on engtrack.record, engtrack.journal to engtrack_reader, engtrack_writer;
grant insert, update, delete on engtrack.record to engtrack_writer;
grant insert on engtrack.journal to engtrack_writer;

-- a writer appends entries in its own name, and in no other
alter table engtrack.journal enable row level security;
drop policy if exists all_is_read on engtrack.journal;
create policy all_is_read on engtrack.journal for select using (true);
drop policy if exists own_name on engtrack.journal;
create policy own_name on engtrack.journal for insert to engtrack_writer
    with check (author = session_user and line::json ->> 'by' = session_user);
