"""A paragraph that is a marker alone, such as `[NOTES]`, becomes what a page shows in its place."""

from markdown.treeprocessors import Treeprocessor


class Marked(Treeprocessor):
    """`marker`: a pattern. `element`, which takes its groups, makes what stands there; None leaves the marker."""

    marker = None

    def run(self, root):
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                found = self.marker.fullmatch((child.text or "").strip()) if child.tag == "p" else None
                if found and (made := self.element(*found.groups())) is not None:
                    parent[place] = made
