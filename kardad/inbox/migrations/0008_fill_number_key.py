from django.db import migrations

FIGURES = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩يك", "01234567890123456789یک")


def fill(apps, schema_editor):
    rows = apps.get_model("inbox", "Dossier").objects
    for pk, number in rows.exclude(number="").values_list("pk", "number").iterator():
        key = "".join(sign for sign in number.translate(FIGURES).casefold() if sign.isalnum())
        rows.filter(pk=pk).update(number_key=key)


class Migration(migrations.Migration):
    dependencies = [("inbox", "0007_number_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
