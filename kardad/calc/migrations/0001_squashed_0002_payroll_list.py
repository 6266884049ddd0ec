import django.db.models.deletion
import kardad.calc.models
import kardad.core.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('calc', '0001_initial'), ('calc', '0002_payroll_list')]

    initial = True

    dependencies = [
        ('core', '0001_squashed_0003_incident_group'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='PayrollList',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', models.CharField(default=kardad.calc.models._token, max_length=32, unique=True)),
                        ('once', models.CharField(max_length=64, unique=True)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payroll_lists', to=settings.AUTH_USER_MODEL)),
                        ('title', models.CharField(blank=True, max_length=120)),
                        ('month', models.CharField(max_length=7)),
                        ('policies', models.JSONField(default=dict)),
                        ('rounding', models.PositiveIntegerField(default=0)),
                        ('law_version', models.CharField(max_length=40)),
                        ('state', models.CharField(choices=[('waiting', 'در صف'), ('working', 'در حال محاسبه'), ('writing', 'در حال ساختن پرونده'), ('done', 'آماده'), ('failed', 'خوانده نشد')], default='waiting', max_length=10)),
                        ('expected', models.PositiveIntegerField()),
                        ('done', models.PositiveIntegerField(default=0)),
                        ('control', models.JSONField(default=dict)),
                        ('headings', models.JSONField(default=list)),
                        ('notes', models.JSONField(default=list)),
                        ('failure', models.CharField(blank=True, max_length=300)),
                        ('roster', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('workbook', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('due_at', models.DateTimeField(null=True)),
                        ('run', models.CharField(blank=True, max_length=32)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('expires_at', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='payroll_list_due'), models.Index(fields=['person', '-id'], name='payroll_list_person')],
                    },
                ),
                migrations.CreateModel(
                    name='PayrollPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='calc.payrolllist')),
                        ('number', models.PositiveIntegerField()),
                        ('bad', models.PositiveIntegerField()),
                        ('sealed', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('list', 'number'), name='one_part_a_place')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedSheet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to=settings.AUTH_USER_MODEL)),
                        ('calculator', models.CharField(max_length=40)),
                        ('inputs', models.JSONField()),
                        ('sheet', models.JSONField()),
                        ('law_version', models.CharField(max_length=40)),
                        ('on', models.DateField()),
                        ('title', models.CharField(max_length=120)),
                        ('created_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-id'], name='sheet_person')],
                    },
                ),
            ],
        ),
    ]
