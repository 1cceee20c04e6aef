"""Static files with a hash of their content in their names, the names inside of them included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Modules import each other by hashed names too, so that a page never runs parts of two versions."""

    support_js_module_import_aggregation = True
