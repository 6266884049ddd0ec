/* <k-similar data-url data-from data-seen>: offers what was asked before like what is being typed in a field. */
const WAIT = 500;
const SHORTEST = 8;

class Similar extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.from);
    this.seen = document.getElementById(this.dataset.seen);
    this.field?.addEventListener("input", () => this.later());
    if (this.field?.value) this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT);
  }

  async look() {
    const text = this.field.value.trim();
    if (text === this.asked) return;
    this.asked = text;
    if (text.length < SHORTEST) return this.replaceChildren();
    try {
      const answer = await fetch(`${this.dataset.url}?text=${encodeURIComponent(text)}`);
      if (answer.ok && text === this.asked) this.show((await answer.json()).questions);
    } catch {
      /* Without the line nothing is offered; the step before sending still is. */
    }
  }

  show(questions) {
    this.replaceChildren();
    if (!questions.length) return;
    const list = document.createElement("ul");
    for (const question of questions) {
      const link = document.createElement("a");
      link.href = question.url;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = question.title + (question.is_answered ? "" : " (منتظر پاسخ)");
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
    }
    const words = document.createElement("p");
    words.textContent = "شاید پاسخ شما اینجاست (در پنجره تازه باز می‌شود):";
    this.append(words, list);
    if (this.seen) this.seen.value = "1";
  }
}

customElements.define("k-similar", Similar);
