/* The form of a request: <k-count data-least data-most> says how much was written, <k-when data-field data-is> hides what is not asked. */
const fa = new Intl.NumberFormat("fa-IR", { useGrouping: true });

class Count extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    if (!this.box || this.said) return;
    this.said = Object.assign(document.createElement("p"), { className: "help count" });
    this.append(this.said);
    this.box.addEventListener("input", () => this.tell());
    this.tell();
  }

  tell() {
    const length = this.box.value.replaceAll("\r\n", "\n").trim().length;
    const [least, most] = [Number(this.dataset.least), Number(this.dataset.most)];
    const short = length < least ? `؛ دست‌کم ${fa.format(least)} نویسه لازم است` : "";
    this.said.textContent = `${fa.format(length)} از ${fa.format(most)} نویسه${short}`;
  }
}

class When extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.form.addEventListener("change", () => this.look());
    this.look();
  }

  look() {
    const wanted = this.dataset.is.split(" ");
    const asked = [...this.form.elements].filter((one) => one.name === this.dataset.field);
    const given = asked.filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked).map((one) => one.value);
    this.hidden = !given.some((value) => wanted.includes(value));
    this.classList.add("ready");
  }
}

customElements.define("k-count", Count);
customElements.define("k-when", When);
