from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0005_old_address_digest_filled'),
    ]

    operations = [
        migrations.AlterField(
            model_name='oldaddress',
            name='digest',
            field=models.CharField(max_length=64, unique=True),
        ),
    ]
