import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import kardad.core.fields
import kardad.core.tables
import kardad.desk.models.engagements
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('desk', '0001_requests'), ('desk', '0002_delivery_details'), ('desk', '0003_sides_replies_withdrawals'), ('desk', '0004_usual_time'), ('desk', '0005_client_book'), ('desk', '0006_pressing_index'), ('desk', '0007_unread_index'), ('desk', '0008_pressing_by_clock'), ('desk', '0009_papers')]

    initial = True

    dependencies = [
        ('billing', '0001_squashed_0007_papers'),
        ('core', '0001_squashed_0003_incident_group'),
        ('people', '0001_squashed_0005_code_purpose_contract'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Item',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='desk.request')),
                        ('service_code', models.CharField(max_length=60)),
                        ('title', models.CharField(max_length=160)),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('quantity', models.PositiveIntegerField(default=1)),
                        ('inputs', models.JSONField(default=dict)),
                        ('delivery', models.CharField(max_length=24)),
                        ('state', models.CharField(default='pending', max_length=12)),
                        ('unit_price', models.BigIntegerField(null=True)),
                        ('price_reason', models.CharField(blank=True, max_length=300)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('delivered_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='item_of_something'), models.UniqueConstraint(fields=('request', 'service_code'), name='one_item_a_service')],
                    },
                ),
                migrations.CreateModel(
                    name='UsualTime',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service_code', models.CharField(max_length=60, unique=True)),
                        ('minutes', models.PositiveIntegerField()),
                        ('counted', models.PositiveIntegerField()),
                        ('measured_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Appointment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='desk.item')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                        ('starts_at', models.DateTimeField()),
                        ('minutes', models.PositiveSmallIntegerField()),
                        ('state', models.CharField(default='held', max_length=16)),
                        ('phone', kardad.core.fields.Sealed(blank=True)),
                        ('may_record', models.BooleanField(default=False)),
                        ('made_at', models.DateTimeField()),
                        ('held_until', models.DateTimeField(null=True)),
                        ('moves', models.PositiveSmallIntegerField(default=0)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('cause', models.CharField(choices=[('first', 'نوبت نخست'), ('move', 'جابه\u200cجایی'), ('late_move', 'جابه\u200cجایی نزدیک به نوبت'), ('goodwill', 'جابه\u200cجایی سالانه'), ('absent', 'به جای نوبتی که کارشناس نبود')], default='first', max_length=10)),
                        ('remind_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['expert', 'starts_at', 'id'], name='appointment_expert'), models.Index(condition=models.Q(('held_until__isnull', False)), fields=['held_until'], name='appointment_held'), models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='appointment_remind')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['held', 'booked'])), fields=('item',), name='one_open_appointment'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='appointment_of_some_minutes')],
                    },
                ),
                migrations.CreateModel(
                    name='Call',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='desk.appointment')),
                        ('at', models.DateTimeField()),
                        ('outcome', models.CharField(max_length=12)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Engagement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to=settings.AUTH_USER_MODEL)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='engagements_as_client', to=settings.AUTH_USER_MODEL)),
                        ('name', kardad.core.fields.Sealed()),
                        ('mobile', kardad.core.fields.Sealed(blank=True)),
                        ('mobile_index', models.CharField(max_length=64)),
                        ('code', kardad.core.fields.Sealed(blank=True)),
                        ('code_index', models.CharField(blank=True, max_length=64)),
                        ('token', models.CharField(default=kardad.desk.models.engagements.token, max_length=32, unique=True)),
                        ('state', models.CharField(default='invited', max_length=12)),
                        ('terms', models.CharField(blank=True, max_length=20)),
                        ('invited_at', models.DateTimeField()),
                        ('expire_due_at', models.DateTimeField(null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['practitioner', '-id'], name='engagement_practitioner'), models.Index(fields=['person', '-id'], name='engagement_person'), models.Index(condition=models.Q(('expire_due_at__isnull', False)), fields=['expire_due_at'], name='engagement_expire_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'agreed'])), fields=('practitioner', 'mobile_index'), name='one_engagement_a_mobile'), models.UniqueConstraint(condition=models.Q(('state', 'agreed')), fields=('practitioner', 'person'), name='one_engagement_a_client'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), _negated=True), ('person__isnull', False), _connector='OR'), name='engagement_agreed_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='desk.request')),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('side', models.CharField(max_length=8)),
                        ('kind', models.CharField(choices=[('talk', 'پیام'), ('question', 'خواستن مدرک یا توضیح'), ('answer', 'پاسخ'), ('note', 'یادداشت همکاران'), ('opinion', 'نظر کارشناس دیگر')], default='talk', max_length=10)),
                        ('is_internal', models.BooleanField(default=False)),
                        ('body', models.TextField()),
                        ('missing', models.JSONField(default=list)),
                        ('at', models.DateTimeField()),
                        ('read_at', models.DateTimeField(null=True)),
                        ('asked_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_shared', models.BooleanField(default=False)),
                        ('reply_to', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply', to='desk.message')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['request', '-id'], name='request_message'), models.Index(condition=models.Q(('read_at', None), ('side', 'client')), fields=['request'], name='message_unread_by_staff'), models.Index(condition=models.Q(('asked_of__isnull', False)), fields=['asked_of', '-id'], name='message_asked_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Deliverable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='desk.item')),
                        ('version', models.PositiveSmallIntegerField()),
                        ('number', models.CharField(max_length=24, unique=True)),
                        ('token', models.CharField(max_length=32, unique=True)),
                        ('kind', models.CharField(choices=[('summary', 'خلاصه گفت\u200cوگو'), ('opinion', 'مشاوره کتبی'), ('calculation', 'فایل محاسبات'), ('document', 'سند'), ('training', 'محتوای آموزش')], max_length=12)),
                        ('body', models.JSONField(default=dict)),
                        ('law_on', models.DateField(null=True)),
                        ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('made_at', models.DateTimeField()),
                        ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('signed_at', models.DateTimeField(null=True)),
                        ('released_at', models.DateTimeField(null=True)),
                        ('read_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('signer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('recalled_at', models.DateTimeField(null=True)),
                        ('recall_reason', models.CharField(blank=True, max_length=500)),
                        ('paper_due_at', models.DateTimeField(null=True)),
                        ('follow_up', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.message')),
                        ('files', models.ManyToManyField(related_name='+', to='core.storedfile')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['item', '-version'], name='deliverable_item'), models.Index(condition=models.Q(('paper_due_at__isnull', False)), fields=['paper_due_at'], name='deliverable_paper_due')],
                        'constraints': [models.UniqueConstraint(fields=('item', 'version'), name='one_version'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('made_by')), _negated=True), _connector='OR'), name='deliverable_two_persons')],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='desk.item')),
                        ('score', models.PositiveSmallIntegerField()),
                        ('tags', models.JSONField(default=list)),
                        ('comment', models.CharField(blank=True, max_length=1000)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='rating_one_to_five')],
                    },
                ),
                migrations.CreateModel(
                    name='Request',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=24, null=True, unique=True)),
                        ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='people.organisation')),
                        ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests_by_others', to=settings.AUTH_USER_MODEL)),
                        ('engagement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='desk.engagement')),
                        ('is_client_buyer', models.BooleanField(default=True)),
                        ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.labouroffice')),
                        ('description', models.TextField(blank=True)),
                        ('question_id', models.BigIntegerField(null=True)),
                        ('state', models.CharField(default='draft', max_length=20)),
                        ('priority', models.PositiveSmallIntegerField(default=0)),
                        ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests_assigned', to=settings.AUTH_USER_MODEL)),
                        ('rules_version', models.CharField(blank=True, max_length=20)),
                        ('invoice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='billing.invoice')),
                        ('made_at', models.DateTimeField()),
                        ('changed_at', models.DateTimeField()),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('assigned_at', models.DateTimeField(null=True)),
                        ('first_response_at', models.DateTimeField(null=True)),
                        ('delivered_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('end_reason', models.CharField(blank=True, max_length=300)),
                        ('reopened', models.PositiveSmallIntegerField(default=0)),
                        ('expired_from', models.CharField(blank=True, max_length=20)),
                        ('objected_at', models.DateTimeField(null=True)),
                        ('clock', models.CharField(blank=True, max_length=16)),
                        ('clock_due_at', models.DateTimeField(null=True)),
                        ('clock_left', models.PositiveIntegerField(null=True)),
                        ('breached_at', models.DateTimeField(null=True)),
                        ('reply_due_at', models.DateTimeField(null=True)),
                        ('reply_breached_at', models.DateTimeField(null=True)),
                        ('due_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['applicant', '-changed_at', '-id'], name='request_applicant'), models.Index(fields=['organisation', '-changed_at', '-id'], name='request_organisation'), models.Index(fields=['client', '-changed_at', '-id'], name='request_client'), models.Index(fields=['assigned_to', 'state', 'clock_due_at', 'id'], name='request_expert'), models.Index(fields=['state', 'submitted_at', 'id'], name='request_queue'), models.Index(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Coalesce(models.F('clock_due_at'), models.F('reply_due_at')), django.db.models.functions.comparison.Coalesce(models.F('reply_due_at'), models.F('clock_due_at'))), models.F('id'), condition=models.Q(django.db.models.lookups.IsNull(django.db.models.functions.comparison.Least(django.db.models.functions.comparison.Coalesce(models.F('clock_due_at'), models.F('reply_due_at')), django.db.models.functions.comparison.Coalesce(models.F('reply_due_at'), models.F('clock_due_at'))), rhs=False)), name='request_pressing'), models.Index(fields=['office', 'state'], name='request_office'), models.Index(fields=['engagement', '-changed_at', '-id'], name='request_engagement'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='request_due'), models.Index(condition=models.Q(('breached_at', None), ('clock_due_at__isnull', False)), fields=['clock_due_at'], name='request_clock'), models.Index(condition=models.Q(('reply_breached_at', None), ('reply_due_at__isnull', False)), fields=['reply_due_at'], name='request_reply')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), ('number__isnull', False), _connector='OR'), name='request_numbered')],
                    },
                ),
                migrations.CreateModel(
                    name='Reminder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='desk.request')),
                        ('event', models.CharField(max_length=40)),
                        ('due_at', models.DateTimeField(null=True)),
                        ('done_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='request_reminder_due')],
                    },
                ),
                migrations.CreateModel(
                    name='OwnSide',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_sides', to='desk.request')),
                        ('index', models.CharField(max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['index'], name='own_side_index')],
                        'constraints': [models.UniqueConstraint(fields=('request', 'index'), name='one_own_side')],
                    },
                ),
                migrations.CreateModel(
                    name='Opponent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opponents', to='desk.request')),
                        ('index', models.CharField(max_length=64)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['index'], name='opponent_index')],
                        'constraints': [models.UniqueConstraint(fields=('request', 'index'), name='one_opponent')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='desk.request')),
                        ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='desk.message')),
                        ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='desk.item')),
                        ('kind', models.CharField(blank=True, max_length=40)),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('is_internal', models.BooleanField(default=False)),
                        ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('side', models.CharField(max_length=8)),
                        ('added_at', models.DateTimeField()),
                        ('hidden_at', models.DateTimeField(null=True)),
                        ('hidden_reason', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['request', 'id'], name='request_attachment')],
                    },
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='desk.request')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                        ('begun_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['expert', 'ended_at'], name='assignment_expert')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('request',), name='one_open_assignment')],
                    },
                ),
                migrations.CreateModel(
                    name='Approval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='desk.request')),
                        ('kind', models.CharField(choices=[('reject', 'رد درخواست'), ('invoice', 'صدور صورتحساب'), ('objection', 'اعتراض به هدایت')], max_length=12)),
                        ('data', models.JSONField(default=dict)),
                        ('reason', models.CharField(max_length=500)),
                        ('state', models.CharField(default='asked', max_length=10)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField()),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('note', models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'id'], name='approval_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('request',), name='one_open_approval'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='approval_two_persons')],
                    },
                ),
                migrations.CreateModel(
                    name='Shift',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                        ('starts_at', models.DateTimeField()),
                        ('ends_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='shift_of_some_time'), models.UniqueConstraint(fields=('expert', 'starts_at'), name='one_shift_a_start')],
                    },
                ),
                migrations.CreateModel(
                    name='Skill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skills', to=settings.AUTH_USER_MODEL)),
                        ('group', models.CharField(max_length=40)),
                        ('is_away', models.BooleanField(default=False)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['group', 'is_away'], name='skill_group')],
                        'constraints': [models.UniqueConstraint(fields=('expert', 'group'), name='one_skill_a_group')],
                    },
                ),
                migrations.CreateModel(
                    name='Slot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='desk.shift')),
                        ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('starts_at', models.DateTimeField()),
                        ('appointment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='slots', to='desk.appointment')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('appointment__isnull', True)), fields=['starts_at', 'expert'], name='slot_free')],
                        'constraints': [models.UniqueConstraint(fields=('expert', 'starts_at'), name='one_slot_a_quarter')],
                    },
                ),
                migrations.CreateModel(
                    name='Withdrawal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='desk.request')),
                        ('refund', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='billing.refund')),
                        ('rules', models.JSONField(default=list)),
                        ('items', models.JSONField(default=list)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('asked_at', models.DateTimeField()),
                    ],
                ),
            ],
        ),
    ]
