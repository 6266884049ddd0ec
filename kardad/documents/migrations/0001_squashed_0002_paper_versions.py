import django.db.models.deletion
import kardad.core.fields
import kardad.core.tables
import kardad.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('documents', '0001_papers'), ('documents', '0002_paper_versions')]

    initial = True

    dependencies = [
        ('core', '0001_squashed_0003_incident_group'),
        ('evidence', '0001_squashed_0003_entry_moment_in_body_alone'),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Document',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=kardad.documents.models._token, max_length=32, unique=True)),
                        ('number', models.CharField(max_length=20, unique=True)),
                        ('kind', models.CharField(max_length=30)),
                        ('title', kardad.core.fields.Sealed()),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('version', models.CharField(blank=True, max_length=40)),
                        ('office_id', models.BigIntegerField(null=True)),
                        ('chain', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.chain')),
                        ('data', kardad.core.fields.Sealed()),
                        ('facts', kardad.core.fields.Sealed()),
                        ('code', kardad.core.fields.Sealed()),
                        ('state', models.CharField(choices=[('waiting', 'در نوبت ساخت'), ('rendered', 'در نوبت مهر'), ('signed', 'مهرشده'), ('failed', 'ساخته نشد')], default='waiting', max_length=8)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('made_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField(null=True)),
                        ('rendered_at', models.DateTimeField(null=True)),
                        ('signed_at', models.DateTimeField(null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('rounds', models.PositiveSmallIntegerField(default=0)),
                        ('problem', models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['subject_type', 'subject_id', '-id'], name='document_subject'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['state', 'due_at'], name='document_due'), models.Index(fields=['office_id', '-id'], name='document_office'), models.Index(fields=['chain', '-id'], name='document_chain')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('due_at__isnull', True), ('file__isnull', False)), _connector='OR'), name='signed_has_file'), models.UniqueConstraint(condition=models.Q(('version', ''), _negated=True), fields=('subject_type', 'subject_id', 'kind', 'version'), name='one_paper_a_version')],
                    },
                ),
            ],
        ),
    ]
