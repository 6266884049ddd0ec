/* <k-passkey data-options | data-source, data-label, data-make>: a button that lets the browser show or make a passkey and sends the form around it.
   Without script, or in a browser that knows no passkeys, nothing is shown: the other ways stand beside it. */
const WORDS = {
  NotAllowedError: "کلیدی نشان داده نشد. دوباره بزنید یا راه دیگری برگزینید.",
  InvalidStateError: "این دستگاه همین حالا کلیدی برای حساب شما دارد.",
  SecurityError: "کلید ورود در این نشانی کار نمی‌کند؛ نشانی باید نام دامنه داشته باشد.",
};
const OTHERWISE = "کلید ورود کار نکرد. راه دیگری برگزینید.";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const keys = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

function question({ publicKey }) {
  const asked = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  if (asked.allowCredentials) asked.allowCredentials = keys(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = keys(asked.excludeCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const told = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) told[part] = toText(credential.response[part]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: told,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
  };
}

class Passkey extends HTMLElement {
  connectedCallback() {
    if (this.button || !window.PublicKeyCredential) return;
    this.form = this.closest("form");
    this.button = Object.assign(document.createElement("button"), {
      type: "button",
      className: `button button-${this.dataset.kind || "secondary"}`,
      textContent: this.dataset.label,
    });
    this.said = Object.assign(document.createElement("p"), { className: "error" });
    this.said.setAttribute("role", "alert");
    this.said.hidden = true;
    this.button.addEventListener("click", () => this.ask());
    this.form.elements.credential.value = "";
    this.form.addEventListener("submit", (event) => this.hold(event));
    this.append(this.button, this.said);
  }

  // Enter in a field beside the button asks for the key too: before the browser has answered there is nothing to send.
  hold(event) {
    if (this.form.elements.credential.value) return;
    event.preventDefault();
    if (!this.button.disabled) this.ask();
  }

  async options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options);
    const found = await fetch(this.dataset.source, { headers: { Accept: "application/json" } });
    if (!found.ok) throw new Error("source");
    return (await found.json()).options;
  }

  async ask() {
    this.button.disabled = true;
    this.said.hidden = true;
    try {
      const asked = question(await this.options());
      const credential = this.hasAttribute("data-make") ? await navigator.credentials.create(asked) : await navigator.credentials.get(asked);
      this.form.elements.credential.value = JSON.stringify(answer(credential));
      this.form.requestSubmit();
    } catch (trouble) {
      this.said.textContent = WORDS[trouble.name] ?? OTHERWISE;
      this.said.hidden = false;
      this.button.disabled = false;
    }
  }
}

customElements.define("k-passkey", Passkey);
