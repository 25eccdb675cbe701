// Filters for the gallery, by verdict and by page. Without this script all figures are listed. The address keeps the choice.
{
  const place = document.querySelector(".gallery-filter")
  const cards = [...document.querySelectorAll(".gallery__card")].map(card => ({
    card,
    page: [card.dataset.page],
    verdict: [...card.querySelectorAll(".verdict")].map(each => each.textContent.replace("check: ", "")),
  }))
  const said = document.createElement("output")
  said.ariaLive = "polite"

  const select = (key, name, all) => {
    const label = document.createElement("label"), box = document.createElement("select")
    const counts = new Map()
    for (const each of cards) for (const value of new Set(each[key])) counts.set(value, (counts.get(value) || 0) + 1)
    box.add(new Option(all, ""))
    for (const [value, count] of counts) box.add(new Option(`${value} (${count})`, value))
    label.append(name, box)
    place.append(label)
    return box
  }
  const boxes = { verdict: select("verdict", "Verdict", "all"), page: select("page", "Page", "all") }

  const show = () => {
    let shown = 0
    for (const each of cards) {
      const fits = Object.entries(boxes).every(([key, box]) => !box.value || each[key].includes(box.value))
      each.card.hidden = !fits
      shown += fits
    }
    said.value = `${shown} of ${cards.length} figures`
  }
  const read = () => {
    const wanted = new URLSearchParams(location.hash.slice(1))
    for (const [key, box] of Object.entries(boxes)) {
      box.value = wanted.get(key) || ""
      if (box.selectedIndex < 0) box.value = ""
    }
    show()
  }
  place.addEventListener("change", () => {
    const chosen = Object.entries(boxes).filter(([, box]) => box.value).map(([key, box]) => [key, box.value])
    history.replaceState(null, "", "#" + new URLSearchParams(chosen))
    show()
  })
  addEventListener("hashchange", read)
  place.append(said)
  read()
}
