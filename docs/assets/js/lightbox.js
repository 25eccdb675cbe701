// Opens a figure over the page. Without this script its link leads to the figure's file.
document.addEventListener("click", event => {
  const link = event.target.closest("a.enlarge")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const dialog = document.createElement("dialog")
  dialog.className = "lightbox"
  dialog.ariaLabel = "Figure, enlarged"
  const close = document.createElement("button")
  close.type = "button"
  close.textContent = "Close"
  const image = link.querySelector("img").cloneNode()
  dialog.append(image, close)
  dialog.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => { dialog.remove(); link.focus() })
  document.body.append(dialog)
  dialog.showModal()
})
