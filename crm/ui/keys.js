// The keyboard of the desk: the toolkit's own keys kept from doing harm, ours added.
// Beside it, whether somebody is still signed in: it is on every page.
const FIELDS = "input:not([type=hidden]):not([disabled]), textarea:not([disabled])"

const isField = element =>
  element && (element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName))

// A sidebar that is folded away keeps its box, off the edge of the window.
function searchBox() {
  const box = document.querySelector("[class*=st-key-desk_search] input")
  return box && box.getBoundingClientRect().right > 0 ? box : null
}

function focusSearch() {
  const box = searchBox()
  if (box) { box.focus(); box.select(); return true }
  const opener = document.querySelector("[data-testid=stExpandSidebarButton] button, [data-testid=stExpandSidebarButton]")
  if (!opener) return false
  opener.click()
  focusWhenShown()
  return true
}

function focusWhenShown(tries = 30) {
  const box = searchBox()
  if (box) box.focus()
  if (document.activeElement !== box && tries > 0) setTimeout(() => focusWhenShown(tries - 1), 50)
}

// Enter opens the first hit, once the hits shown are those of what is typed: however late
// the answer comes, unless one does something else meanwhile.
let gestures = 0

function openFirstHit(since = gestures) {
  const wanted = searchBox()?.value.trim()
  if (!wanted || since !== gestures) return
  const shown = document.querySelector("[data-found-for]")
  if (shown?.dataset.foundFor !== wanted) setTimeout(() => openFirstHit(since), 50)
  else document.querySelector("[class*=st-key-hit-0] button")?.click()
}

// The arrows walk from the box through the hits and back.
function walkHits(event) {
  const hits = [...document.querySelectorAll("[class*=st-key-hit-] button")]
  const box = searchBox()
  const walk = [box, ...hits]
  const at = walk.indexOf(event.target)
  if (!box || at < 0 || !hits.length) return
  const to = event.key === "Escape" ? (at ? 0 : -1) : at + (event.key === "ArrowDown" ? 1 : -1)
  if (!walk[to]) return
  event.preventDefault()
  event.stopImmediatePropagation()
  walk[to].focus()
}

// On a choice just clicked the toolkit takes Ctrl+Enter for Enter, which takes the choice back.
function saveFromChoice(event) {
  const choice = event.target.closest?.("[role=dialog] :is([role=radio], [role=checkbox], [aria-pressed])")
  const save = choice?.closest("[role=dialog]").querySelector("button[kind=primary]:enabled")
  if (!save) return
  event.preventDefault()
  event.stopImmediatePropagation()
  save.click()
}

function onKey(event) {
  const { target, key } = event
  gestures += 1
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  if ((event.ctrlKey || event.metaKey) && key === "Enter") {
    saveFromChoice(event)
  } else if (plain && !isField(target) && ["r", "c"].includes(key.toLowerCase())) {
    event.stopImmediatePropagation()
  } else if (plain && key === "/" && (!isField(target) || (target === searchBox() && !target.value))) {
    if (focusSearch()) event.preventDefault()
  } else if ((event.ctrlKey || event.metaKey) && !event.altKey && key.toLowerCase() === "k") {
    if (focusSearch()) { event.preventDefault(); event.stopImmediatePropagation() }
  } else if (key === "Enter" && target === searchBox()) {
    openFirstHit()
  } else if (plain && ["ArrowDown", "ArrowUp", "Escape"].includes(key)) {
    walkHits(event)
  }
}

// A drawer that opens takes the keyboard: otherwise the first letter typed is a shortcut.
const greeted = new WeakSet()
// A date that takes the keyboard opens its calendar over the buttons: the main button takes it instead.
const OPENS_WHEN_FOCUSED = "[data-testid=stDateInput], [data-testid=stDateTimeInput], [data-testid=stTimeInput]"

function firstOf(drawer) {
  const field = drawer.querySelector(FIELDS)
  return field?.closest(OPENS_WHEN_FOCUSED) ? drawer.querySelector("button[kind=primary]") : field
}

// Its fields arrive one by one: the keyboard goes to the first as long as nothing is typed.
function greet(drawer, tries = 20, given = null) {
  const first = firstOf(drawer)
  const active = document.activeElement
  const busy = drawer.contains(active) && isField(active) && (active !== given || active.value !== active.defaultValue)
  if (busy) return
  if (first && first !== given) first.focus()
  if (tries > 0) setTimeout(() => greet(drawer, tries - 1, first), 40)
}

function watchDrawers() {
  for (const drawer of document.querySelectorAll("[role=dialog]")) {
    if (greeted.has(drawer)) continue
    greeted.add(drawer)
    setTimeout(() => greet(drawer), 60)
  }
  // What somebody else saved meanwhile stands above a long form whose end one is at.
  const clash = document.querySelector("[role=dialog] [class*=st-key-panel-clash]")
  if (clash && !greeted.has(clash)) {
    greeted.add(clash)
    setTimeout(() => clash.scrollIntoView({ block: "start" }), 60)
  }
}

// A session that ended elsewhere shows here, too: the page leads to the door and back.
const ASKED_EVERY = 15_000

async function askWhetherSignedIn() {
  if (document.hidden) return
  const answer = await fetch("/session", { cache: "no-store" }).catch(() => null)
  if (answer?.status !== 401) return
  const here = location.pathname + location.search
  location.assign(`/login?next=${encodeURIComponent(here)}`)
}

// A text area says what it holds when one leaves it. In a drawer a pause says it too, so
// that closing the browser loses a sentence at most.
const PAUSE = 1200
let pausing = 0

function onInput({ target }) {
  if (target?.tagName !== "TEXTAREA" || !target.closest("[role=dialog]")) return
  clearTimeout(pausing)
  pausing = setTimeout(() => {
    if (document.activeElement !== target) return
    for (const kind of ["focusout", "focusin"]) target.dispatchEvent(new FocusEvent(kind, { bubbles: true }))
  }, PAUSE)
}

export default function () {
  if (window.__regieKeys) return
  window.__regieKeys = true
  document.addEventListener("keydown", onKey, true)
  document.addEventListener("pointerdown", () => { gestures += 1 }, true)
  document.addEventListener("input", onInput, true)
  document.addEventListener("visibilitychange", askWhetherSignedIn)
  setInterval(askWhetherSignedIn, ASKED_EVERY)
  new MutationObserver(watchDrawers).observe(document.body, { childList: true, subtree: true })
}
