/* <k-check data-kind="mobile">: says what is wrong as one leaves the field, and takes it back as soon as it is mended. */
import { rules } from "./rules.js";

class Check extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.rule = rules[this.dataset.kind];
    this.field = this.closest(".field");
    if (!this.input || !this.rule || !this.field) return;
    this.input.addEventListener("change", () => this.judge());
    this.input.addEventListener("input", () => this.wrong && this.judge());
  }

  get wrong() {
    return this.input.getAttribute("aria-invalid") === "true";
  }

  judge() {
    const problem = this.input.value.trim() ? this.rule(this.input.value) : null;
    const line = this.line();
    line.textContent = problem ?? "";
    line.hidden = !problem;
    this.field.classList.toggle("field-wrong", Boolean(problem));
    const said = (this.input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== line.id);
    if (problem) said.push(line.id);
    this.input.setAttribute("aria-describedby", said.join(" "));
    if (!said.length) this.input.removeAttribute("aria-describedby");
    if (problem) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  line() {
    const id = `${this.input.id}_error`;
    let line = document.getElementById(id);
    if (!line) {
      line = Object.assign(document.createElement("p"), { id, className: "error", hidden: true });
      this.before(line);
    }
    line.setAttribute("aria-live", "polite");
    return line;
  }
}

customElements.define("k-check", Check);
