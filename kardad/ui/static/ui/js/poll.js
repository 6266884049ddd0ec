/* <k-poll id data-src data-seconds>: looks again at its own part of the page; slower the longer it takes. */
class Poll extends HTMLElement {
  connectedCallback() {
    this.seconds = Number(this.dataset.seconds) || 5;
    this.again();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  again() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), this.seconds * 1000);
    this.seconds = Math.min(this.seconds * 1.2, 60);
  }

  async look() {
    if (document.hidden) return this.again();
    const source = this.dataset.src || location.href;
    try {
      const answer = await fetch(source, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(this.id);
      if (answer.redirected || (answer.ok && !fresh)) return location.assign(answer.url);
      if (answer.ok && fresh.innerHTML !== this.innerHTML) this.innerHTML = fresh.innerHTML;
    } catch {
      /* The line is down; what is shown stays true until it is back. */
    }
    this.again();
  }
}

customElements.define("k-poll", Poll);
