"""Devices: what a browser's own words say to a person, and addresses with their telling part hidden."""

import ipaddress

from kardad.kit import text

BROWSERS = (
    ("Edg", "اج"),
    ("OPR/", "اپرا"),
    ("SamsungBrowser", "مرورگر سامسونگ"),
    ("Firefox", "فایرفاکس"),
    ("Chrome", "کروم"),
    ("CriOS", "کروم"),
    ("Safari", "سافاری"),
)
SYSTEMS = (
    ("Android", "اندروید"),
    ("iPhone", "آیفون"),
    ("iPad", "آیپد"),
    ("Windows", "ویندوز"),
    ("Mac OS", "مک"),
    ("Linux", "لینوکس"),
)


def name(user_agent: str) -> str:
    """The browser and system, as a person calls them: «کروم در اندروید»."""
    browser = next((shown for sign, shown in BROWSERS if sign in user_agent), "")
    system = next((shown for sign, shown in SYSTEMS if sign in user_agent), "")
    return f"{browser or 'مرورگری ناشناخته'} در {system}" if system else browser or "دستگاه ناشناخته"


def masked_address(ip: str) -> str:
    """An address without its last half: «۱۹۲.۱۶۸.•.•»."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "•"
    if address.version == 4:
        first, second, *_ = str(address).split(".")
        return text.to_persian_digits(f"{first}.{second}.•.•")
    return ":".join(address.exploded.split(":")[:3]) + ":•"
