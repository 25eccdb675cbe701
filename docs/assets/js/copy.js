// Over the web, the page's Markdown can be copied at once. From disk a browser lets no script read a file: the link
// beside it leads to it there, as it does without this script.
{
  const link = document.querySelector(".take__markdown")
  if (link && navigator.clipboard && location.protocol !== "file:") {
    const button = document.querySelector(".take__copy")
    const told = document.querySelector(".take__told")
    button.hidden = false
    button.addEventListener("click", async () => {
      told.textContent = ""
      try {
        const answer = await fetch(link.href)
        if (!answer.ok) throw answer
        await navigator.clipboard.writeText(await answer.text())
        told.textContent = "Copied"
      } catch {
        told.textContent = "Could not copy. The link beside it leads to the text."
      }
    })
  }
}
