from django.db import migrations

MAKE = """
CREATE TABLE hiring_throttle (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX hiring_throttle_by_expiry ON hiring_throttle (expires);
"""


class Migration(migrations.Migration):
    """Counts of wrong passwords and the like: in the database, so that every web server counts together."""

    dependencies = [("hiring", "0009_nothing_new_about_the_erased")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE hiring_throttle")]
