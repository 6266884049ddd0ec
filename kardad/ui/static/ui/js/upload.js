/* <k-upload>: says at once that a file is too large, and shows how much of it has been sent. */
import { fa } from "./persian.js";

class Upload extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.form = this.closest("form");
    if (!this.input || !this.form) return;
    if (this.classList.contains("ready")) return;
    this.classList.add("ready");
    // The browser speaks its own language on its own button: ours lies under it and takes neither press nor focus.
    const face = Object.assign(document.createElement("span"), { className: "button button-secondary", textContent: this.input.multiple ? "انتخاب پرونده‌ها" : "انتخاب پرونده" });
    face.setAttribute("aria-hidden", "true");
    this.said = Object.assign(document.createElement("p"), { className: "help", textContent: "یا پرونده را این‌جا رها کنید." });
    this.said.setAttribute("role", "status");
    this.prepend(face);
    this.append(this.said);
    this.input.addEventListener("change", () => this.weigh());
    if (this.form.dataset.sends) return;
    this.form.dataset.sends = "files";
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  weigh() {
    const limit = Number(this.input.dataset.limit);
    const files = [...this.input.files];
    const heavy = files.find((file) => limit && file.size > limit);
    this.said.classList.toggle("error", Boolean(heavy));
    const names = files.map((file) => `«${file.name}» ${fa(Math.max(1, Math.round(file.size / 1024)))} کیلوبایت`).join("، ");
    this.said.textContent = heavy ? `«${heavy.name}» بزرگ‌تر از ${fa(Math.round(limit / 1024 / 1024))} مگابایت است؛ پرونده دیگری انتخاب کنید.` : names;
  }

  send(event) {
    const chosen = [...this.form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (event.defaultPrevented || !chosen) return;
    event.preventDefault();
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", "فرستادن پرونده");
    this.said.textContent = "در حال فرستادن…";
    this.append(bar);
    const line = new XMLHttpRequest();
    line.open("POST", this.form.action);
    line.upload.addEventListener("progress", (step) => this.tell(bar, step));
    line.addEventListener("load", () => this.show(line));
    line.addEventListener("error", () => this.fail(bar));
    line.send(new FormData(this.form, event.submitter));
  }

  tell(bar, step) {
    bar.value = step.total ? (step.loaded / step.total) * 100 : 0;
    this.said.textContent = bar.value < 100 ? `${fa(Math.floor(bar.value))} درصد فرستاده شد.` : "پرونده رسید؛ در حال بررسی…";
  }

  show(line) {
    const page = new DOMParser().parseFromString(line.responseText, "text/html");
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    if (line.responseURL !== location.href) history.pushState(null, "", line.responseURL);
    scrollTo(0, 0);
    (document.querySelector("[data-focus]") ?? document.getElementById("main"))?.focus();
    document.dispatchEvent(new Event("k:loaded"));
  }

  fail(bar) {
    bar.remove();
    this.said.textContent = "پرونده فرستاده نشد؛ ارتباط قطع شد. دوباره بفرستید، نوشته‌های شما مانده است.";
  }
}

customElements.define("k-upload", Upload);
