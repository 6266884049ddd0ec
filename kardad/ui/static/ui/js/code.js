/* <k-code>: takes the one-time code from the message where the browser can, and drops what a paste brings along. */
import { ascii } from "./persian.js";

class Code extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.input.addEventListener("paste", (event) => {
      const digits = ascii(event.clipboardData.getData("text")).replace(/[^0-9]/g, "");
      if (!digits) return;
      event.preventDefault();
      this.put(digits);
    });
    if ("OTPCredential" in window) this.listen();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  async listen() {
    this.stop = new AbortController();
    this.input.form?.addEventListener("submit", () => this.stop.abort());
    try {
      const message = await navigator.credentials.get({ otp: { transport: ["sms"] }, signal: this.stop.signal });
      if (message?.code) this.put(message.code);
    } catch {
      /* No message, or the person typed it: the field is there. */
    }
  }

  put(digits) {
    this.input.value = digits;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("k-code", Code);
