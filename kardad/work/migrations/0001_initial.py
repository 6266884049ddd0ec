import kardad.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='WorkItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('title', models.CharField(max_length=120)),
                        ('office_id', models.BigIntegerField(null=True)),
                        ('role', models.CharField(max_length=40)),
                        ('assigned_to_id', models.BigIntegerField(null=True)),
                        ('opened_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField(null=True)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('outcome', models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['role', 'opened_at', 'id'], name='work_open'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_at'], name='work_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('kind', 'subject_type', 'subject_id'), name='one_open_item')],
                    },
                ),
            ],
        ),
    ]
