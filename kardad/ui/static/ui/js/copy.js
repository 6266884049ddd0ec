/* <k-copy data-text="…">: a button that copies what stands beside it. */
class Copy extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(".copy")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy no-print", textContent: "کپی" });
    const said = Object.assign(document.createElement("span"), { className: "visually-hidden" });
    if (this.dataset.label) button.setAttribute("aria-label", `کپی ${this.dataset.label}`);
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const done = await this.copy();
      button.textContent = done ? "کپی شد" : "انتخاب شد";
      said.textContent = done ? "کپی شد" : "متن انتخاب شد؛ آن را کپی کنید.";
      setTimeout(() => Object.assign(button, { textContent: "کپی" }), 2500);
    });
    this.append(button, said);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.dataset.text);
      return true;
    } catch {
      getSelection().selectAllChildren(this.querySelector(".code"));
      return false;
    }
  }
}

customElements.define("k-copy", Copy);
