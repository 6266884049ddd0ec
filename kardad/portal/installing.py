"""What makes the site an app of a telephone: its manifest, and a worker that keeps one public page for when there is no network."""

from typing import Any, Final

from django.templatetags.static import static

from kardad.core.operator import operator

# All that the worker keeps besides the page itself: styles and the font, which are everybody's.
KEPT: Final = (
    "ui/css/tokens.css",
    "ui/css/layout.css",
    "ui/css/forms.css",
    "ui/css/components.css",
    "ui/css/boxes.css",
    "ui/font/vazirmatn.woff2",
)
ICONS: Final = ((192, "any"), (512, "any"), (512, "maskable"))


def manifest() -> dict[str, Any]:
    """The app as a telephone installs it; it begins at the kartable."""
    house = operator().name
    return {
        "id": "/",
        "name": house,
        "short_name": house[:20],
        "description": operator().statement,
        "lang": "fa",
        "dir": "rtl",
        "start_url": "/panel/inbox/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f7f7",
        "theme_color": "#0b5557",
        "icons": [
            {
                "src": static(f"ui/img/app-{size}{'-full' if purpose == 'maskable' else ''}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
            }
            | {"purpose": purpose}
            for size, purpose in ICONS
        ],
    }


def kept() -> list[str]:
    """The addresses that the worker keeps beside the page without network."""
    return [static(name) for name in KEPT]
