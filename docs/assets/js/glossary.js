// Whoever comes from the search is led to what was typed: the search knows pages and headings, not paragraphs.
{
  const typed = new URLSearchParams(location.search).get("h")
  const words = [...document.querySelectorAll(".glossary [lang]")]
  const found = words.find(word => word.textContent === typed) || words.find(word => word.textContent.startsWith(typed))
  if (found) found.scrollIntoView({ block: "center" })
}
