/* <k-dialog data-once="name">: lifts its open dialog over the page, once a visit if it has a name. */
class Window extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    const { once } = this.dataset;
    dialog?.close();
    if (!dialog || (once && this.seen(once))) return;
    dialog.showModal();
    dialog.querySelector("h2")?.focus();
    dialog.addEventListener("close", () => document.getElementById("main")?.focus({ preventScroll: true }));
  }

  seen(name) {
    try {
      const before = sessionStorage.getItem(`seen ${name}`);
      sessionStorage.setItem(`seen ${name}`, "yes");
      return Boolean(before);
    } catch {
      return false;
    }
  }
}

customElements.define("k-dialog", Window);
