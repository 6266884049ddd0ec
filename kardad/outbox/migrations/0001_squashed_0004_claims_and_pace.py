import kardad.core.fields
import kardad.core.tables
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('outbox', '0001_initial'), ('outbox', '0002_mail'), ('outbox', '0003_tell_due'), ('outbox', '0004_claims_and_pace')]

    initial = True

    dependencies = [
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Pace',
                    fields=[
                        ('messenger', models.CharField(max_length=20, primary_key=True, serialize=False)),
                        ('next_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('template', models.CharField(max_length=40)),
                        ('channel', models.CharField(choices=[('sms', 'Sms'), ('voice', 'Voice'), ('email', 'Email')], default='sms', max_length=8)),
                        ('person_id', models.BigIntegerField(null=True)),
                        ('mobile', kardad.core.fields.Sealed(blank=True)),
                        ('mobile_index', models.CharField(blank=True, max_length=64)),
                        ('email', kardad.core.fields.Sealed(blank=True, default='')),
                        ('parameters', kardad.core.fields.Sealed(blank=True, default='')),
                        ('digest', models.CharField(blank=True, max_length=64)),
                        ('subject_type', models.CharField(blank=True, max_length=40)),
                        ('subject_id', models.BigIntegerField(null=True)),
                        ('provider', models.CharField(blank=True, max_length=20)),
                        ('provider_id', models.CharField(blank=True, max_length=60)),
                        ('provider_code', models.CharField(blank=True, max_length=20)),
                        ('route', models.CharField(default='service', max_length=10)),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('blocked', 'Blocked'), ('failed', 'Failed')], default='waiting', max_length=10)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('made_at', models.DateTimeField()),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('ask_due_at', models.DateTimeField(null=True)),
                        ('tell_due_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='message_due'), models.Index(condition=models.Q(('ask_due_at__isnull', False)), fields=['ask_due_at'], name='message_ask_due'), models.Index(condition=models.Q(('tell_due_at__isnull', False)), fields=['tell_due_at'], name='message_tell_due'), models.Index(fields=['mobile_index', '-id'], name='message_mobile'), models.Index(fields=['subject_type', 'subject_id', '-id'], name='message_subject')],
                    },
                ),
            ],
        ),
    ]
