from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0003_one_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='oldaddress',
            name='digest',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name='oldaddress',
            name='path',
            field=models.TextField(),
        ),
    ]
