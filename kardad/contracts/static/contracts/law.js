/* <k-law data-url>: asks what the law says of the form around it as it is typed; without script the page says so when it is saved. */
const WAIT = 700;

class Law extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    for (const event of ["input", "change"]) this.form?.addEventListener(event, () => this.later());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body: new FormData(this.form), signal: this.asking.signal });
      if (answer.ok) this.show(await answer.text());
    } catch {
      /* Without the line nothing is told; what is saved is judged again. */
    }
  }

  show(html) {
    const opened = [...this.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
    this.innerHTML = html;
    for (const one of this.querySelectorAll("details")) one.open = opened.includes(one.querySelector("summary").textContent);
    document.dispatchEvent(new Event("k:loaded"));
  }
}

customElements.define("k-law", Law);
