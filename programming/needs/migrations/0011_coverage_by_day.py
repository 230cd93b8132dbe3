"""The functions of 0009 that count coverage, now also by day; what a need no longer gives is forgotten as a whole.

A helper of two processes costs more than it helps with rows as short as these.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("programming.needs.migrations.0009_coverage_counting")

DROP = """
DROP FUNCTION needs_coverage_recount();
DROP FUNCTION needs_coverage_note(bigint[]);
DROP FUNCTION needs_coverage_now(bigint[]);
"""

NOW = """
CREATE FUNCTION needs_coverage_now(numbers bigint[]) RETURNS TABLE (
    need_id bigint, is_public boolean, state varchar, answered boolean, period varchar, day date, area bigint, kind varchar,
    people integer, groups bigint[], rights bigint[], places bigint[]
) LANGUAGE sql STABLE AS $$
    SELECT need.id, need.visibility = 'public', need.state, duty.answered_at IS NOT NULL,
        to_char(need.submitted_at AT TIME ZONE 'Europe/Istanbul', 'YYYY-Q')::varchar,
        (need.submitted_at AT TIME ZONE 'Europe/Istanbul')::date, need.service_area_id, coalesce(organisation.kind, ''),
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

# The cells of 0009, and each group under its day.
CELLS = """
CREATE FUNCTION needs_coverage_cells(
    state varchar, period varchar, day date, area bigint, kind varchar, groups bigint[], rights bigint[], places bigint[]
) RETURNS TABLE (facet varchar, value varchar, "group" bigint, "right" bigint) LANGUAGE sql IMMUTABLE AS $$
    SELECT * FROM needs_coverage_cells(state, period, area, kind, groups, rights, places)
    UNION ALL
    SELECT 'day', to_char(day, 'YYYY-MM-DD'), g, 0 FROM unnest(groups) g
$$;
"""
CELLS_GONE = """
DROP FUNCTION needs_coverage_cells(varchar, varchar, date, bigint, varchar, bigint[], bigint[], bigint[]);
"""

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
        SELECT -1, need_id, is_public, state, answered, period, day, area, kind, people, groups, rights, places
        FROM needs_coveragecounted WHERE counts AND need_id = ANY (numbers)
    )
    INSERT INTO needs_coveragecell (facet, value, is_public, "group", "right", needs, answered, people, is_settled)
    SELECT cell.facet, cell.value, is_public, cell."group", cell."right",
        sum(sign), sum(sign * answered::integer), sum(sign * people::bigint), false
    FROM both_times, needs_coverage_cells(state, period, day, area, kind, groups, rights, places) cell
    GROUP BY cell.facet, cell.value, is_public, cell."group", cell."right"
    HAVING sum(sign) <> 0 OR sum(sign * answered::integer) <> 0 OR sum(sign * people::bigint) <> 0;
    UPDATE needs_coveragecounted counted SET counts = true, is_public = now.is_public, state = now.state, answered = now.answered,
            period = now.period, day = now.day, area = now.area, kind = now.kind, people = now.people, groups = now.groups,
            rights = now.rights, places = now.places
        FROM needs_coverage_now(numbers) now WHERE counted.need_id = now.need_id;
    UPDATE needs_coveragecounted SET counts = false, is_public = false, state = '', answered = false, period = '', day = NULL,
            area = NULL, kind = '', people = 0, groups = '{}', rights = '{}', places = '{}'
        WHERE counts AND need_id = ANY (numbers) AND need_id NOT IN (SELECT need_id FROM needs_coverage_now(numbers));
    DELETE FROM needs_coveragecounted
        WHERE need_id = ANY (numbers) AND NOT EXISTS (SELECT FROM needs_need WHERE id = needs_coveragecounted.need_id);
END
$$;
"""

# In the order in which it is read.
RECOUNT = """
CREATE FUNCTION needs_coverage_recount() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE needs_coveragecounted, needs_coveragecell IN EXCLUSIVE MODE;
    DELETE FROM needs_coveragecounted;
    DELETE FROM needs_coveragecell;
    INSERT INTO needs_coveragecounted
        (need_id, counts, is_public, state, answered, period, day, area, kind, people, groups, rights, places)
    SELECT need_id, true, is_public, state, answered, period, day, area, kind, people, groups, rights, places
    FROM needs_coverage_now(NULL) ORDER BY need_id;
    INSERT INTO needs_coveragecell (facet, value, is_public, "group", "right", needs, answered, people, is_settled)
    SELECT cell.facet, cell.value, is_public, cell."group", cell."right", count(*), sum(answered::integer), sum(people::bigint), true
    FROM needs_coveragecounted, needs_coverage_cells(state, period, day, area, kind, groups, rights, places) cell
    GROUP BY cell.facet, cell.value, is_public, cell."group", cell."right"
    ORDER BY cell.facet, cell.value, is_public, cell."group", cell."right";
END
$$;
"""
ALONE = "ALTER TABLE needs_coveragecounted SET (parallel_workers = 0);"
TOGETHER = "ALTER TABLE needs_coveragecounted RESET (parallel_workers);"


class Migration(migrations.Migration):
    dependencies = [("needs", "0010_said_of")]

    operations = [
        migrations.RunSQL(
            DROP + NOW + CELLS + NOTE + RECOUNT + ALONE,
            TOGETHER + DROP + CELLS_GONE + BEFORE.NOW + BEFORE.NOTE + BEFORE.RECOUNT,
        )
    ]
