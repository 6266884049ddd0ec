/* <k-read>: the form at the end of a text sends itself once its reader has come there and stayed a moment; what he can do next is shown. */
const STAY = 1500;

class Read extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || !window.IntersectionObserver) return;
    this.watch = new IntersectionObserver(([seen]) => this.look(seen.isIntersecting), { threshold: 1 });
    this.watch.observe(this.form);
  }

  disconnectedCallback() {
    this.watch?.disconnect();
    clearTimeout(this.waits);
  }

  look(isThere) {
    clearTimeout(this.waits);
    if (isThere) this.waits = setTimeout(() => this.send(), STAY);
  }

  async send() {
    if (this.sent) return;
    this.sent = true;
    const answer = await fetch(location.href, { method: "POST", body: new FormData(this.form) }).catch(() => null);
    if (!answer?.ok) return (this.sent = false);
    this.watch.disconnect();
    this.querySelector("[data-unread]").hidden = true;
    this.querySelector("[data-read]").hidden = false;
  }
}

customElements.define("k-read", Read);
