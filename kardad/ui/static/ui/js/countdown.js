/* <k-countdown data-seconds data-for>: counts down and frees a button; the server judges all the same. */
import { fa } from "./persian.js";

class Countdown extends HTMLElement {
  connectedCallback() {
    this.left = Number(this.dataset.seconds) || 0;
    this.ends = Date.now() + this.left * 1000;
    this.button = document.getElementById(this.dataset.for);
    this.place = this.querySelector("[data-left]");
    if (this.left <= 0) return;
    if (this.button) this.button.disabled = true;
    this.timer = setInterval(() => this.tick(), 250);
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.ends - Date.now()) / 1000));
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (this.place) this.place.textContent = `تا ${fa(clock)} دیگر`;
    if (left) return;
    clearInterval(this.timer);
    if (this.button) this.button.disabled = false;
    this.hidden = true;
  }
}

customElements.define("k-countdown", Countdown);
