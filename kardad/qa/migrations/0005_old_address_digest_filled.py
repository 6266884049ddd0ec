from hashlib import sha256

from django.db import migrations

BATCH = 1_000


def fill(apps, schema_editor):
    addresses = apps.get_model('qa', 'OldAddress')
    rows = addresses.objects.filter(digest=None)
    while batch := list(rows.order_by('pk')[:BATCH]):
        for row in batch:
            row.digest = sha256(row.path.encode()).hexdigest()
        addresses.objects.bulk_update(batch, ['digest'])


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0004_old_address_digest'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
