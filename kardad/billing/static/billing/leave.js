/* <k-leave>: sends the form in it as soon as the page is there; without script its button does. */
class Leave extends HTMLElement {
  connectedCallback() {
    this.querySelector("form")?.requestSubmit();
  }
}

customElements.define("k-leave", Leave);
