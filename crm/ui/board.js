// Shows drawings made by the server; tells which part was clicked, or chosen with Enter or Space.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".board")
  if (root.shown !== data.html) {
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.id : null
    root.innerHTML = data.html
    root.shown = data.html
    const kept = focused && root.querySelector(`[data-id="${CSS.escape(focused)}"]`)
    const first = root.querySelector("[data-first]")
    if (kept) kept.focus()
    else if (first && !root.led) first.focus()
    root.led = Boolean(first)
  }
  root.onclick = event => {
    const part = event.target.closest("[data-id]")
    if (part && root.contains(part)) setTriggerValue("pick", part.dataset.id)
  }
  root.onkeydown = event => {
    const leave = event.key === "Escape" && root.querySelector("[data-escape]")
    if (leave) setTriggerValue("pick", leave.dataset.escape)
    const id = event.target.dataset?.id
    if (id && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault()
      setTriggerValue("pick", id)
    }
  }
}
