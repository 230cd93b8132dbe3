"""The search vector of a need as a stored generated column, so that it never goes stale; confidential needs have none."""

from django.db import migrations

ADD = """
ALTER TABLE needs_need ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
    CASE WHEN visibility <> 'confidential' THEN tr_vec(title || ' ' || body || ' ' || suggestion || ' ' || reference) END
) STORED;
CREATE INDEX needs_search ON needs_need USING gin (search_vector);
"""

DROP = """
DROP INDEX needs_search;
ALTER TABLE needs_need DROP COLUMN search_vector;
"""


class Migration(migrations.Migration):
    dependencies = [("needs", "0001_initial"), ("catalogue", "0002_turkish")]

    operations = [migrations.RunSQL(ADD, DROP)]
