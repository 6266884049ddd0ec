/* <k-copy data-text="…">: a button that copies what stands beside it. */
class Copy extends HTMLElement {
  connectedCallback() {
    if (this.querySelector(".copy")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy no-print", textContent: "رونوشت" });
    const said = Object.assign(document.createElement("span"), { className: "visually-hidden" });
    if (this.dataset.label) button.setAttribute("aria-label", `رونوشت ${this.dataset.label}`);
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const done = await this.copy();
      button.textContent = done ? "رونوشت شد" : "انتخاب شد";
      said.textContent = done ? "رونوشت شد" : "متن انتخاب شد؛ آن را رونوشت کنید.";
      setTimeout(() => Object.assign(button, { textContent: "رونوشت" }), 2500);
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
