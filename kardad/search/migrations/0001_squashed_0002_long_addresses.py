import kardad.core.tables
import kardad.search.models
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('search', '0001_entries'), ('search', '0002_long_addresses')]

    initial = True

    dependencies = [
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('entry_id', models.BigIntegerField(unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Store',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(default=kardad.search.models.token, max_length=16)),
                    ],
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=12)),
                        ('key', models.CharField(max_length=80)),
                        ('title', models.CharField(max_length=200)),
                        ('text', models.TextField(blank=True)),
                        ('url', models.TextField()),
                        ('weight', models.PositiveSmallIntegerField(default=0)),
                        ('digest', models.CharField(max_length=64)),
                        ('changed_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='one_entry_a_thing')],
                    },
                ),
            ],
        ),
    ]
