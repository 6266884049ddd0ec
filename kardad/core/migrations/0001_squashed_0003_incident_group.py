import kardad.core.models
import kardad.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0003_incident_group')]

    initial = True

    dependencies = [
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Counter',
                    fields=[
                        ('key', models.CharField(max_length=100, primary_key=True, serialize=False)),
                        ('count', models.PositiveIntegerField()),
                        ('ends_at', models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=kardad.core.models._token, max_length=32, unique=True)),
                        ('person_id', models.BigIntegerField(null=True)),
                        ('path', models.CharField(max_length=200)),
                        ('sealed', models.TextField()),
                        ('saved_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['saved_at'], name='draft_age')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('person_id__isnull', False)), fields=('person_id', 'path'), name='one_draft_a_form')],
                    },
                ),
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('name', models.CharField(max_length=60)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('role', models.CharField(max_length=40)),
                        ('on_behalf_of', models.CharField(blank=True, max_length=60)),
                        ('level', models.SmallIntegerField(default=0)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('person_id', models.BigIntegerField(null=True)),
                        ('office_id', models.BigIntegerField(null=True)),
                        ('data', models.JSONField(default=dict)),
                        ('request_id', models.CharField(blank=True, max_length=32)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['subject_type', 'subject_id', '-id'], name='event_subject'), models.Index(fields=['person_id', '-id'], name='event_person'), models.Index(fields=['name', '-id'], name='event_name')],
                    },
                ),
                migrations.CreateModel(
                    name='Incident',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('part', models.CharField(choices=[('site', 'سایت'), ('login', 'ورود'), ('panel', 'پنل'), ('storage', 'ثبت و نگهداری'), ('registers', 'استعلام هویت'), ('sms', 'پیامک'), ('sso', 'پنجره ملی خدمات')], max_length=20)),
                        ('group', models.CharField(blank=True, default='', max_length=60)),
                        ('group_title', models.CharField(blank=True, default='', max_length=80)),
                        ('is_automatic', models.BooleanField(default=False)),
                        ('title', models.CharField(max_length=120)),
                        ('text', models.TextField()),
                        ('afterword', models.TextField(blank=True)),
                        ('began_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-began_at'], name='incident_recent')],
                    },
                ),
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=kardad.core.models._token, max_length=32, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('media_type', models.CharField(max_length=100)),
                        ('size', models.PositiveIntegerField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('scan', models.CharField(choices=[('waiting', 'Waiting'), ('clean', 'Clean'), ('infected', 'Infected')], default='waiting', max_length=10)),
                        ('scan_due_at', models.DateTimeField(null=True)),
                        ('owner_id', models.BigIntegerField(null=True)),
                        ('stored_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('scan', 'waiting')), fields=['scan_due_at'], name='file_scan_due')],
                    },
                ),
            ],
        ),
    ]
