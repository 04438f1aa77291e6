"""XML from strangers: no entity is expanded, nothing is fetched."""

from __future__ import annotations

from lxml import etree

from variorum.errors import UnreadableError


def xml_tree(name: str, data: bytes, mend: bool = False) -> etree._Element:
    """The root of the XML in `data`; with `mend`, of as much of it as can be read.

    Entities stay unexpanded, document type definitions are not loaded, nothing is asked of any network or disk, and libxml2's own
    limits on depth and size hold. Raises UnreadableError where it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, attribute_defaults=False,
        no_network=True, huge_tree=False, recover=mend, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as e:
        raise UnreadableError(f"{name}: broken XML ({e}); fetch it again") from e
    if root is None:
        raise UnreadableError(f"{name}: no XML inside; fetch it again")
    return root
