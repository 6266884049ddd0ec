import django.db.models.deletion
import kardad.core.fields
import kardad.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('evidence', '0001_initial'), ('evidence', '0003_entry_moment_in_body_alone')]

    initial = True

    dependencies = [
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Key',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=16, unique=True)),
                        ('place', models.PositiveIntegerField(unique=True)),
                        ('public', models.CharField(max_length=43)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(null=True)),
                        ('lost_at', models.DateTimeField(null=True)),
                        ('endorsed_by', models.CharField(blank=True, max_length=16)),
                        ('endorsement', models.CharField(blank=True, max_length=90)),
                    ],
                ),
                migrations.CreateModel(
                    name='Chain',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(max_length=32, unique=True)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('title', kardad.core.fields.Sealed(blank=True)),
                        ('salt', models.CharField(blank=True, max_length=32)),
                        ('office_id', models.BigIntegerField(db_index=True, null=True)),
                        ('length', models.PositiveIntegerField(default=0)),
                        ('head', models.CharField(blank=True, max_length=64)),
                        ('grown_on', models.DateField(null=True)),
                        ('opened_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('grown_on__isnull', False)), fields=['id'], name='chain_grown')],
                        'constraints': [models.UniqueConstraint(fields=('subject_type', 'subject_id'), name='chain_of_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Node',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('level', models.PositiveSmallIntegerField()),
                        ('place', models.PositiveBigIntegerField()),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('level', 'place'), name='node_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Root',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True)),
                        ('size', models.PositiveBigIntegerField(db_index=True)),
                        ('root', models.CharField(max_length=64)),
                        ('statement', models.TextField()),
                        ('signature', models.CharField(max_length=90)),
                        ('made_at', models.DateTimeField()),
                        ('stamp', models.TextField(blank=True)),
                        ('stamp_due_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('stamp', '')), fields=['stamp_due_at'], name='root_stamp_due')],
                    },
                ),
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('chain', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='evidence.chain')),
                        ('seq', models.PositiveIntegerField()),
                        ('kind', models.CharField(max_length=60)),
                        ('body', models.TextField()),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='entry_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Leaf',
                    fields=[
                        ('index', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ('chain', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to='evidence.chain')),
                        ('length', models.PositiveIntegerField()),
                        ('head', models.CharField(max_length=64)),
                        ('hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'abstract': False,
                        'constraints': [models.UniqueConstraint(fields=('chain', 'length'), name='leaf_length')],
                    },
                ),
            ],
        ),
    ]
