/* Brings the elements that this page uses; every one of them improves HTML that works without it. */
const rooms = {
  "k-autosave": () => import("./autosave.js"),
  "k-captcha": () => import("./captcha.js"),
  "k-check": () => import("./check.js"),
  "k-code": () => import("./code.js"),
  "k-copy": () => import("./copy.js"),
  "k-countdown": () => import("./countdown.js"),
  "k-date": () => import("./date.js"),
  "k-dialog": () => import("./dialog.js"),
  "k-poll": () => import("./poll.js"),
  "k-print": () => import("./print.js"),
  "k-rows": () => import("./rows.js"),
  "k-secret": () => import("./secret.js"),
  "k-similar": () => import("./similar.js"),
  "k-speak": () => import("./speak.js"),
  "k-upload": () => import("./upload.js"),
};

function bring() {
  for (const [tag, load] of Object.entries(rooms)) {
    if (!customElements.get(tag) && document.querySelector(tag)) load();
  }
}

bring();
document.addEventListener("k:loaded", bring);
// A link of an error summary leaves its field in the address; the next page would begin there instead of at what is wrong with it.
document.addEventListener("submit", () => location.hash && history.replaceState(null, "", location.pathname + location.search));
document.querySelector("[data-focus]")?.focus();
