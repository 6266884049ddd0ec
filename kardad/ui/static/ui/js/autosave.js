/* <k-autosave data-url data-path>: keeps what is typed in the form around it, a moment after one stops typing. */
const WAIT = 1500;

class Autosave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || this.dataset.on !== "on") return;
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", () => clearTimeout(this.timer));
    addEventListener("pagehide", () => this.dirty && this.save({ keepalive: true }));
  }

  later() {
    if (!this.form) return;
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), WAIT);
  }

  async save(options = {}) {
    this.dirty = false;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      const field = this.form.elements[name];
      const secret = field?.type === "password" || field?.autocomplete === "one-time-code" || name.startsWith("captcha");
      if (typeof value === "string" && !secret) typed.append(name, value);
    }
    typed.set("path", this.dataset.path);
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body: typed, ...options });
      if (answer.status === 401) this.form = null; // a visitor has no drafts: say nothing, ask no more
      else this.textContent = answer.ok ? "پیش‌نویس نگه داشته شد." : "پیش‌نویس نگه داشته نشد؛ فرم را نبندید.";
    } catch {
      this.textContent = "ارتباط برقرار نیست؛ نوشته‌های شما در همین صفحه می‌ماند.";
    }
  }
}

customElements.define("k-autosave", Autosave);
