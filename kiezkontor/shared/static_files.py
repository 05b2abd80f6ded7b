"""Static files under names that carry their content's hash, each with a precompressed twin."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Before anything was collected (a first look with `runserver`), files keep their plain names."""

    manifest_strict = False
    # The map's files import the part they share by name.
    support_js_module_import_aggregation = True

    def url(self, name: str | None, force: bool = False) -> str:
        if name and not self.hashed_files:
            return self.base_url + name if self.base_url else name
        return str(super().url(name, force))

    def create_compressor(self, **kwargs: Any) -> Any:
        """gzip alone: brotli costs a minute at set-up and saves a visitor little."""
        return super().create_compressor(**{**kwargs, "use_brotli": False})
