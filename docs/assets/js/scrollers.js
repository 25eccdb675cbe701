// A formula or a table that is wider than the page takes the focus, so that the arrow keys move it.
{
  const reach = () => {
    for (const each of document.querySelectorAll("div.arithmatex, .md-typeset__scrollwrap")) {
      if (each.scrollWidth > each.clientWidth) each.tabIndex = 0
      else each.removeAttribute("tabindex")
    }
  }
  addEventListener("load", reach)
  addEventListener("resize", reach)
}
