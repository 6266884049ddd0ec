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
    const empty = files.find((file) => !file.size);
    this.said.classList.toggle("error", Boolean(heavy ?? empty));
    const names = files.map((file) => `«${file.name}» ${fa(Math.max(1, Math.round(file.size / 1024)))} کیلوبایت`).join("، ");
    this.said.textContent = heavy ? `«${heavy.name}» بزرگ‌تر از ${fa(Math.round(limit / 1024 / 1024))} مگابایت است؛ پرونده دیگری انتخاب کنید.` : empty ? `«${empty.name}» خالی است؛ پرونده دیگری انتخاب کنید.` : names;
  }

  get chosen() {
    return [...this.form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
  }

  send(event) {
    if (event.defaultPrevented || !this.chosen.length) return;
    event.preventDefault();
    const wrong = this.chosen.find((input) => input.closest("k-upload").said?.classList.contains("error"));
    if (wrong) return wrong.focus(); // minutes of sending for a refusal that is known now
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", "فرستادن پرونده");
    this.said.textContent = "در حال فرستادن…";
    this.append(bar);
    const line = new XMLHttpRequest();
    line.open("POST", this.form.action);
    line.upload.addEventListener("progress", (step) => this.tell(bar, step));
    line.addEventListener("load", () => this.show(line, bar));
    line.addEventListener("error", () => this.fail(bar));
    line.send(new FormData(this.form, event.submitter));
  }

  tell(bar, step) {
    bar.value = step.total ? (step.loaded / step.total) * 100 : 0;
    this.said.textContent = bar.value < 100 ? `${fa(Math.floor(bar.value))} درصد فرستاده شد.` : "پرونده رسید؛ در حال بررسی…";
  }

  show(line, bar) {
    const page = new DOMParser().parseFromString(line.responseText, "text/html");
    if (line.status === 413) return this.fail(bar, "پرونده‌ها روی هم بسیار بزرگ‌اند؛ کوچک‌تر یا یکی‌یکی بفرستید. نوشته‌های شما مانده است.");
    if (line.status === 500 || !page.getElementById("main")) return this.fail(bar, "پرونده ثبت نشد؛ اشکالی از سوی ماست. دوباره بفرستید، نوشته‌های شما مانده است.");
    const { chosen } = this;
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    if (document.querySelector(".error-summary")) this.choose(chosen);
    if (line.responseURL !== location.href) history.pushState(null, "", line.responseURL);
    scrollTo(0, 0);
    (document.querySelector("[data-focus]") ?? document.getElementById("main"))?.focus();
    document.dispatchEvent(new Event("k:loaded"));
  }

  // What the server refused beside it must be chosen anew; the rest is chosen still.
  choose(chosen) {
    for (const { name, files } of chosen) {
      const input = document.querySelector(`input[type=file][name="${name}"]`);
      if (!input || input.closest(".field-wrong")) continue;
      input.files = files;
      input.dispatchEvent(new Event("change"));
      input.closest(".field")?.querySelector("[data-again]")?.remove();
    }
  }

  fail(bar, why = "پرونده فرستاده نشد؛ ارتباط قطع شد. دوباره بفرستید، نوشته‌های شما مانده است.") {
    bar.remove();
    this.said.textContent = why;
  }
}

customElements.define("k-upload", Upload);
