"""Turkish letters in the database: case, folding, search vectors, queries and sort keys.

The bodies are SQL-standard (bound when created), so they survive dump and restore whatever the search path. No collation of
the operating system is used: small images have no Turkish locale and no ICU.
"""

from django.db import migrations

# a b c ç d … z, each to one code point of a rising row, so that COLLATE "C" sorts as Turkish does
_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_RISING = "".join(chr(0x100 + place) for place in range(len(_ALPHABET)))

CREATE = f"""
CREATE FUNCTION tr_lower(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(normalize(t, NFC), 'ÇĞIİÖŞÜÂÎÛ', 'çğıiöşüâîû') COLLATE "C");

CREATE FUNCTION tr_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(tr_lower(t), 'çğıöşüâîû', 'cgiosuaiu');

CREATE FUNCTION tr_sort_key(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(translate(tr_lower(t), 'âîû', 'aiu'), '{_ALPHABET}', '{_RISING}');

CREATE FUNCTION tr_vec(t text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(to_tsvector('pg_catalog.turkish', tr_lower(t))::text, 'çğıöşüâîû', 'cgiosuaiu')::tsvector
    || to_tsvector('pg_catalog.turkish', tr_fold(t));

CREATE FUNCTION tr_query(t text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(websearch_to_tsquery('pg_catalog.turkish', tr_lower(t))::text, 'çğıöşüâîû', 'cgiosuaiu')::tsquery
    || websearch_to_tsquery('pg_catalog.turkish', tr_fold(t));
"""

DROP = """
DROP FUNCTION tr_query(text);
DROP FUNCTION tr_vec(text);
DROP FUNCTION tr_sort_key(text);
DROP FUNCTION tr_fold(text);
DROP FUNCTION tr_lower(text);
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
