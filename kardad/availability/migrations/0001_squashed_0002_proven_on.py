import django.db.models.deletion
import kardad.availability.models
import kardad.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('availability', '0001_initial'), ('availability', '0002_proven_on')]

    initial = True

    dependencies = [
        ('core', '0001_squashed_0003_incident_group'),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Certificate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=kardad.availability.models._token, max_length=32, unique=True)),
                        ('part', models.CharField(blank=True, max_length=20)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField()),
                        ('person_id', models.BigIntegerField(null=True)),
                        ('statement', models.TextField()),
                        ('key', models.CharField(max_length=16)),
                        ('signature', models.CharField(max_length=100)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person_id', '-id'], name='certificate_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Watch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.CharField(max_length=20)),
                        ('group', models.CharField(blank=True, default='', max_length=60)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('failing_since', models.DateTimeField(null=True)),
                        ('successes', models.PositiveSmallIntegerField(default=0)),
                        ('well_since', models.DateTimeField(null=True)),
                        ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.incident')),
                        ('proven_on', models.DateField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('part', 'group'), name='one_watch_a_group')],
                    },
                ),
                migrations.CreateModel(
                    name='Stretch',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stretches', to='availability.watch')),
                        ('day', models.DateField()),
                        ('began_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField()),
                        ('seconds', models.PositiveIntegerField()),
                        ('ok', models.BooleanField()),
                        ('probes', models.PositiveIntegerField(default=1)),
                        ('problem', models.CharField(blank=True, max_length=40)),
                        ('digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['watch', '-began_at'], name='stretch_of_watch'), models.Index(fields=['day'], name='stretch_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Probe',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('watch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='probes', to='availability.watch')),
                        ('at', models.DateTimeField()),
                        ('ok', models.BooleanField(null=True)),
                        ('took_ms', models.PositiveIntegerField(default=0)),
                        ('problem', models.CharField(blank=True, max_length=40)),
                        ('key', models.CharField(blank=True, max_length=16)),
                        ('signature', models.CharField(blank=True, max_length=100)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('ok', True), ('ok', None), _connector='OR'), fields=['at'], name='probe_to_forget')],
                        'constraints': [models.UniqueConstraint(fields=('watch', 'at'), name='one_look_a_minute')],
                    },
                ),
            ],
        ),
    ]
