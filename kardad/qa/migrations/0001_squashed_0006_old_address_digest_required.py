import django.db.models.deletion
import kardad.core.fields
import kardad.core.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('qa', '0001_questions'), ('qa', '0002_revisions'), ('qa', '0003_one_search'), ('qa', '0004_old_address_digest'), ('qa', '0005_old_address_digest_filled'), ('qa', '0006_old_address_digest_required')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        kardad.core.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='LinkEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('group', models.CharField(choices=[('systems', 'سامانه\u200cهای دولتی'), ('insurance', 'بیمه و بازنشستگی'), ('law', 'متن قانون و رأی'), ('channels', 'کانال\u200cها و تماس')], max_length=20)),
                        ('title', models.CharField(max_length=120)),
                        ('url', models.URLField(max_length=300, unique=True)),
                        ('text', models.CharField(max_length=300)),
                        ('is_official', models.BooleanField(default=True)),
                        ('is_down', models.BooleanField(default=False)),
                        ('is_shown', models.BooleanField(default=True)),
                        ('checked_on', models.DateField()),
                        ('place', models.PositiveSmallIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Tally',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, unique=True)),
                        ('count', models.PositiveBigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='qa.question')),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revises', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='qa.answer')),
                        ('state', models.CharField(default='draft', max_length=20)),
                        ('coverage', models.CharField(choices=[('answered', 'قانون پاسخ روشنی دارد'), ('law_silent', 'قانون در این باره ساکت است'), ('not_covered', 'بیرون از موضوع\u200cهایی است که ما پاسخ می\u200cدهیم')], default='answered', max_length=20)),
                        ('short', models.CharField(max_length=600)),
                        ('explanation', models.TextField(blank=True)),
                        ('cases', models.JSONField(default=list)),
                        ('calculators', models.JSONField(default=list)),
                        ('is_accepted', models.BooleanField(default=False)),
                        ('valid_as_of', models.DateField()),
                        ('expires_on', models.DateField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('useful', models.PositiveIntegerField(default=0)),
                        ('not_useful', models.PositiveIntegerField(default=0)),
                        ('made_at', models.DateTimeField()),
                        ('published_at', models.DateTimeField(null=True)),
                        ('changed_at', models.DateTimeField()),
                        ('stale_at', models.DateTimeField(null=True)),
                        ('stale_reason', models.CharField(blank=True, max_length=300)),
                        ('recall_reason', models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['expires_on'], name='answer_expires')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_accepted', True)), fields=('question',), name='one_accepted_answer'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('question', 'author'), name='one_draft_an_expert')],
                    },
                ),
                migrations.CreateModel(
                    name='Guide',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=80, unique=True)),
                        ('title', models.CharField(max_length=120)),
                        ('lead', models.CharField(max_length=400)),
                        ('body', models.TextField()),
                        ('topic', models.CharField(max_length=40)),
                        ('state', models.CharField(default='draft', max_length=20)),
                        ('written_on', models.DateField()),
                        ('reviewed_on', models.DateField()),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('changed_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', '-reviewed_on', '-id'], name='guide_newest')],
                    },
                ),
                migrations.CreateModel(
                    name='Comment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('guide', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='qa.guide')),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('body', models.CharField(max_length=1000)),
                        ('state', models.CharField(default='pending', max_length=20)),
                        ('reason', models.CharField(blank=True, max_length=300)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['guide', '-id'], name='comment_shown')],
                    },
                ),
                migrations.CreateModel(
                    name='Opinion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='qa.answer')),
                        ('mark', models.CharField(max_length=64)),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('is_useful', models.BooleanField()),
                        ('why', models.CharField(blank=True, choices=[('unclear', 'روشن نیست'), ('not_mine', 'به وضع من نمی\u200cخورد'), ('wrong', 'درست نیست'), ('old', 'کهنه است'), ('short', 'کامل نیست')], max_length=20)),
                        ('said', models.CharField(blank=True, max_length=500)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('answer', 'mark'), name='one_opinion_a_reader')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=120)),
                        ('slug', models.CharField(max_length=120)),
                        ('body', models.TextField()),
                        ('asker_role', models.CharField(max_length=20)),
                        ('topic', models.CharField(max_length=40)),
                        ('state', models.CharField(default='unproved', max_length=20)),
                        ('asker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to=settings.AUTH_USER_MODEL)),
                        ('guest_mobile', kardad.core.fields.Sealed(blank=True, default='')),
                        ('guest_index', models.CharField(blank=True, max_length=64)),
                        ('once', models.CharField(max_length=64, null=True, unique=True)),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='qa.question')),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('useful', models.PositiveIntegerField(default=0)),
                        ('views', models.PositiveIntegerField(default=0)),
                        ('asked_at', models.DateTimeField()),
                        ('due_at', models.DateTimeField(null=True)),
                        ('published_at', models.DateTimeField(null=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('external_id', models.CharField(max_length=80, null=True, unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('state__in', ['answered', 'needs_update'])), fields=['-answered_at', '-id'], name='question_newest'), models.Index(condition=models.Q(('state__in', ['answered', 'needs_update'])), fields=['-useful', '-id'], name='question_useful'), models.Index(condition=models.Q(('state__in', ['answered', 'needs_update'])), fields=['topic', '-answered_at', '-id'], name='question_topic_newest'), models.Index(condition=models.Q(('state__in', ['answered', 'needs_update'])), fields=['topic', '-useful', '-id'], name='question_topic_useful'), models.Index(condition=models.Q(('state', 'published')), fields=['topic', '-id'], name='question_topic_waiting'), models.Index(fields=['state', 'asked_at', 'id'], name='question_state'), models.Index(fields=['asker', '-id'], name='question_asker')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='question_merged_into_another'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'needs_update']), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='question_answered_at_a_moment')],
                    },
                ),
                migrations.CreateModel(
                    name='OldAddress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('path', models.TextField()),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='qa.question')),
                    ],
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='qa.answer')),
                        ('number', models.PositiveIntegerField()),
                        ('content', models.JSONField()),
                        ('why', models.CharField(max_length=300)),
                        ('author_id', models.BigIntegerField(null=True)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('answer', 'number'), name='one_version_a_number')],
                    },
                ),
                migrations.CreateModel(
                    name='Citation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='qa.answer')),
                        ('kind', models.CharField(choices=[('article', 'ماده قانون'), ('value', 'عدد قانونی'), ('circular', 'بخشنامه یا دستورالعمل')], max_length=10)),
                        ('ref', models.CharField(max_length=120)),
                        ('on', models.DateField()),
                        ('is_living', models.BooleanField(default=True)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('title', models.CharField(max_length=300)),
                        ('told', models.TextField(blank=True)),
                        ('since', models.DateField(null=True)),
                        ('source', models.CharField(blank=True, max_length=300)),
                        ('url', models.CharField(blank=True, max_length=300)),
                        ('place', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'ref', 'on'], name='citation_ref')],
                    },
                ),
            ],
        ),
    ]
