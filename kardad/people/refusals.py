"""The error catalogue of identity: stable codes, plain Persian, what to do next, and whether it counts toward a lock-out."""

from typing import ClassVar

from kardad.kit.refusal import BadInput, Refusal


class IdentityRefusal(Refusal):
    """A refusal on the way to being known. `steps` are keys of `STEPS`, in the order to offer them."""

    steps: ClassVar[tuple[str, ...]] = ()
    counts: ClassVar[bool] = False


STEPS = {
    "fix": "نوشته‌ها را بازبینی کنید",
    "own_sim": "شماره‌ای را بنویسید که به نام خودتان است",
    "change_mobile": "شماره همراه حساب خود را عوض کنید",
    "raise_level": "سطح هویت خود را بالا ببرید",
    "operator": "سیم‌کارت را در دفتر اپراتور به نام خود کنید",
    "in_person": "حضوری احراز هویت کنید",
    "other_method": "روش دیگری را انتخاب کنید",
    "follow": "با کد پیگیری، وضعیت را ببینید",
    "letter": "معرفی‌نامه شرکت را بفرستید",
    "login": "وارد شوید",
    "resend": "کد تازه بگیرید",
    "voice": "کد را با تماس بگیرید",
    "hour": "یک ساعت دیگر دوباره بیایید",
    "tomorrow": "فردا دوباره بیایید",
}


class SimNotOwned(IdentityRefusal):
    """The SIM is registered to someone else, so no code is sent."""

    code = "IDV_SIM_NOT_OWNED"
    message = "این شماره به نام صاحب این کد ملی ثبت نشده است؛ برای حفظ امنیت، کدی ارسال نمی‌شود."
    steps = ("own_sim", "operator", "in_person")
    counts = True


class BirthMismatch(IdentityRefusal):
    """The civil registry does not know this code with this birth date."""

    code = "IDV_BIRTH_MISMATCH"
    message = "کد ملی و تاریخ تولد با هم همخوانی ندارد. تاریخ را مطابق شناسنامه وارد کنید."
    steps = ("fix", "in_person")
    counts = True


class Deceased(IdentityRefusal):
    """The registry reports a death; the text stays neutral."""

    code = "IDV_DECEASED"
    message = "برای این کد ملی بررسی حضوری لازم است. با شناسنامه به دفتر پیشخوان بروید."
    steps = ("in_person",)
    counts = True


class NameMismatch(IdentityRefusal):
    """The typed name is too far from the registered one."""

    code = "IDV_NAME_MISMATCH"
    message = "نام واردشده با اطلاعات ثبت احوال همخوان نیست. نام را مطابق شناسنامه و بدون لقب بنویسید."
    steps = ("fix", "in_person")
    counts = True


class ShebaNotOwned(IdentityRefusal):
    """The account belongs to someone else."""

    code = "IDV_SHEBA_NOT_OWNED"
    message = "این شبا به نام شما نیست."
    steps = ("fix", "in_person")
    counts = True


class ShebaLevel(IdentityRefusal):
    """Only someone known better than level one puts another account in the place of his own."""

    code = "SHEBA_LEVEL"
    status = 403
    message = "شماره شبای حساب را تنها کسی عوض می‌کند که هویتش در سطح دو یا بالاتر تأیید شده باشد. شبای پیشین شما می‌ماند."
    steps = ("raise_level",)


class CompanyNotFound(IdentityRefusal):
    """No such company, or another registration number: the same words for both."""

    code = "IDV_COMPANY_NOT_FOUND"
    message = "شناسه ملی و شماره ثبت را با روزنامه رسمی تطبیق دهید؛ شرکتی با این دو پیدا نشد."
    steps = ("fix", "in_person")
    counts = True


class CompanyInactive(IdentityRefusal):
    """The company is dissolved or suspended."""

    code = "IDV_COMPANY_INACTIVE"
    message = "وضعیت ثبتی شرکت فعال نیست."
    steps = ("in_person",)


class NotCompanyMember(IdentityRefusal):
    """The register does not name the person among the company's people."""

    code = "IDV_NOT_COMPANY_MEMBER"
    message = "سمت شما در شرکت تأیید نشد. معرفی‌نامه بارگذاری کنید."
    steps = ("letter", "in_person")
    counts = True


class ForeignNotFound(IdentityRefusal):
    """The foreigner's code is unknown, or what was typed beside it differs."""

    code = "IDV_FOREIGN_NOT_FOUND"
    message = "اطلاعاتی برای این کد فراگیر پیدا نشد."
    steps = ("fix", "in_person")
    counts = True


class BirthImpossible(BadInput):
    """A birth date of the future, of a child under the least age, or of more than 120 years ago."""

    code = "IDV_FORMAT_BIRTH"
    message = "تاریخ تولد معتبر نیست."


class Duplicate(IdentityRefusal):
    """An account exists; said only after a code proved the mobile."""

    code = "IDV_DUPLICATE"
    status = 200
    message = "شما قبلاً ثبت‌نام کرده‌اید؛ وارد شوید."
    steps = ("login",)


class ProviderDown(IdentityRefusal):
    """No register answered; the attempt is kept and goes on by itself."""

    code = "IDV_PROVIDER_DOWN"
    status = 503
    message = "سامانه استعلام پاسخ نمی‌دهد. درخواست شما نگه داشته شد؛ نتیجه پیامک می‌شود."
    steps = ("follow", "in_person")


class OutOfHours(IdentityRefusal):
    """The registers sleep; the attempt goes on in the morning."""

    code = "IDV_OUT_OF_HOURS"
    status = 503
    message = "درخواست شما ثبت شد. ساعت ۷:۰۵ ادامه می‌دهیم و پیامک می‌فرستیم."
    steps = ("follow", "in_person")


class MethodDisabled(IdentityRefusal):
    """This way is switched off, or closed at this hour."""

    code = "IDV_METHOD_DISABLED"
    message = "این روش فعلاً غیرفعال است. {reason}"
    steps = ("other_method",)


class UnderReview(IdentityRefusal):
    """A person looks at it."""

    code = "IDV_MANUAL_REVIEW"
    status = 202
    message = "مدارک شما در حال بررسی است."
    steps = ("follow",)


class Locked(IdentityRefusal):
    """Too many failures today; in person it stays open."""

    code = "IDV_LOCKED"
    status = 423
    message = "تا {until} امکان تلاش نیست."
    steps = ("tomorrow", "in_person")


class CodeWrong(IdentityRefusal):
    """Not the digits that were sent."""

    code = "OTP_WRONG"
    status = 401
    message = "کد نادرست است. {left} بار دیگر می‌توانید تلاش کنید."
    counts = True


class CodeExpired(IdentityRefusal):
    """Its time passed, or a newer code replaced it."""

    code = "OTP_EXPIRED"
    status = 410
    message = "مهلت کد تمام شد. کد تازه بگیرید."
    steps = ("resend",)


class CodeTries(IdentityRefusal):
    """Five wrong answers: this code is dead, right or not."""

    code = "OTP_TRIES"
    status = 423
    message = "تعداد تلاش‌های این کد تمام شد. کد تازه بگیرید."
    steps = ("resend",)
    counts = True


class CodeUsed(IdentityRefusal):
    """This code was accepted before."""

    code = "OTP_USED"
    status = 410
    message = "این کد قبلاً استفاده شده است."
    steps = ("resend",)
    counts = True


class CodeCooldown(IdentityRefusal):
    """Too soon for another code."""

    code = "OTP_COOLDOWN"
    status = 429
    message = "تا {shown} ثانیه دیگر صبر کنید."


class CodeLimit(IdentityRefusal):
    """No more codes today."""

    code = "OTP_LIMIT"
    status = 429
    message = "سقف ارسال کد امروز پر شده است."
    steps = ("in_person", "tomorrow")


class CodeLimitThisHour(CodeLimit):
    """Too many codes were asked for from one network address; it is the hour that ends, not the day."""

    message = "از این نشانی اینترنتی در یک ساعت گذشته کدهای زیادی خواسته شده است. تا یک ساعت دیگر صبر کنید."
    steps = ("hour", "in_person")


class AttemptOver(IdentityRefusal):
    """This try ended; a new one must be begun."""

    code = "IDV_EXPIRED"
    status = 410
    message = "مهلت این احراز هویت تمام شد. از نو آغاز کنید؛ کمتر از دو دقیقه زمان می‌برد."


class AccountClosed(IdentityRefusal):
    """The account is frozen; said only after a right password or factor, and without the reason."""

    code = "ACCOUNT_CLOSED"
    status = 423
    message = "ورود به این حساب اکنون بسته است. با کارت ملی و شناسنامه به دفتر پیشخوان بروید تا بررسی و باز شود."
    steps = ("in_person",)


class SmsUnusable(IdentityRefusal):
    """The SIM on record is no longer known to be the person's, so no code is sent to it."""

    code = "SMS_SUSPENDED"
    message = "شماره همراه این حساب دیگر به نام شما تأیید نمی‌شود، پس کدی به آن فرستاده نشد. حضوری مراجعه کنید و شماره تازه ثبت کنید."
    steps = ("in_person",)


class SmsUnchecked(IdentityRefusal):
    """The register that knows whose the SIM is does not answer now; nothing is held against anyone."""

    code = "SMS_UNCHECKED"
    status = 503
    message = "اکنون نمی‌توانیم بررسی کنیم که شماره همراه هنوز به نام شماست. کمی بعد دوباره تلاش کنید یا از برنامه رمزساز استفاده کنید."
    steps = ("tomorrow", "in_person")
