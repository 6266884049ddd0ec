/* <k-print data-text="چاپ رسید">: a button that prints the page. */
class Print extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: this.dataset.text });
    button.addEventListener("click", () => print());
    this.append(button);
  }
}

customElements.define("k-print", Print);
