"""Functions and triggers that keep the summary of coverage right, in the transaction of every change.

They count what staff find in the list of needs: never drafts, withdrawn or confidential needs. The bodies are text that PostgreSQL
looks into when it runs them, so that later migrations may change the tables.
"""

from django.db import migrations

# What each listed need gives today; all of them where no numbers are given.
NOW = """
CREATE FUNCTION needs_coverage_now(numbers bigint[]) RETURNS TABLE (
    need_id bigint, is_public boolean, state varchar, answered boolean, period varchar, area bigint, kind varchar, people integer,
    groups bigint[], rights bigint[], places bigint[]
) LANGUAGE sql STABLE AS $$
    SELECT need.id, need.visibility = 'public', need.state, duty.answered_at IS NOT NULL,
        to_char(need.submitted_at AT TIME ZONE 'Europe/Istanbul', 'YYYY-Q')::varchar, need.service_area_id, coalesce(organisation.kind, ''),
        CASE need.people WHEN 'under_20' THEN 1 WHEN 'under_100' THEN 20 WHEN 'under_500' THEN 100 WHEN 'under_2000' THEN 500
            WHEN 'over_2000' THEN 2000 ELSE 0 END,
        ARRAY(SELECT rightsholdergroup_id FROM needs_need_groups WHERE need_id = need.id ORDER BY 1),
        ARRAY(SELECT right_id FROM needs_need_rights WHERE need_id = need.id ORDER BY 1),
        ARRAY(SELECT neighbourhood_id FROM needs_need_neighbourhoods WHERE need_id = need.id ORDER BY 1)
    FROM needs_need need
    LEFT JOIN answering_duty duty ON duty.id = need.duty_id
    LEFT JOIN accounts_organisation organisation ON organisation.id = need.organisation_id
    WHERE need.state IN ('submitted', 'in_assessment', 'closed', 'merged') AND need.visibility IN ('public', 'participants')
        AND (numbers IS NULL OR need.id = ANY (numbers))
$$;
"""

# The cells in which a need counts: each of its groups and rights and all of them, under everything by which coverage is narrowed.
CELLS = """
CREATE FUNCTION needs_coverage_cells(
    state varchar, period varchar, area bigint, kind varchar, groups bigint[], rights bigint[], places bigint[]
) RETURNS TABLE (facet varchar, value varchar, "group" bigint, "right" bigint) LANGUAGE sql IMMUTABLE AS $$
    SELECT narrowed.facet::varchar, narrowed.value::varchar, g, r
    FROM unnest(array_append(groups, 0::bigint)) g, unnest(array_append(rights, 0::bigint)) r, (
        SELECT 'all', '' UNION ALL SELECT 'state', state UNION ALL SELECT 'period', period
        UNION ALL SELECT 'area', area::text WHERE area IS NOT NULL
        UNION ALL SELECT 'kind', kind WHERE kind <> ''
        UNION ALL SELECT 'neighbourhood', place::text FROM unnest(places) place
    ) AS narrowed (facet, value)
$$;
"""

# Writes the difference between what these needs give and what they gave last. Two changes of one need wait for each other at its row,
# in the order of the numbers (it stays as long as the need does); changes of different needs never do.
NOTE = """
CREATE FUNCTION needs_coverage_note(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(numbers) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO needs_coveragecounted (need_id) SELECT DISTINCT number FROM unnest(numbers) number ORDER BY number ON CONFLICT DO NOTHING;
    PERFORM 1 FROM needs_coveragecounted WHERE need_id = ANY (numbers) ORDER BY need_id FOR UPDATE;
    WITH both_times AS (
        SELECT 1 AS sign, now.* FROM needs_coverage_now(numbers) now
        UNION ALL
        SELECT -1, need_id, is_public, state, answered, period, area, kind, people, groups, rights, places
        FROM needs_coveragecounted WHERE counts AND need_id = ANY (numbers)
    )
    INSERT INTO needs_coveragecell (facet, value, is_public, "group", "right", needs, answered, people, is_settled)
    SELECT cell.facet, cell.value, is_public, cell."group", cell."right",
        sum(sign), sum(sign * answered::integer), sum(sign * people::bigint), false
    FROM both_times, needs_coverage_cells(state, period, area, kind, groups, rights, places) cell
    GROUP BY cell.facet, cell.value, is_public, cell."group", cell."right"
    HAVING sum(sign) <> 0 OR sum(sign * answered::integer) <> 0 OR sum(sign * people::bigint) <> 0;
    UPDATE needs_coveragecounted SET counts = false, groups = '{}', rights = '{}', places = '{}'
        WHERE counts AND need_id = ANY (numbers);
    UPDATE needs_coveragecounted counted SET counts = true, is_public = now.is_public, state = now.state, answered = now.answered,
            period = now.period, area = now.area, kind = now.kind, people = now.people, groups = now.groups, rights = now.rights,
            places = now.places
        FROM needs_coverage_now(numbers) now WHERE counted.need_id = now.need_id;
    DELETE FROM needs_coveragecounted
        WHERE need_id = ANY (numbers) AND NOT EXISTS (SELECT FROM needs_need WHERE id = needs_coveragecounted.need_id);
END
$$;
"""

# The whole summary anew; nobody changes a need meanwhile.
RECOUNT = """
CREATE FUNCTION needs_coverage_recount() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE needs_coveragecounted, needs_coveragecell IN EXCLUSIVE MODE;
    DELETE FROM needs_coveragecounted;
    DELETE FROM needs_coveragecell;
    INSERT INTO needs_coveragecounted
        (need_id, counts, is_public, state, answered, period, area, kind, people, groups, rights, places)
    SELECT need_id, true, is_public, state, answered, period, area, kind, people, groups, rights, places
    FROM needs_coverage_now(NULL);
    INSERT INTO needs_coveragecell (facet, value, is_public, "group", "right", needs, answered, people, is_settled)
    SELECT cell.facet, cell.value, is_public, cell."group", cell."right", count(*), sum(answered::integer), sum(people::bigint), true
    FROM needs_coveragecounted, needs_coverage_cells(state, period, area, kind, groups, rights, places) cell
    GROUP BY cell.facet, cell.value, is_public, cell."group", cell."right";
END
$$;
"""

TRIGGERS = """
CREATE FUNCTION needs_coverage_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_coverage_note(ARRAY(
        SELECT new_row.id FROM new_rows new_row JOIN old_rows old_row USING (id)
        WHERE (new_row.visibility, new_row.state, new_row.submitted_at, new_row.service_area_id, new_row.organisation_id,
                new_row.duty_id, new_row.people)
            IS DISTINCT FROM (old_row.visibility, old_row.state, old_row.submitted_at, old_row.service_area_id, old_row.organisation_id,
                old_row.duty_id, old_row.people)
    ));
    RETURN NULL;
END
$$;
CREATE FUNCTION needs_coverage_come_or_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_coverage_note(ARRAY(SELECT id FROM moved_rows));
    RETURN NULL;
END
$$;
CREATE FUNCTION needs_coverage_said_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_coverage_note(ARRAY(SELECT DISTINCT need_id FROM moved_rows));
    RETURN NULL;
END
$$;
CREATE FUNCTION needs_coverage_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_coverage_note(ARRAY(SELECT id FROM needs_need WHERE duty_id = NEW.id));
    RETURN NULL;
END
$$;
CREATE FUNCTION needs_coverage_of_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM needs_coverage_note(ARRAY(SELECT id FROM needs_need WHERE organisation_id = NEW.id));
    RETURN NULL;
END
$$;
CREATE TRIGGER needs_coverage_changed AFTER UPDATE ON needs_need
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION needs_coverage_changed();
CREATE TRIGGER needs_coverage_come AFTER INSERT ON needs_need
    REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION needs_coverage_come_or_gone();
CREATE TRIGGER needs_coverage_gone AFTER DELETE ON needs_need
    REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION needs_coverage_come_or_gone();
CREATE TRIGGER needs_coverage_answered AFTER UPDATE OF answered_at ON answering_duty FOR EACH ROW
    WHEN ((OLD.answered_at IS NULL) <> (NEW.answered_at IS NULL)) EXECUTE FUNCTION needs_coverage_answered();
CREATE TRIGGER needs_coverage_of_kind AFTER UPDATE OF kind ON accounts_organisation FOR EACH ROW
    WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION needs_coverage_of_kind();
"""
SAID = ("groups", "rights", "neighbourhoods")
TRIGGERS += "".join(
    f"""
CREATE TRIGGER needs_coverage_said AFTER INSERT ON needs_need_{name}
    REFERENCING NEW TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION needs_coverage_said_of();
CREATE TRIGGER needs_coverage_unsaid AFTER DELETE ON needs_need_{name}
    REFERENCING OLD TABLE AS moved_rows FOR EACH STATEMENT EXECUTE FUNCTION needs_coverage_said_of();
"""
    for name in SAID
)

DROP = "".join(
    f"DROP TRIGGER needs_coverage_said ON needs_need_{name}; DROP TRIGGER needs_coverage_unsaid ON needs_need_{name};\n"
    for name in SAID
)
DROP += """
DROP TRIGGER needs_coverage_of_kind ON accounts_organisation;
DROP TRIGGER needs_coverage_answered ON answering_duty;
DROP TRIGGER needs_coverage_gone ON needs_need;
DROP TRIGGER needs_coverage_come ON needs_need;
DROP TRIGGER needs_coverage_changed ON needs_need;
DROP FUNCTION needs_coverage_of_kind();
DROP FUNCTION needs_coverage_answered();
DROP FUNCTION needs_coverage_said_of();
DROP FUNCTION needs_coverage_come_or_gone();
DROP FUNCTION needs_coverage_changed();
DROP FUNCTION needs_coverage_recount();
DROP FUNCTION needs_coverage_note(bigint[]);
DROP FUNCTION needs_coverage_cells(varchar, varchar, bigint, varchar, bigint[], bigint[], bigint[]);
DROP FUNCTION needs_coverage_now(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history"),
        ("answering", "0003_history"),
        ("catalogue", "0005_history"),
        ("needs", "0009_coverage"),
    ]

    operations = [migrations.RunSQL(NOW + CELLS + NOTE + RECOUNT + TRIGGERS, DROP)]
