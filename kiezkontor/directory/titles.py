from kiezkontor.shared.spoken import page_language


class Titled:
    """What an entry is called in the language of the page; entries of all shapes share it."""

    __slots__ = ()
    name: str
    category_de: str
    category_en: str
    street: str
    number: str

    @property
    def category_name(self) -> str:
        return (self.category_en if page_language() == "en" else self.category_de) or self.category_de

    @property
    def title(self) -> str:
        """The name; of an entry without one its category, in the language of the page."""
        return self.category_name if self.name == self.category_de else self.name

    @property
    def address(self) -> str:
        return f"{self.street} {self.number}".strip()
