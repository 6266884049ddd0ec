import django.db.models.deletion
import kardad.core.fields
import kardad.core.tables
import kardad.inbox.models.dossiers
import kardad.people.models.verification
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('inbox', '0001_letters'), ('inbox', '0002_proved_address'), ('inbox', '0003_long_addresses'), ('inbox', '0004_notices'), ('inbox', '0005_deadlines'), ('inbox', '0006_attachments'), ('inbox', '0007_number_key'), ('inbox', '0008_fill_number_key'), ('inbox', '0009_compared')]

    initial = True

    dependencies = [
        ('core', '0001_squashed_0003_incident_group'),
        ('people', '0001_squashed_0005_code_purpose_contract'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Series',
                    fields=[
                        ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ('last', models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Announcement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=160)),
                        ('text', models.TextField()),
                        ('role', models.CharField(blank=True, max_length=40)),
                        ('province', models.CharField(blank=True, max_length=40)),
                        ('by_id', models.BigIntegerField()),
                        ('from_at', models.DateTimeField()),
                        ('until_at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-from_at', '-id'], name='announcement_recent')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='inbox.notice')),
                        ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='inbox.party')),
                        ('via', models.CharField(choices=[('account', 'حساب کاربری'), ('paper', 'کاغذی'), ('sana', 'ثنا'), ('elsewhere', 'جای دیگر')], max_length=10)),
                        ('rung', models.CharField(max_length=14)),
                        ('is_copy', models.BooleanField(default=False)),
                        ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('placed_at', models.DateTimeField()),
                        ('handed_at', models.DateTimeField(null=True)),
                        ('notified_at', models.DateTimeField(null=True)),
                        ('arrived_at', models.DateTimeField(null=True)),
                        ('opened_at', models.DateTimeField(null=True)),
                        ('opened_by_id', models.BigIntegerField(null=True)),
                        ('acknowledged_at', models.DateTimeField(null=True)),
                        ('served_on', models.DateField(null=True)),
                        ('effect', models.CharField(blank=True, max_length=8)),
                        ('rule', models.CharField(blank=True, max_length=40)),
                        ('failed_at', models.DateTimeField(null=True)),
                        ('problem', models.CharField(blank=True, max_length=40)),
                        ('voided_at', models.DateTimeField(null=True)),
                        ('void_reason', models.CharField(blank=True, max_length=300)),
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='inbox.delivery')),
                        ('outside_number', models.CharField(blank=True, max_length=40)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('office_id', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['party', '-id'], name='delivery_party'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='delivery_due'), models.Index(condition=models.Q(models.Q(('problem', ''), _negated=True), ('voided_at__isnull', True)), fields=['office_id', '-id'], name='delivery_failed')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_copy', False), ('voided_at__isnull', True)), fields=('notice', 'party'), name='served_once'), models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), ('opened_at__gte', models.F('placed_at')), _connector='OR'), name='opened_after_placed'), models.CheckConstraint(condition=models.Q(('acknowledged_at__isnull', True), ('acknowledged_at__gte', models.F('opened_at')), _connector='OR'), name='acknowledged_after_opened')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='inbox.delivery')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ],
                ),
                migrations.CreateModel(
                    name='Dossier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('office', 'پرونده اداره'), ('elsewhere', 'پرونده جای دیگر')], default='office', max_length=10)),
                        ('token', models.CharField(default=kardad.inbox.models.dossiers.token, max_length=32, unique=True)),
                        ('tracking_code', models.CharField(default=kardad.people.models.verification.tracking_code, max_length=13, unique=True)),
                        ('number', models.CharField(blank=True, max_length=40)),
                        ('number_key', models.CharField(blank=True, max_length=40)),
                        ('title', kardad.core.fields.Sealed()),
                        ('subject_type', models.CharField(blank=True, max_length=40)),
                        ('subject_id', models.BigIntegerField(null=True)),
                        ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='people.labouroffice')),
                        ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to=settings.AUTH_USER_MODEL)),
                        ('opened_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('compared_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['owner', '-id'], name='dossier_owner'), models.Index(fields=['office', '-id'], name='dossier_office'), models.Index(condition=models.Q(('kind', 'office')), fields=['compared_at', 'id'], name='dossier_compared'), models.Index(condition=models.Q(('number_key', ''), _negated=True), fields=['number_key'], name='dossier_number')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('subject_id__isnull', False)), fields=('subject_type', 'subject_id'), name='one_dossier_a_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Feed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='feed', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Glance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='glance', to=settings.AUTH_USER_MODEL)),
                        ('at', models.DateTimeField()),
                        ('before', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                        ('event', models.CharField(max_length=40)),
                        ('group', models.CharField(max_length=16)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('words', kardad.core.fields.Sealed()),
                        ('url', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(null=True)),
                        ('archived_at', models.DateTimeField(null=True)),
                        ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='inbox.dossier')),
                        ('delivery', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='inbox.delivery')),
                        ('asked', models.CharField(blank=True, max_length=120)),
                        ('until', models.DateField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-id'], name='letter_person'), models.Index(fields=['person', 'group', '-id'], name='letter_group'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person', '-id'], name='letter_unread'), models.Index(fields=['dossier', 'person', '-id'], name='letter_dossier'), models.Index(condition=models.Q(('delivery__isnull', False)), fields=['delivery'], name='letter_delivery'), models.Index(condition=models.Q(('archived_at__isnull', True), ('until__isnull', False)), fields=['person', 'until'], name='letter_until'), models.Index(fields=['subject_type', 'subject_id', '-id'], name='letter_subject')],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='inbox.dossier')),
                        ('code', models.CharField(max_length=4)),
                        ('number', models.CharField(max_length=20, null=True, unique=True)),
                        ('state', models.CharField(default='draft', max_length=8)),
                        ('title', models.CharField(max_length=160)),
                        ('says', kardad.core.fields.Sealed()),
                        ('is_confidential', models.BooleanField(default=False)),
                        ('days', models.PositiveSmallIntegerField(null=True)),
                        ('day', models.DateField(null=True)),
                        ('filer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.party')),
                        ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='inbox.notice')),
                        ('office_id', models.BigIntegerField(null=True)),
                        ('made_by_id', models.BigIntegerField()),
                        ('made_at', models.DateTimeField()),
                        ('placed_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['dossier', '-id'], name='notice_dossier'), models.Index(fields=['office_id', '-id'], name='notice_office')],
                    },
                ),
                migrations.CreateModel(
                    name='Outage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('incident_id', models.BigIntegerField(unique=True)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('last', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='outage_due')],
                    },
                ),
                migrations.CreateModel(
                    name='Party',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='inbox.dossier')),
                        ('side', models.CharField(choices=[('claimant', 'خواهان'), ('respondent', 'خوانده'), ('third', 'شخص ثالث')], max_length=12)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='people.organisation')),
                        ('name', kardad.core.fields.Sealed()),
                        ('code_index', models.CharField(blank=True, max_length=64)),
                        ('mobile', kardad.core.fields.Sealed(blank=True, default='')),
                        ('address', kardad.core.fields.Sealed(blank=True, default='')),
                        ('joined_at', models.DateTimeField(null=True)),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties_asked', to=settings.AUTH_USER_MODEL)),
                        ('asked_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                        ('added_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', '-id'], name='party_person'), models.Index(fields=['organisation', '-id'], name='party_organisation')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('organisation__isnull', True), _connector='OR'), name='party_is_one'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('dossier', 'person'), name='party_person_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('dossier', 'organisation'), name='party_organisation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preferences', to=settings.AUTH_USER_MODEL)),
                        ('topic', models.CharField(max_length=40)),
                        ('channel', models.CharField(choices=[('sms', 'پیامک'), ('email', 'رایانامه')], max_length=8)),
                        ('is_on', models.BooleanField()),
                        ('changed_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('person', 'topic', 'channel'), name='preference_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ProvedAddress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='proved_address', to=settings.AUTH_USER_MODEL)),
                        ('index', models.CharField(max_length=64)),
                        ('proved_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Representation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='inbox.party')),
                        ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to=settings.AUTH_USER_MODEL)),
                        ('mandate', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='people.mandate')),
                        ('began_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['agent', '-id'], name='representation_agent')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('party',), name='one_representative_a_side')],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inbox.delivery')),
                        ('agent_name', kardad.core.fields.Sealed()),
                        ('given_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('outcome', models.CharField(blank=True, choices=[('handed', 'به خود مخاطب داده شد'), ('representative', 'به نماینده او داده شد'), ('relative', 'به بستگان یا خدمه در همان نشانی داده شد'), ('office', 'به دفتر شخص حقوقی داده شد'), ('refused', 'نپذیرفت؛ در محل الصاق شد'), ('absent', 'کسی نبود؛ در محل الصاق شد'), ('published', 'نشانی نامعلوم بود؛ آگهی شد'), ('returned', 'برگشت؛ ابلاغ نشد')], max_length=14)),
                        ('at', models.DateTimeField(null=True)),
                        ('in_words', models.CharField(blank=True, max_length=200)),
                        ('receiver', kardad.core.fields.Sealed(blank=True, default='')),
                        ('relation', models.CharField(blank=True, max_length=60)),
                        ('note', kardad.core.fields.Sealed(blank=True, default='')),
                        ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('recorded_by_id', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('delivery',), name='one_open_visit')],
                    },
                ),
                migrations.CreateModel(
                    name='Deadline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='inbox.delivery')),
                        ('code', models.CharField(max_length=4)),
                        ('cause', models.CharField(choices=[('served', 'ابلاغ'), ('holiday', 'تعطیلی تازه'), ('outage', 'اختلال سامانه'), ('voided', 'بی\u200cاثر شدن ابلاغ'), ('corrected', 'رأی تصحیحی')], default='served', max_length=10)),
                        ('served_on', models.DateField()),
                        ('safe_until', models.DateField()),
                        ('hard_until', models.DateField()),
                        ('final_on', models.DateField()),
                        ('reasons', models.JSONField(default=list)),
                        ('obstructed', models.JSONField(default=dict)),
                        ('rule_version', models.CharField(max_length=40)),
                        ('calendar_version', models.CharField(max_length=40)),
                        ('checked_version', models.CharField(default='', max_length=40)),
                        ('computed_at', models.DateTimeField()),
                        ('superseded_at', models.DateTimeField(null=True)),
                        ('at_risk_since', models.DateTimeField(null=True)),
                        ('risk', models.CharField(blank=True, max_length=200)),
                        ('remind_due_at', models.DateTimeField(null=True)),
                        ('reminded', models.JSONField(default=list)),
                        ('office_id', models.BigIntegerField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('superseded_at__isnull', True)), fields=['office_id', 'hard_until'], name='deadline_open'), models.Index(condition=models.Q(('superseded_at__isnull', True)), fields=['checked_version', 'hard_until'], name='deadline_checked'), models.Index(condition=models.Q(('remind_due_at__isnull', False)), fields=['remind_due_at'], name='deadline_remind')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('delivery', 'code'), name='one_deadline_that_counts')],
                    },
                ),
            ],
        ),
    ]
