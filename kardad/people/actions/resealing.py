"""Second factors under the current key."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from kardad.core import crypto

SEALED = ("secret", "seed")


def reseal_factors() -> int:
    """No second factor's secret lies under an older key; how many were sealed anew."""
    done = 0
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            older = [name for name in SEALED if name in row.data and not row.data[name].startswith(crypto.current_version() + ":")]
            for name in older:
                row.data[name] = crypto.seal(crypto.unseal(row.data[name]))
            if older:
                row.save(update_fields=["data"])
                done += 1
    return done
