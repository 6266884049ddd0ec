/* <k-secret>: a button that shows the password while one checks it. */
class Secret extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.classList.contains("ready")) return;
    this.classList.add("ready");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: "نمایش" });
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-controls", input.id);
    button.setAttribute("aria-label", "نمایش رمز");
    const turn = (shown) => {
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
      button.textContent = shown ? "پنهان" : "نمایش";
    };
    button.addEventListener("click", () => turn(input.type === "password"));
    input.form?.addEventListener("submit", () => turn(false));
    this.append(button);
  }
}

customElements.define("k-secret", Secret);
