/* <k-rows>: while a link of the list has the focus, up and down, Home and End move it to the others; without script Tab does. */
class Rows extends HTMLElement {
  connectedCallback() {
    const hint = this.querySelector("[data-hint]");
    if (hint) hint.hidden = false;
    this.addEventListener("keydown", (event) => this.move(event));
  }

  move(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const links = [...this.querySelectorAll("li > a[href], th a[href]")];
    const here = links.indexOf(document.activeElement);
    const places = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 };
    const link = here < 0 ? undefined : links[places[event.key]];
    if (!link) return;
    event.preventDefault();
    link.focus();
  }
}

customElements.define("k-rows", Rows);
