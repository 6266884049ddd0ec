"""How static files are named: by their content, the modules that modules import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class Statics(CompressedManifestStaticFilesStorage):
    """Compressed files that a browser may keep for ever; scripts name each other by their hashed names."""

    support_js_module_import_aggregation = True
